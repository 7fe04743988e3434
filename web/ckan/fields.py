"""What CKAN's search fields are called here: from a query's tree to a filter of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalogue.indexes.filters import All, AnyOf, Beginning, Between, Filter, Is, Like, Not, Words
from catalogue.indexes.protocol import NOT_STATED
from catalogue.indexes.words import keyword_name
from vocab import Vocabulary
from web.ckan.identities import identity
from web.ckan.instants import read_instant
from web.ckan.lucene import And, Negation, Node, Or, Range, Term, Unreadable
from web.reading import FACETS

COLUMNS = {
    "organization": "publisher",
    "owner_org": "publisher",
    "groups": "theme",
    "tags": "keyword",
    "res_format": "format",
    "license_id": "licence",
    "id": "id",
    "name": "id",
    "extras_harvest_source_id": "portal",
    "harvest_source_id": "portal",
    **{facet: facet for facet in FACETS},
    **{f"extras_{facet}": facet for facet in FACETS},
}
"""Fields of whole values, with the index's name for each: CKAN's own, and the facets of this catalogue."""

TEXTS = {
    "": "",
    "text": "",
    "title": "title",
    "title_string": "title",
    "notes": "description",
    "description": "description",
    "res_name": "distributions",
    "res_description": "distributions",
    "spatial_text": "places",
}
"""Fields of words, with the part of a document in which each looks; "" is all of it."""

DATES = {
    "metadata_modified": "changed",
    "metadata_created": "added",
    "modified": "modified",
    "extras_modified": "modified",
}
"""Fields of dates, with the index's name for each; `modified` is the data's own."""

CONSTANTS = {
    "state": "active",
    "private": "false",
    "capacity": "public",
    "type": "dataset",
    "dataset_type": "dataset",
    "entity_type": "package",
}
"""Fields that say the same of every dataset here."""


_UUID = 36  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What values are read with: the vocabulary, the instant that NOW is, and who has some id (`owner`)."""

    vocabulary: Vocabulary
    now: str
    owner: Callable[[str], str]


def to_filter(node: Node, reading: Reading) -> Filter:
    """The filter that a tree means. Raises Unreadable for a field that is not here, or a value that is none of it."""
    match node:
        case And(parts=parts):
            return All(parts=tuple(to_filter(part, reading) for part in parts))
        case Or(parts=parts):
            return AnyOf(parts=_merged(to_filter(part, reading) for part in parts))
        case Negation(part=part):
            return Not(part=to_filter(part, reading))
        case Range():
            return _range(node, reading)
        case Term():
            return _term(node, reading)


def effort(where: Filter) -> int:
    """What it takes to find what passes a filter, a value of a column being 1: words with stars look at every word."""
    match where:
        case All(parts=parts) | AnyOf(parts=parts):
            return sum(map(effort, parts))
        case Not(part=part):
            return effort(part)
        case Like() | Beginning():
            return _STARRED
        case Words():
            return _SIDE_BY_SIDE
        case _:
            return 1


_STARRED, _SIDE_BY_SIDE = 50, 5


def _merged(parts: Iterable[Filter]) -> tuple[Filter, ...]:
    """Any of the same, with the values of one column as one question: clients ask for hundreds of ids at once."""
    values: dict[str, list[str]] = {}
    others: list[Filter] = []
    for part in parts:
        if isinstance(part, Is):
            values.setdefault(part.column, []).extend(part.values)
        else:
            others.append(part)
    return (*(Is(column=column, values=tuple(each)) for column, each in values.items()), *others)


