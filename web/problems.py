"""What can go wrong with a request, and how it is said: the same words as a page or as RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from catalogue.errors import (
    AnswerTooLarge,
    CatalogueError,
    IndexUnavailable,
    LedgerError,
    QueryRefused,
    QueryTimeout,
    StoreError,
    StoreUnavailable,
)
from web.negotiation import Form
from web.pages.page import Alternate
from web.schema import COUNT, STRING, record

PROBLEM_SCHEMA = record(
    "Problem", type=STRING, title=STRING, status=COUNT, detail=STRING, instance=STRING
)  # RFC 9457, 3.1

RETRY_SECONDS = 5

MOVED = {308: "It has another address, in small letters or without a slash at its end."}
"""What every address with a name in it may answer, for its Operation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem. `detail` is a sentence for people; `more` are further members, such as line and column; `choices`
    are what can be had instead."""

    status: int
    detail: str
    title: str = ""
    more: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Alternate, ...] = ()

    def members(self, instance: str) -> dict[str, object]:
        """The members of application/problem+json (https://www.rfc-editor.org/rfc/rfc9457)."""
        return {
            "type": "about:blank",
            "title": self.heading,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            **self.more,
            **({"available": [_available(one) for one in self.choices]} if self.choices else {}),
        }

    @property
    def heading(self) -> str:
        """The title, else what the status is called."""
        return self.title or HTTPStatus(self.status).phrase


class ProblemRaised(Exception):
    """Ends a request with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def not_found(what: str, *, suffixes: Sequence[str] = ()) -> ProblemRaised:
    """Nothing is at this address; `what` is a sentence, `suffixes` are those that it could have ended with."""
    more = {"suffixes": list(suffixes)} if suffixes else {}
    return ProblemRaised(Problem(status=404, title="Not found", detail=what, more=more))


def not_acceptable(forms: Sequence[Form]) -> ProblemRaised:
    """None of the forms that there are is accepted, each of which lives at this address alone."""
    return none_accepted([Alternate(label=one.label, media_type=one.media_type, address="") for one in forms])


def none_accepted(choices: Sequence[Alternate]) -> ProblemRaised:
    """None of the forms that there are is accepted; each is named with its own address."""
    names = ", ".join(one.media_type for one in choices)
    detail = f"This can be had as {names}; the Accept header allows none of these."
    links = ", ".join(
        f'<{one.address}>; rel="alternate"; type="{one.media_type}"' for one in choices if one.address
    )
    return ProblemRaised(
        Problem(
            status=406,
            title="No such form",
            detail=detail,
            headers={"Link": links} if links else {},
            choices=tuple(choices),
        )
    )


def moved(address: str) -> ProblemRaised:
    """It is always to be asked for at another address of ours (RFC 9110, 15.4.9), which comes with its query."""
    return ProblemRaised(
        Problem(
            status=308,
            title="It has another address",
            detail=f"This is at {address}.",
            headers={"Location": address, "Cache-Control": "public, max-age=3600"},
        )
    )


def problem_of(error: CatalogueError) -> Problem:
    """How an error of the catalogue is answered."""
    match error:
        case QueryRefused():
            place = {"line": error.line, "column": error.column} if error.line else {}
            return Problem(status=400, title="The query cannot be run", detail=_sentence(error), more=place)
        case QueryTimeout():
            return _unavailable("The query took too long", _sentence(error))
        case AnswerTooLarge():
            return Problem(status=413, title="The answer is too large", detail=_sentence(error))
        case StoreUnavailable() | StoreError():
            return _unavailable(
                "The query service is not available", "The store does not answer now. Try again later."
            )
        case IndexUnavailable():
            return _unavailable(
                "Search is not available", "The search index cannot be read now. Try again later."
            )
        case LedgerError():
            return ledger_unavailable()
        case _:
            return broken()


def ledger_unavailable() -> Problem:
    """The ledger cannot be read."""
    return _unavailable(
        "The catalogue is not available", "The catalogue cannot be read now. Try again later."
    )


def broken() -> Problem:
    """A bug of ours; what it was is in the log, never on the page."""
    detail = "This is our fault, not yours. It has been written to the log; try again, or search for what you need."
    return Problem(status=500, title="Something went wrong", detail=detail)


def busy() -> ProblemRaised:
    """More queries wait than can be served."""
    return ProblemRaised(
        _unavailable("The query service is busy", "Many queries are waiting. Try again in some seconds.")
    )


def _unavailable(title: str, detail: str) -> Problem:
    return Problem(status=503, title=title, detail=detail, headers={"Retry-After": str(RETRY_SECONDS)})


def _sentence(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def _available(one: Alternate) -> dict[str, str]:
    where = {"address": one.address} if one.address else {}
    return {"type": one.media_type, "label": one.label, **where}
