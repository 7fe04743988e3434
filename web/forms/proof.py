"""That a form comes from a page of ours: a cookie, and beside it in the form a signature of the cookie.

Another site can make a browser send the form, but can neither read the cookie nor sign it. No session is needed, so
that forms work for people without an account
(OWASP, Cross-Site Request Forgery Prevention: signed double submit cookie).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from catalogue.signing import signer
from web.problems import Problem, ProblemRaised
from web.site import Site, site_of

FIELD = "proof"
"""The hidden field that every form has."""
_COOKIE = "stook-form"
_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a page's forms carry in their hidden field, and the cookie that it was made for."""

    field: str
    cookie: str

    def keep(self, response: Response, site: Site) -> None:
        """Sets the cookie."""
        set_cookie(response, site, _COOKIE, self.cookie, seconds=_SECONDS)


def make_proof(request: Request) -> Proof:
    """The proof for the forms of a page; the cookie that the browser has already serves on, so that forms in two
    windows both work."""
    held = request.cookies.get(_COOKIE, "")
    cookie = held if _is_sound(held) else secrets.token_urlsafe(24)
    return Proof(field=_signer(request).dumps(cookie), cookie=cookie)


def check_proof(request: Request, field: str) -> None:
    """Raises a 403 that says what to do, unless the form was made for this browser by a page of ours."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise _refused("This form was sent by another site.")
    cookie = request.cookies.get(_COOKIE, "")
    try:
        signed = _signer(request).loads(field, max_age=_SECONDS)
    except BadSignature:
        signed = None
    if not (cookie and isinstance(signed, str) and secrets.compare_digest(signed.encode(), cookie.encode())):
        raise _refused("This form is too old, or it did not come from a page of this site.")


def set_cookie(
    response: Response, site: Site, name: str, value: str, *, seconds: int, path: str = "/"
) -> None:
    """A cookie that no script reads, that other sites' forms do not bring, and that needs TLS where the site has it."""
    secure = site.settings.public_base.startswith("https:")
    response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, samesite="lax", secure=secure)


def _is_sound(cookie: str) -> bool:
    return 16 <= len(cookie) <= 64 and cookie.isascii() and cookie.replace("-", "").replace("_", "").isalnum()


def _signer(request: Request) -> URLSafeTimedSerializer:
    return signer(site_of(request).key, "form")


def _refused(why: str) -> ProblemRaised:
    detail = f"{why} Nothing was changed. Open the page with the form again, and make sure that cookies are allowed."
    return ProblemRaised(Problem(status=403, title="The form was not taken", detail=detail))