def words_of(node: Node) -> Iterator[str]:
    """The words that a tree looks for in texts, which are what a result is ranked by."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from words_of(part)
        case Term(name=name, text=text, wild=False) if name in TEXTS:
            yield text
        case _:
            return


def read_value(column: str, value: str, vocabulary: Vocabulary) -> str:
    """A value as the index has it: formats and licences in any spelling that is known, themes in small letters too."""
    match column:
        case "format":
            met = vocabulary.match("file-type", value)
            return met.concept.code if met else value
        case "theme":
            return theme_code(value, vocabulary)
        case "licence" if not vocabulary.find("licence", value):  # "uk-ogl" is what CKAN calls it
            known = vocabulary.match("licence", value)
            return known.concept.code if known else value
        case "keyword":
            return keyword_name(value)
        case "openness" if value == "not-stated":
            return NOT_STATED
        case _:
            return value


def theme_code(name: str, vocabulary: Vocabulary) -> str:
    """The code of the theme that a group stands for, by its name or id; the name itself where it stands for none."""
    found = vocabulary.find("theme", name) or vocabulary.find("theme", name.upper())
    if found is None and len(name) == _UUID:
        themes = vocabulary.schemes["theme"].concepts
        found = next((one for one in themes if identity("theme", one.code) == name), None)
    return found.code if found else name


def _term(term: Term, reading: Reading) -> Filter:
    name = term.name
    if term.wild and term.text == "*":
        return _stated(name)
    if name in TEXTS:
        return _text(term, TEXTS[name])
    if name in COLUMNS:
        return _value(term, COLUMNS[name], reading)
    if name in DATES:
        return _range(Range(name=name, low=term.text, high=term.text), reading)
    if name in CONSTANTS:
        return All() if term.text.lower() == CONSTANTS[name] else AnyOf()
    raise _unknown(name)


def _stated(name: str) -> Filter:
    """What says anything in a field."""
    if name in COLUMNS:
        return Not(part=Is(column=COLUMNS[name], values=(NOT_STATED,)))
    if name in DATES:
        return Between(date=DATES[name])
    if name in TEXTS or name in CONSTANTS:
        return All()
    raise _unknown(name)


def _text(term: Term, part: str) -> Filter:
    if not term.wild:
        return Words(text=term.text, part=part)
    begins = term.text.rstrip("*")
    if "*" in begins or "?" in term.text or not begins.isalnum():
        raise Unreadable(f"{term.text!r}: in texts a word can have one star, at its end")
    return Beginning(text=begins, part=part)


def _value(term: Term, column: str, reading: Reading) -> Filter:
    if term.wild:
        pattern = term.text.upper() if column == "theme" else term.text
        return Like(column=column, pattern=pattern)
    if term.name == "owner_org":
        return Is(column=column, values=(reading.owner(term.text),))
    return Is(column=column, values=(read_value(column, term.text, reading.vocabulary),))


def _range(span: Range, reading: Reading) -> Filter:
    if not (span.low or span.high):
        return _stated(span.name)
    if span.name not in DATES:
        if span.name in COLUMNS or span.name in TEXTS or span.name in CONSTANTS:
            raise Unreadable(f"{span.name!r} has no order, so that there can be no range of it")
        raise _unknown(span.name)
    earliest = _instant(span.low, reading.now, last=not span.with_low) if span.low else None
    latest = _instant(span.high, reading.now, last=span.with_high) if span.high else None
    if earliest and not span.with_low:
        earliest = _moved(earliest, timedelta(seconds=1))
    if latest and not span.with_high and not latest.microsecond:
        latest = _moved(latest, -timedelta(seconds=1))
    return Between(date=DATES[span.name], earliest=_key(earliest), latest=_key(latest))


def _instant(text: str, now: str, *, last: bool) -> datetime:
    found = read_instant(text, now, last=last)
    if found is None:
        raise Unreadable(f"{text[:60]!r} is no date such as 2024-01-01T00:00:00Z or NOW-7DAYS")
    return found


def _moved(instant: datetime, step: timedelta) -> datetime:
    """A second on or back; at either end of time it stays."""
    try:
        return instant + step
    except OverflowError:
        return instant


def _key(instant: datetime | None) -> int | None:
    """As the index has dates. Fractions fall away: ours are whole seconds, cut short themselves, so that a client that
    asks for what changed since the middle of a second is given that second."""
    if instant is None:
        return None
    date = (instant.year * 100 + instant.month) * 100 + instant.day
    return ((date * 100 + instant.hour) * 100 + instant.minute) * 100 + instant.second


def _unknown(name: str) -> Unreadable:
    return Unreadable(f"undefined field {name[:60]!r}")
