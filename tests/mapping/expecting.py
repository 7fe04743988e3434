"""What a reader expects a word to mean, beside what we make of it, a row at a time.

`expectations.csv` holds words as portals write them, each with its answer; most answers were written down before the
code was asked. Where the code then gave another that is as good, it was added, with a note, and where a row came from a
mistake that had been found, it says what is right. The answer is a notation, a literal, edges of a box; `custom` is a
publisher's own terms, `silent` a word that says nothing, and nothing at all means that the word must stay a word.
Answers that are equally good stand with `|` between.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shapely

from catalogue.finding import Finding
from catalogue.model import Agent, Dataset, Location, PeriodOfTime
from catalogue.portal import Portal
from catalogue.property import lines
from catalogue.values import Text, Typed
from harvester.settling.literals import settle_typed
from harvester.settling.notes import Notes
from harvester.settling.periods import settle_periods
from harvester.settling.places import settle_places
from harvester.settling.publisher import settle_publisher
from vocab import fold, load_vocabulary
from vocab.bodies import bodies_of
from vocab.places import AREA
from vocab.rules import says_nothing

FILE = Path(__file__).parent / "expectations.csv"
SILENT = "silent"
_TERMS = {
    "access": "access-right",
    "format": "file-type",
    "frequency": "frequency",
    "language": "language",
    "licence": "licence",
    "media_type": "media-type",
    "status": "status",
    "theme": "theme",
}
_ADDRESSES = {"": "https://data.example.org", "GB": "https://data.gov.uk", "US": "https://data.example.gov"}
_ISSUED = next(line for line in lines(Dataset) if line.name == "issued")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A word on a portal: of a country, of a body (its code), or of nobody knows where ("")."""

    kind: str
    portal: str
    word: str
    answers: tuple[str, ...]
    note: str

    @property
    def is_met(self) -> bool:
        """Whether the word is read as one of the good answers."""
        return self.found in self.answers

    @property
    def is_missed(self) -> bool:
        """Whether the word is not read at all, though it could be; anything else that is not met is wrong."""
        return not self.is_met and self.found in ("", SILENT)

    @property
    def found(self) -> str:
        """What the word is read as."""
        return _READERS[self.kind](self.word, self.portal)

    def __str__(self) -> str:
        return f"{self.kind} “{self.word}” at “{self.portal}”: {self.found!r}, not {'|'.join(self.answers)!r}"


def expectations() -> tuple[Expectation, ...]:
    """Every row of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Expectation(
                kind=row["property"],
                portal=row["portal"],
                word=row["word"],
                answers=tuple(row["expected"].split("|")),
                note=row["note"],
            )
            for row in csv.DictReader(file)
        )


def _notes(portal: str) -> Notes:
    body = "" if portal in _ADDRESSES else portal
    address = _ADDRESSES.get(portal, "https://data.example.org")
    return Notes(Portal(slug="p", title="", kind="ckan", address=address, body=body), load_vocabulary())


def _term(scheme: str, word: str, _: str) -> str:
    match = load_vocabulary().match(scheme, word)
    if match:
        return match.concept.code
    return SILENT if says_nothing(fold(word), scheme) else ""


def _date(word: str, portal: str) -> str:
    notes = _notes(portal)
    found = settle_typed(Typed(word, ""), _ISSUED, "issued", notes)
    return found.value if found else _silence(notes.findings)


def _period(word: str, portal: str) -> str:
    notes = _notes(portal)
    ends = ((one.start_date, one.end_date) for one in settle_periods((_said(word),), notes))
    texts = ("/".join(end.value if end else "" for end in pair) for pair in ends)
    return next((text for text in texts if text != "/"), "" if notes.findings else SILENT)


def _said(word: str) -> PeriodOfTime:
    return PeriodOfTime(label=(Text(word),))


def _place(word: str, portal: str) -> str:
    notes = _notes(portal)
    found = settle_places((Location(label=(Text(word),)),), notes)
    codes = " ".join(where.iri.removeprefix(AREA) for where in found if where.iri)
    return codes or _silence(notes.findings)


def _geometry(word: str, portal: str) -> str:
    found = settle_places((Location(label=(Text(word),)),), _notes(portal))
    drawn = (typed.value for where in found for typed in (where.bbox, *where.geometry) if typed)
    return next(map(_edges, drawn), "")


def _edges(written: str) -> str:
    shape = shapely.from_geojson(written) if written.startswith("{") else shapely.from_wkt(written)
    return " ".join(f"{edge:.2f}".rstrip("0").rstrip(".") for edge in shape.bounds)


def _publisher(word: str, portal: str) -> str:
    notes = _notes(portal)
    settled = settle_publisher(Agent(name=(Text(word),)), (), notes)
    body = bodies_of(notes.vocabulary).find(notes.mappings[0].iri) if settled and notes.mappings else None
    return body.code if body else ""


def _silence(findings: list[Finding]) -> str:
    return "" if findings else SILENT


_READERS: Mapping[str, Callable[[str, str], str]] = {
    **{name: partial(_term, scheme) for name, scheme in _TERMS.items()},
    "date": _date,
    "geometry": _geometry,
    "period": _period,
    "place": _place,
    "publisher": _publisher,
}


def table(rows: tuple[Expectation, ...]) -> Iterator[str]:
    """A line for each property: how many rows, how many are met, missed and wrong."""
    for name in sorted({row.kind for row in rows}):
        own = [row for row in rows if row.kind == name]
        met, missed = sum(row.is_met for row in own), sum(row.is_missed for row in own)
        yield f"{name:12}{len(own):6}{met:6}{missed:6}{len(own) - met - missed:6}"
