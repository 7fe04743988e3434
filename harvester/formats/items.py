"""The items of a portal's list: each a record, or the finding that says why it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from harvester.formats import native
from harvester.record import Record, weak_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an item says of itself: its `key` ("" where it has none, then `told`, such as its title and address,
    makes one), the `source` a person can open, and in `left_out` why it is no published dataset, as the rest of a
    sentence ("is private")."""

    key: str
    source: str
    told: tuple[str, ...] = ()
    left_out: str = ""


Naming = Callable[[Mapping[str, Any]], Named]


def read_item(item: object, place: str, name: Naming) -> Record | Finding:
    """One item of a list, which stood at `place`."""
    if not isinstance(item, dict):
        return rejected("not-an-object", f"is {native.name_of(item)}, not an object", place)
    named = name(item)
    if named.left_out:
        return left_out(named, place)
    try:
        return to_record(item, named)
    except RecordError as error:
        return rejected("unreadable-item", str(error), place)


def to_record(item: Mapping[str, Any], named: Named) -> Record:
    """An object as a record; raises RecordError where it cannot be kept (nested too deeply)."""
    return Record(
        key=named.key or weak_key(*named.told),
        body=native.pack(item),
        media_type="application/json",
        source=named.source,
        weak=not named.key,
    )


def sort_out(found: Iterable[Record | Finding]) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The records, and the findings."""
    both = tuple(found)
    return (
        tuple(item for item in both if isinstance(item, Record)),
        tuple(item for item in both if isinstance(item, Finding)),
    )


@dataclass(slots=True)
class Sifted:
    """The records of a long list, given one by one; what is no record is put aside, in `findings`, meanwhile.

    The first record is read at once, so that what is no such list raises where it is made.
    """

    found: Iterable[Record | Finding]
    findings: list[Finding] = field(default_factory=list)
    _head: list[Record] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.found = iter(self.found)
        self._head = [record for record in (next(self._rest(), None),) if record]

    def __iter__(self) -> Iterator[Record]:
        yield from self._head
        yield from self._rest()

    def _rest(self) -> Iterator[Record]:
        for item in self.found:
            if isinstance(item, Record):
                yield item
            else:
                self.findings.append(item)


def rejected(code: str, message: str, place: str) -> Finding:
    """Something on a list that cannot become a record."""
    return Finding(
        code=code, severity=Severity.VIOLATION, message=f"{place} {message}", place=place, rejected=True
    )


def left_out(named: Named, place: str) -> Finding:
    """Something on a list that is no published dataset of this portal."""
    name = named.key or next(iter(named.told), "") or place
    return Finding(
        code="not-published",
        severity=Severity.INFO,
        message=f"{name} {named.left_out}",
        place=place,
        published=named.key,
        rejected=True,
    )
