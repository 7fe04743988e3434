"""What somebody has answered so far who registers a portal: kept by their browser, signed, until it is sent.

So nothing is filed of who only looks around, no address of a person stands in the address of a page, and each answer
can be gone back to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from catalogue.signing import signer
from web.forms.proof import set_cookie
from web.site import site_of

_COOKIE, _HELD = "stook-registering", "stook-registered"
_PATH = "/register"
_SECONDS = 2 * 3600
_HELD_SECONDS = 8 * 24 * 3600  # longer than a link in a mail lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers for one private link; what has not been asked yet is ""."""

    token: str
    body: str = ""
    organisation: str = ""
    lists: str = ""
    title: str = ""
    email: str = ""
    told: bool = True

    @property
    def has_organisation(self) -> bool:
        """Whether it is said whose portal it is."""
        return bool(self.organisation)

    @property
    def is_whole(self) -> bool:
        """Whether everything is answered."""
        return bool(self.organisation and self.title and self.email)


def read_answers(request: Request, token: str) -> Answers:
    """The answers for a private link; none where there are none, or they are another link's."""
    held = _read(request, _COOKIE, _SECONDS)
    if not isinstance(held, dict) or held.get("token") != token:
        return Answers(token=token)
    try:
        return Answers(**held)
    except TypeError:  # what an earlier version of this program kept
        return Answers(token=token)


def keep_answers(request: Request, response: Response, answers: Answers) -> Response:
    """The response, which has the browser keep the answers."""
    _keep(request, response, _COOKIE, asdict(answers), _SECONDS)
    return response


def read_held(request: Request) -> str:
    """The private link by which this browser filed a registration; "" for none."""
    held = _read(request, _HELD, _HELD_SECONDS)
    return held if isinstance(held, str) else ""


def keep_held(request: Request, response: Response, token: str) -> Response:
    """The response, by which the browser is known again when the contact is proven in it; the answers are forgotten."""
    _keep(request, response, _HELD, token, _HELD_SECONDS)
    response.delete_cookie(_COOKIE, path=_PATH)
    return response


def _keep(request: Request, response: Response, name: str, value: object, seconds: int) -> None:
    site = site_of(request)
    set_cookie(response, site, name, _signer(request, name).dumps(value), seconds=seconds, path=_PATH)


def _read(request: Request, name: str, seconds: int) -> object:
    try:
        return _signer(request, name).loads(request.cookies.get(name, ""), max_age=seconds)
    except BadSignature:
        return None


def _signer(request: Request, name: str) -> URLSafeTimedSerializer:
    return signer(site_of(request).key, name)
