"""Whether data was updated as often as its publisher says, in a sentence."""

from __future__ import annotations

from datetime import date

from catalogue.trust.timeliness import GRACE, Punctuality, Timeliness, judge, read_days
from vocab import Concept
from vocab.namespaces import DCT
from web.trust.dates import last_change, newest_file
from web.trust.fact import PUBLISHER, Grounds, Group, Mark, TrustFact
from web.wording import begin_large, say_count, say_date

_MARKS = {
    Punctuality.ON_TIME: Mark.OK,
    Punctuality.OVERDUE: Mark.BAD,
    Punctuality.NO_DATE: Mark.TOLD,
    Punctuality.UNKNOWN: Mark.UNSURE,
}
_UNREAD = "How often it changes is stated in words that we do not know, so nothing is said to be late."
_NOT_SEEN = "it was on time when it was last seen here, and has not been seen since"
_HOW = "the stated frequency and the date of the last change, with one day of grace"


def updates(grounds: Grounds) -> TrustFact:
    """Whether it is up to date, as of when it was last seen."""
    frequency, timeliness, as_of = timeliness_of(grounds)
    unread = grounds.dataset.accrual_periodicity and not frequency
    return TrustFact(
        code="updates",
        group=Group.CHECKS,
        mark=_MARKS[timeliness.verdict],
        label="Updates",
        said=_UNREAD if unread else say_timeliness(frequency, timeliness),
        by=PUBLISHER,
        how=_HOW if timeliness.due else "what the record says of how often it changes",
        at=as_of.isoformat(),
        property=DCT.accrualPeriodicity,
    )


def timeliness_of(grounds: Grounds) -> tuple[Concept | None, Timeliness, date]:
    """The stated frequency, what follows from it, and as of which day.

    What a publisher did after it was last seen is not known here, so no later day counts against them; nor does one
    after it has gone. A file that changed later than the dataset says has changed the data.
    """
    term = grounds.dataset.accrual_periodicity
    frequency = grounds.vocabulary.concept(term.iri) if term and term.iri else None
    seen = read_days(grounds.checked or grounds.snapshot.last_changed)[0]
    as_of = min(grounds.today, seen) if seen else grounds.today
    stated, _ = last_change(grounds.dataset)
    file = newest_file(grounds.dataset)
    judged = [
        judge(frequency, each, today=as_of) for each in dict.fromkeys((stated, file)) if each or not stated
    ]
    return frequency, _still(min(judged, key=_best), grounds.today), as_of


def _still(timeliness: Timeliness, today: date) -> Timeliness:
    """What was on time when it was last seen, and would be late by now, is not known to be either."""
    if timeliness.due is None or timeliness.overdue or today - timeliness.due <= GRACE:
        return timeliness
    return Timeliness(verdict=Punctuality.UNKNOWN, reason=_NOT_SEEN)


def _best(one: Timeliness) -> tuple[bool, int]:
    """What speaks most for the publisher comes first."""
    return one.verdict is Punctuality.UNKNOWN, one.overdue


def say_timeliness(frequency: Concept | None, timeliness: Timeliness) -> str:
    """The verdict in a sentence; what is not known is not claimed."""
    often = f"“{frequency.label()}”" if frequency else ""
    due = say_date(timeliness.due.isoformat()) if timeliness.due else ""
    match timeliness.verdict:
        case Punctuality.ON_TIME:
            return f"Updated on time: {often} is stated, and the next change is due by {due}."
        case Punctuality.OVERDUE:
            late = say_count(timeliness.overdue, "day")
            return f"Overdue by {late}: {often} is stated, and a change was due by {due}."
        case Punctuality.NO_DATE:
            return f"{often} is stated, so no change is due on a certain day."
        case _:
            return f"{begin_large(timeliness.reason)}, so nothing is said to be late."
