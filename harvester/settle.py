"""Settle: from the portal's words to the catalogue's concepts. The only place where vocabulary enters.

Pure: a draft, its portal and the vocabulary go in; an entry comes out, with the words it was made from and a
finding for each that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import inf
from typing import Any, TypeVar, cast

from catalogue.dates import read_date
from catalogue.entry import Entry, Mapping, mint_id
from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.iri import read_iri
from catalogue.model import Distribution, Thing
from catalogue.plain import plain_line, plain_text
from catalogue.portal import Portal
from catalogue.property import Form, Line, lines
from catalogue.values import Term, Text, Typed
from harvester.publisher import settle_agent, settle_publisher
from harvester.record import Draft, Record
from vocab import Vocabulary, fold
from vocab.namespaces import DCAT, DCT, XSD
from vocab.rules import says_nothing

T = TypeVar("T", bound=Thing)

_DATES = {DCT.issued, DCT.modified, DCAT.startDate, DCAT.endDate}
_NUMBERS = {DCAT.byteSize: XSD.nonNegativeInteger, DCAT.spatialResolutionInMeters: XSD.decimal}
_LONG = {DCT.description, DCT.provenance}
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_PUBLISHED = 300


@dataclass(slots=True)
class Notes:
    """What settling noticed: how each word was read, and which could not be."""

    portal: Portal
    vocabulary: Vocabulary
    mappings: list[Mapping] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def mapped(self, place: str, word: str, iri: str, how: str) -> None:
        """A word that was read as a concept, or (iri "") that nobody knows."""
        self.mappings.append(
            Mapping(property=_INDEX.sub("", place), word=word[:_PUBLISHED], iri=iri, how=how)
        )

    def unread(self, code: str, place: str, published: str, message: str, fix: str = "") -> None:
        """A value that could not be read; the text is kept beside the message."""
        self.findings.append(
            Finding(
                code=code,
                severity=Severity.INFO if code.startswith("unknown") else Severity.WARNING,
                message=message,
                place=place,
                published=published[:_PUBLISHED],
                fix=fix,
            )
        )


_INDEX = re.compile(r"\[\d+\]")


def settle(
    draft: Draft, record: Record, portal: Portal, vocabulary: Vocabulary
) -> tuple[Entry, list[Finding]]:
    """The entry that a draft becomes, and what was noticed on the way.

    Raises RecordError when the record has no title: nobody could find or name it.
    """
    notes = Notes(portal, vocabulary)
    dataset = _thing(draft.dataset, "", notes)
    if not dataset.title:
        raise RecordError(f"the record {record.key!r} has no title")
    dataset = replace(
        dataset,
        publisher=settle_publisher(dataset.publisher, portal, vocabulary, notes.mapped, notes.unread),
        creator=tuple(settle_agent(agent, vocabulary) for agent in dataset.creator),
        distribution=tuple(_keyed(dataset.distribution)),
    )
    entry = Entry(
        id=mint_id(portal.slug, record.key),
        portal=portal.slug,
        key=record.key,
        source=read_iri(record.source) or "",
        dataset=dataset,
        mappings=tuple(dict.fromkeys(notes.mappings)),
    )
    return entry, notes.findings


def _thing(thing: T, place: str, notes: Notes) -> T:
    """A thing with each of its values settled; what is left empty is left out."""
    changed: dict[str, Any] = {}
    for line in lines(type(thing)):
        value = getattr(thing, line.name)
        if value is None or value == ():
            continue
        where = f"{place}.{line.name}" if place else line.name
        changed[line.name] = (
            _values(value, line, where, notes) if line.many else _value(value, line, where, notes)
        )
    if thing.iri:
        changed["iri"] = read_iri(thing.iri) or ""
    settled = replace(thing, **changed)
    return cast(T, _with_format(settled, notes)) if isinstance(settled, Distribution) else settled


def _values(values: tuple[Any, ...], line: Line, place: str, notes: Notes) -> tuple[Any, ...]:
    settled = (_value(value, line, f"{place}[{count}]", notes) for count, value in enumerate(values))
    return tuple(dict.fromkeys(value for value in settled if value is not None))


def _value(value: Any, line: Line, place: str, notes: Notes) -> Any:
    match line.property.form:
        case Form.TEXT:
            return _text(value, line, notes)
        case Form.TERM:
            return _term(value, line, place, notes)
        case Form.TYPED:
            return _typed(value, line, place, notes)
        case Form.NODE:
            return _node(value, place, notes)
        case Form.LINK:
            return _link(value, place, notes)


def _text(text: Text, line: Line, notes: Notes) -> Text | None:
    tidy = plain_text(text.value) if line.property.iri in _LONG else plain_line(text.value)
    lang = text.lang if _LANG.fullmatch(text.lang) else notes.portal.setting("language")
    return Text(tidy, lang) if tidy and tidy.lower() not in ("null", "none") else None


def _term(term: Term, line: Line, place: str, notes: Notes) -> Term | None:
    word = term.word.strip()
    if not word or says_nothing(fold(word)):
        return None
    if not line.property.scheme:
        return Term(plain_text(word))
    match = notes.vocabulary.match(line.property.scheme, word)
    if match is None:
        return _unknown(word, line, place, notes)
    notes.mapped(place, word, match.concept.iri, match.how.value)
    return Term(word[:_PUBLISHED], match.concept.iri)


def _unknown(word: str, line: Line, place: str, notes: Notes) -> Term | None:
    """A word that nobody knows stays a word; never guessed."""
    tidy = plain_text(word)
    if not tidy:
        return None
    label = line.property.label
    notes.mapped(place, tidy, "", "")
    notes.unread(
        f"unknown-{line.property.scheme}",
        place,
        tidy,
        f"{label}: the word used is not in the shared vocabulary, so it is shown as published.",
        f"Use a usual name for {label.lower()}, or tell us what this one means.",
    )
    return Term(tidy[:2000])


def _typed(typed: Typed, line: Line, place: str, notes: Notes) -> Typed | None:
    iri = line.property.iri
    if iri in _DATES:
        return _date(typed, line, place, notes)
    if iri in _NUMBERS:
        return _number(typed, _NUMBERS[iri], place, notes)
    return typed if typed.value.strip() else None


def _date(typed: Typed, line: Line, place: str, notes: Notes) -> Typed | None:
    text = typed.value.strip()
    if not text:
        return None
    found = read_date(text)
    if found is None:
        notes.mapped(place, text, "", "")
        notes.unread(
            "unreadable-date",
            place,
            text,
            f"{line.property.label}: this is not a date that we can read.",
            "Write dates as year-month-day, such as 2026-03-31.",
        )
    return found


def _number(typed: Typed, datatype: str, place: str, notes: Notes) -> Typed | None:
    text = typed.value.strip().replace(",", "").replace("_", "")
    try:
        number = float(text)
    except ValueError:
        notes.unread("unreadable-number", place, typed.value, "This is not a number that we can read.")
        return None
    if not 0 <= number < inf:
        return None
    written = Decimal(text) if number else Decimal(0)  # neither type of XSD knows an exponent
    whole = datatype == XSD.nonNegativeInteger
    return Typed(str(int(written)) if whole else f"{written:f}", datatype)


def _node(thing: Thing, place: str, notes: Notes) -> Thing | None:
    settled = _thing(thing, place, notes)
    blank = settled == type(settled)(key=settled.key)
    return None if blank else settled


def _link(text: str, place: str, notes: Notes) -> str | None:
    tidy = text.strip()
    if "@" in tidy and ":" not in tidy and " " not in tidy:
        tidy = f"mailto:{tidy}"
    iri = read_iri(tidy)
    if iri is None and tidy:
        notes.unread(
            "unreadable-address",
            place,
            tidy,
            "This is not a whole web address, so it cannot be followed.",
            "Give the whole address, beginning with https://",
        )
    return iri


def _with_format(part: Distribution, notes: Notes) -> Distribution:
    """A distribution that states only a media type gets the file type that the media type means."""
    if part.media_type is None or (part.format and part.format.known):
        return part
    match = notes.vocabulary.match("file-type", part.media_type.word)
    if match is None:
        return part
    notes.mapped("distribution.format", part.media_type.word, match.concept.iri, "media type")
    return replace(
        part, format=Term(part.format.word if part.format else part.media_type.word, match.concept.iri)
    )


def _keyed(parts: tuple[Distribution, ...]) -> Iterator[Distribution]:
    """Each distribution with a key of its own within the dataset: the portal's, else its format and turn.

    Never its address: portals change query strings, and every file would seem new.
    """
    used: set[str] = set()
    for part in parts:
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", part.key)[:80].strip("-") or _format_key(part)
        key, turn = stem, 2
        while key in used:
            key, turn = f"{stem}-{turn}", turn + 1
        used.add(key)
        yield replace(part, key=key, iri="")


def _format_key(part: Distribution) -> str:
    role = "file" if part.download_url else "access"
    name = part.format.iri.rsplit("/", 1)[-1] if part.format and part.format.known else "data"
    return f"{role}-{name.lower()}"
