"""The mapping report: of what portals write, how much is said, how much is understood, and what nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from catalogue.ledger.mapping import PropertyCount, UnmatchedWord
from catalogue.ledger.status import RecordFinding
from catalogue.model import DatasetSeries, Thing
from catalogue.property import lines
from web.pages.page import Page, Paging
from web.schema import COUNT, STRING, TEXT_OR_NULL, every, record

MOST_PORTALS = 40

MAPPING_SCHEMA = record(
    "Mapping",
    properties=every(
        record(
            portal=STRING,
            property=STRING,
            total=COUNT,
            datasets=COUNT,
            published=COUNT,
            mapped=COUNT,
            custom=COUNT,
            unmatched=COUNT,
        )
    ),
    words=every(record(property=STRING, word=STRING, values=COUNT, datasets=COUNT, portals=every(STRING))),
    next=TEXT_OR_NULL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One line of a table of counts. `present` is the share of datasets that say it, `read` the share of its values
    that are understood, both in words; `plain` values need no reading."""

    label: str
    address: str
    datasets: int
    present: str
    published: int
    mapped: int
    read: str
    custom: int
    unmatched: int
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLink:
    """A portal whose datasets bear a word, and its own report of the word's property."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRow:
    """A word that nobody knows; `address` lists the datasets that bear it, `rest` more portals are not named."""

    word: str
    label: str
    property_address: str
    values: int
    datasets: int
    address: str
    portals: tuple[PortalLink, ...]
    rest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingPage(Page):
    """The report of all, or of one property or portal. `silent_portals` say nothing of the property; `bearers` are
    the datasets with the word that was chosen."""

    template: ClassVar[str] = "mapping.html"
    property: str
    label: str
    portal: str
    portal_title: str
    published: int
    unmatched: int
    read: str
    rows: tuple[CountRow, ...]
    portals: tuple[CountRow, ...]
    more_portals: int
    silent_portals: int
    words: tuple[WordRow, ...]
    paging: Paging
    word: str
    bearers: tuple[RecordFinding, ...]
    all_address: str
    here: str


def sum_counts(
    counts: Iterable[PropertyCount], key: Callable[[PropertyCount], str]
) -> Mapping[str, tuple[PropertyCount, ...]]:
    """The counts that belong to one line each, in the order they came."""
    found: dict[str, list[PropertyCount]] = {}
    for one in counts:
        found.setdefault(key(one), []).append(one)
    return {name: tuple(held) for name, held in found.items()}


def make_count_row(counts: tuple[PropertyCount, ...], label: str, address: str) -> CountRow:
    """Several counts as one line. Over several properties the share of datasets says nothing and is left out."""
    datasets, total = sum(one.datasets for one in counts), sum(one.total for one in counts)
    published, mapped = sum(one.published for one in counts), sum(one.mapped for one in counts)
    single = len({one.property for one in counts}) == 1
    return CountRow(
        label=label,
        address=address,
        datasets=datasets,
        present=share(datasets, total) if single else "",
        published=published,
        mapped=mapped,
        read=share(mapped, published),
        custom=sum(one.custom for one in counts),
        unmatched=sum(one.unmatched for one in counts),
        plain=all(one.plain for one in counts),
    )


def share(part: int, whole: int) -> str:
    """A part in per cent: never "100 %" while something is missing, never "0 %" while something is there."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if part < whole and percent >= 99.95:
        return "> 99.9 %"
    if part and percent < 0.05:
        return "< 0.1 %"
    return f"{percent:.1f} %".replace(".0 %", " %")


@lru_cache(maxsize=512)
def property_label(name: str) -> str:
    """A property of the model by what its page calls it: `distribution.format` is "Files: Format"."""
    kind: type[Thing] = DatasetSeries
    labels: list[str] = []
    for part in name.split("."):
        line = next((one for one in lines(kind) if one.name == part), None)
        if line is None:
            return name.replace(".", ": ").replace("_", " ")
        labels.append(_SHORT.get(part, line.property.label))
        kind = line.node or Thing
    return ": ".join(labels)


_SHORT = {"distribution": "Files", "access_service": "Services"}


def count_json(one: PropertyCount) -> dict[str, object]:
    """One property at one portal, as plain JSON and as a line of the table."""
    return {
        "portal": one.portal,
        "property": one.property,
        "total": one.total,
        "datasets": one.datasets,
        "published": one.published,
        "mapped": one.mapped,
        "custom": one.custom,
        "unmatched": one.unmatched,
    }


def word_json(one: UnmatchedWord) -> dict[str, object]:
    """A word that nobody knows, as plain JSON."""
    return {
        "property": one.property,
        "word": one.word,
        "values": one.values,
        "datasets": one.datasets,
        "portals": list(one.portals),
    }
