"""When: what a portal says of a period, with a first and a last day where it says them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from catalogue.model import PeriodOfTime
from catalogue.time.dates import Order, is_placeholder, read_date
from catalogue.time.periods import Habits, Span, read_period
from catalogue.values import Text, Typed
from harvester.settling.home import Home, Place, home_of
from harvester.settling.notes import Notes
from vocab import fold
from vocab.namespaces import DCT
from vocab.rules import says_nothing

_MONTH_FIRST = frozenset({"edu", "gov", "mil", "us"})
_EITHER = frozenset({"ca", "ph"})  # countries that write both
_ONGOING = frozenset({"", "present", "now", "ongoing", "current", "to date", "today", "the present", "open"})
_ORDERS = {"dmy": Order.DAY_FIRST, "mdy": Order.MONTH_FIRST}


def settle_periods(periods: tuple[PeriodOfTime, ...], notes: Notes) -> tuple[PeriodOfTime, ...]:
    """Every period of a draft; what cannot be read stays as its label."""
    if not periods:
        return ()
    habits = habits_of(notes)
    found = (_settle(period, f"temporal[{count}]", habits, notes) for count, period in enumerate(periods))
    return tuple(dict.fromkeys(period for period in found if period))


def habits_of(notes: Notes) -> Habits:
    """How a portal writes its dates: as its setting `date_order` says, else as its country does."""
    home = home_of(notes.portal, notes.vocabulary)
    return _habits(notes.portal.setting("date_order"), notes.portal.setting("country").lower(), home)


@lru_cache(maxsize=512)
def _habits(stated: str, country: str, home: Home) -> Habits:
    british = home.place is Place.BRITISH
    zone = country or home.host.rpartition(".")[2]
    if stated in _ORDERS:
        order = _ORDERS[stated]
    elif british or not zone:  # where not even an address tells, we are among councils of these islands
        order = Order.DAY_FIRST
    elif zone in _MONTH_FIRST:
        order = Order.MONTH_FIRST
    else:
        order = Order.UNSURE if zone in _EITHER or len(zone) != 2 else Order.DAY_FIRST
    return Habits(order=order, british=british)


def _settle(period: PeriodOfTime, place: str, habits: Habits, notes: Notes) -> PeriodOfTime | None:
    """A period with its ends read, from its ends as published or else from its label."""
    start, end = _text(period.start_date), _text(period.end_date)
    labels = tuple(label for label in period.label if not says_nothing(fold(label.value)))
    if start or end:
        return _from_ends(replace(period, label=labels), start, end, place, habits, notes)
    for label in labels:
        if span := read_period(label.value, habits):
            notes.mapped(place, label.value, DCT.PeriodOfTime, "read as a period")
            return replace(period, start_date=span.start, end_date=span.end, label=labels)
    for label in labels:
        _unread(label.value, place, notes)
    settled = replace(period, start_date=None, end_date=None, label=labels)
    return settled if settled != PeriodOfTime(key=settled.key) else None


def _from_ends(
    period: PeriodOfTime, start: str, end: str, place: str, habits: Habits, notes: Notes
) -> PeriodOfTime | None:
    first, last = _end(start, habits, last=False), _end(end, habits, last=True)
    whole = read_period(f"{start}/{end}", habits) if (start and not first) or (end and not last) else None
    span = whole or Span(start=first, end=last)
    missed = [
        text for text, read in ((start, span.start), (end, span.end)) if text and not read and not _open(text)
    ]
    labels = period.label
    if unread := " – ".join(missed):
        labels = (*labels, Text(unread))
        _unread(unread, place, notes)
    if span.start and span.end and _before(span.end, span.start):
        notes.unread(
            "period-ends-first",
            place,
            f"{start}/{end}",
            "The period ends before it begins.",
            "Give the earlier date first.",
        )
    settled = replace(period, start_date=span.start, end_date=span.end, label=labels)
    return settled if settled != PeriodOfTime(key=settled.key) else None


def _end(text: str, habits: Habits, *, last: bool) -> Typed | None:
    """One end: a date, or the end of a period that stands in its place ("2018/19")."""
    if not text or is_placeholder(text):
        return None
    if found := read_date(text, habits.order):
        return found
    span = read_period(text, habits)
    if span is None or not (span.start and span.end):
        return None
    return span.end if last else span.start


def _open(text: str) -> bool:
    """Whether an end that was not read is one that stays open: "ongoing", the year 9999."""
    folded = fold(text)
    return says_nothing(folded) or is_placeholder(text) or folded in _ONGOING


def _text(typed: Typed | None) -> str:
    text = typed.value.strip() if typed else ""
    return "" if says_nothing(fold(text)) else text


def _before(one: Typed, other: Typed) -> bool:
    shared = min(len(one.value), len(other.value), 10)
    return one.value[:shared] < other.value[:shared]


def _unread(text: str, place: str, notes: Notes) -> None:
    notes.mapped(place, text, "", "")
    notes.unread(
        "unreadable-period",
        place,
        text,
        "This is not a period that we can read, so it is shown as published.",
        "Give the first and the last day, each as year-month-day.",
    )
