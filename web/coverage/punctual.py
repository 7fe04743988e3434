"""How many datasets of a body were updated as often as it says, counted from the facets of the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.indexes.filters import All, Between, Filter, Not
from catalogue.indexes.protocol import Index, Search
from catalogue.indexes.schema import date_key
from catalogue.trust.timeliness import Punctuality, judge
from vocab import Concept, Vocabulary

_SCHEME = "frequency"
_CENTURY = 36525  # days; no frequency of the table is rarer
_DAY_ENDS = 235959


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctual:
    """Datasets that are overdue against their stated frequency, that are on time, and of which that cannot be told:
    the frequency or the date is not stated, or the frequency sets no date."""

    overdue: int
    on_time: int
    unknown: int


def count_punctual(
    index: Index, vocabulary: Vocabulary, slug: str, concepts: Mapping[str, int], datasets: int, today: date
) -> Punctual:
    """The counts of one body as of a day; `concepts` are those of its datasets, by how many have each."""
    overdue = dated = 0
    for key in (key for key, count in concepts.items() if count and key.startswith(f"{_SCHEME}/")):
        frequency = vocabulary.find(_SCHEME, key.partition("/")[2])
        last = last_overdue(frequency, today) if frequency else None
        if last is None:
            continue
        overdue += _count(index, slug, key, _until(last))
        dated += _count(index, slug, key, Between(date="modified", earliest=1, latest=_end_of(today)))
    return Punctual(overdue=overdue, on_time=dated - overdue, unknown=datasets - dated)


def last_overdue(frequency: Concept, today: date) -> date | None:
    """The latest day of a last change that makes data overdue; None where the frequency sets no date.

    The later a change, the later it is due, so that halving finds it.
    """

    def is_late(days: int) -> bool:
        changed = (today - timedelta(days=days)).isoformat()
        return judge(frequency, changed, today=today).verdict is Punctuality.OVERDUE

    few, many = 0, _CENTURY
    if not is_late(many):
        return None
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if is_late(middle) else (middle, many)
    return today - timedelta(days=many)


def _until(last: date) -> Filter:
    """Changed by that day. A month or a year alone counts by its last day, which is to come: it is left out."""
    roughly = (date_key(last.isoformat()[:size]) for size in (4, 7))
    month, year = last + timedelta(days=1), date(last.year, 12, 31)
    unripe = [
        key for key, over in zip(roughly, (last == year, month.month != last.month), strict=True) if not over
    ]
    return All(
        parts=(
            Between(date="modified", earliest=1, latest=_end_of(last)),
            *(Not(part=Between(date="modified", earliest=key, latest=key)) for key in unripe),
        )
    )


def _end_of(day: date) -> int:
    return date_key(day.isoformat()) + _DAY_ENDS


def _count(index: Index, slug: str, key: str, where: Filter) -> int:
    filters = {"publisher": (slug,), "concept": (key,)}
    return index.search(Search(filters=filters, where=where, together=False, snippets=False, limit=0)).total
