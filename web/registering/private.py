"""What is behind a private link: a check, a registration, or nothing any more."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.checks import Check, check_of, check_turn
from catalogue.ledger.registrations import check_digest, registration_by_check, registration_of
from catalogue.registering.asked import Registration
from catalogue.signing import digest_of
from web.forms.page import PRIVATE, FormPage, show_form
from web.operations import Parameter
from web.problems import Problem, ProblemRaised, not_found

TOKEN = Parameter(
    name="token",
    about="What the private link carries.",
    where="path",
    example="b2xkIGFuZCBnb25lLCBidXQgb2YgdGhlIHJpZ2h0IHNo",
)
GONE = {
    404: "There is no such private link, or what it led to has been deleted.",
    410: "The thirty days of the link have passed.",
}
"""What every address below a private link may answer, for its Operation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """What a private link leads to. `moved` is a registration that was filed by it and has another link now."""

    token: str
    check: Check | None = None
    registration: Registration | None = None
    moved: Registration | None = None


def find_private(connection: Connection, token: str, *, now: str) -> Private:
    """What the link leads to; raises a 404 or a 410 that says what to do where that is nothing."""
    registration = registration_of(connection, token)
    digest = check_digest(connection, registration) if registration else digest_of(token)
    check = check_of(connection, digest, now=now) if digest else None
    if check is None and registration is None:
        raise _expired() if check_turn(connection, digest) >= 0 else unknown_link()
    moved = registration_by_check(connection, check.id) if check and registration is None else None
    return Private(token=token, check=check, registration=registration, moved=moved)


def turn_of(connection: Connection, token: str) -> int:
    """How much has been told of the check behind a private link; -1 where there is none."""
    registration = registration_of(connection, token)
    digest = check_digest(connection, registration) if registration else digest_of(token)
    return check_turn(connection, digest)


def show_private(request: Request, page: FormPage, *, status: int = 0) -> Response:
    """The page, which tells no other site the address that it stands at."""
    return unnamed(show_form(request, page, status=status))


def unnamed(response: Response) -> Response:
    """The response, so that nobody learns from it where the browser was."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def unknown_link() -> ProblemRaised:
    """Nothing is behind the link."""
    return not_found(
        "Nothing is behind this private link. It may not have been copied whole, or what was found has been deleted "
        "after its 30 days. Check the portal again: choose “List your portal” above."
    )


def led_to(address: str) -> ProblemRaised:
    """What was asked for is not there now; a person is led to where they may go on."""
    headers = {"Location": address} | PRIVATE | {"Referrer-Policy": "no-referrer"}
    return ProblemRaised(
        Problem(status=303, title="It goes on elsewhere", detail="It goes on elsewhere.", headers=headers)
    )


def _expired() -> ProblemRaised:
    detail = (
        "What was found here was kept for 30 days, and they have passed. Check the portal again: choose “List your "
        "portal” above."
    )
    return ProblemRaised(Problem(status=410, title="This link has ended", detail=detail))
