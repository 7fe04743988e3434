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
from web.schema import COUNT, STRING, record

PROBLEM_SCHEMA = record(
    "Problem", type=STRING, title=STRING, status=COUNT, detail=STRING, instance=STRING
)  # RFC 9457, 3.1

RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem. `detail` is a sentence for people; `more` are further members, such as line and column."""

    status: int
    detail: str
    title: str = ""
    more: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def members(self, instance: str) -> dict[str, object]:
        """The members of application/problem+json (https://www.rfc-editor.org/rfc/rfc9457)."""
        return {
            "type": "about:blank",
            "title": self.heading,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            **self.more,
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


def not_found(what: str) -> ProblemRaised:
    """Nothing is at this address; `what` is a sentence."""
    return ProblemRaised(Problem(status=404, title="Not found", detail=what))


def not_acceptable(forms: Sequence[Form]) -> ProblemRaised:
    """None of the forms that there are is accepted."""
    names = ", ".join(form.media_type for form in forms)
    detail = f"This can be had as {names}; the Accept header allows none of these."
    return ProblemRaised(Problem(status=406, title="No such form", detail=detail))


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
