"""How a document is laid out in a Whoosh index.

All text goes into one field, `text`. A term's weight there is the sum over the parts it occurs in of the part's
weight, less where the part is long: BM25F as Robertson defined it (Whoosh's own adds up separate BM25 scores of
separate fields). One list of postings answers "all words, wherever they stand". How long a part usually is is fixed,
so that the score of a document does not change when others come, and a search needs no lengths. The part is kept in
the position: each part of a document has its own range of positions, so a phrase never runs from one part into the
next, and a word can be asked for in the title alone.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from whoosh import columns, fields, formats

from catalogue.indexes.protocol import NOT_STATED, Document
from catalogue.indexes.words import acronyms, keyword_name, sort_key, terms, title_key, tokens

FORM = 5
"""Raised by whoever changes what an index holds; an index of another form must be rebuilt."""

READABLE = (1, 2, 3, 4, FORM)
"""Forms that can be searched: an older one, which lacks a column or two, serves until the new one is built."""

WEIGHTS = {
    "title": 3.0,
    "alternatives": 3.0,
    "keywords": 2.5,
    "publisher": 2.0,
    "places": 2.0,
    "themes": 1.5,
    "description": 1.0,
    "distributions": 1.0,
    "columns": 1.0,
}
"""The parts of a document with the weight of a word in each; their order numbers the ranges of positions."""

PARTS = tuple(WEIGHTS)

LENGTHS = {
    "title": 6,
    "alternatives": 6,
    "keywords": 6,
    "publisher": 4,
    "places": 2,
    "themes": 3,
    "description": 60,
    "distributions": 20,
    "columns": 20,
}
"""Words that each part usually has; a longer one weighs less, by LEANING."""

LEANING = 0.75
"""How far the length of a part counts, from 0 to 1: the `b` of BM25."""

SPAN = 1 << 24
"""Positions of one part: word p of part n stands at n × SPAN + p."""

FACET_FIELDS = {
    "publisher": "publisher",
    "place": "within",
    "theme": "themes",
    "format": "formats",
    "licence": "licences",
    "portal": "portal",
    "openness": "openness",
    "language": "languages",
    "kind": "kind",
    "identifier": "identifiers",
    "concept": "concepts",
    "keyword": "keywords",
    "area": "areas",
    "cluster": "cluster",
    "leads": "leads",
    "publisher_label": "publisher_label",
    "theme_labels": "theme_labels",
    "id": "id",
}
"""Columns of values, with the attribute of Document that fills each; the last six are not facets."""

NUMBERS = ("modified", "added", "changed", "first_year", "last_year", "title_size")
"""Columns of numbers."""

SNIPPET_PARTS = ("description", "keywords", "distributions", "columns", "alternatives")
"""The parts of a document that a snippet may be taken from, in the order in which they are stored."""

_SNIPPET_CHARACTERS = 4_000
_GAP = 8  # positions between two keywords, more than any phrase would bridge


class _Positions(formats.Format):  # type: ignore[misc]  # Whoosh has no types
    """Positions as plain 4-byte integers, so that numpy reads a whole list of postings at once."""

    posting_size = -1

    def decode_positions(self, value: bytes) -> list[int]:
        """Whoosh's own phrase query asks for them thus."""
        return list(array("I", value))


class Text(fields.FieldType):  # type: ignore[misc]
    """The field of all words; its value is a sequence of (part, texts)."""

    def __init__(self) -> None:
        self.format = _Positions()
        self.scorable = True
        self.stored = False
        self.unique = False

    def index(
        self, value: Iterable[tuple[str, Iterable[str]]], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Term, frequency, weight and positions, as a Whoosh writer asks."""
        positions: dict[str, array[int]] = defaultdict(lambda: array("I"))
        weights: dict[str, float] = defaultdict(float)
        for part, texts in value:
            placed = list(_placed(part, texts))
            weight = _weight(part, len(placed))
            for position, term in placed:
                positions[term].append(position)
                weights[term] += weight
        for term, places in positions.items():
            yield term.encode(), len(places), weights[term], places.tobytes()


class Values(fields.FieldType):  # type: ignore[misc]
    """A field of whole values, never cut into words; its value is a sequence of text."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = False
        self.stored = False
        self.unique = False

    def index(self, value: Iterable[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each value once, as a Whoosh writer asks."""
        for text in dict.fromkeys(value):
            yield text.encode(errors="replace"), 1, 1.0, b""


def build_schema() -> fields.Schema:
    """The fields of an index of form FORM."""
    return fields.Schema(
        text=Text(),
        exact=Values(),
        titled=Values(),
        acronym=Values(),
        spelling=Values(),
        modified=fields.COLUMN(columns.NumericColumn("q")),
        added=fields.COLUMN(columns.NumericColumn("q")),
        changed=fields.COLUMN(columns.NumericColumn("q")),
        first_year=fields.COLUMN(columns.NumericColumn("i")),
        last_year=fields.COLUMN(columns.NumericColumn("i")),
        title_size=fields.COLUMN(columns.NumericColumn("i")),
        title=fields.COLUMN(columns.VarBytesColumn()),
        hit=fields.STORED(),
        **{name: Values() for name in FACET_FIELDS},
    )


def to_fields(document: Document) -> dict[str, object]:
    """The document as a Whoosh writer takes it."""
    parts, titles = text_parts(document), [document.title, *document.alternatives]
    titled = [{term for _, term in terms(text)} for text in titles]
    return {
        "text": tuple(parts.items()),
        "exact": tuple(key for text in titles if (key := title_key(text))),
        "titled": tuple(set().union(*titled)),
        "acronym": tuple({letters for text in titles for letters in acronyms(text)}),
        "spelling": _spelling(parts),
        "modified": date_key(document.modified),
        "added": date_key(document.added),
        "changed": date_key(document.changed),
        "first_year": document.covers[0] if document.covers else 0,
        "last_year": document.covers[1] if document.covers else 0,
        "title_size": len(titled[0]),
        "title": sort_key(document.title).encode(errors="replace")[:64],
        "hit": _hit(document),
        **{name: facet_values(document, name) for name in FACET_FIELDS},
    }


def text_parts(document: Document) -> dict[str, tuple[str, ...]]:
    """The texts of each part named in WEIGHTS."""
    return {
        "title": (document.title,),
        "alternatives": document.alternatives,
        "keywords": document.keywords,
        "publisher": (document.publisher_label,),
        "places": document.places,
        "themes": (document.theme_labels,),
        "description": (document.description,),
        "distributions": (document.distributions,),
        "columns": document.columns,
    }


def facet_values(document: Document, name: str) -> tuple[str, ...]:
    """What the document says in one column; () when it says nothing."""
    value = getattr(document, FACET_FIELDS[name])
    if isinstance(value, bool):
        return ("yes",) if value else ()
    values = (value,) if isinstance(value, str) else value
    return tuple(read_facet(name, each) for each in values if read_facet(name, each) != NOT_STATED)


def read_facet(name: str, value: str) -> str:
    """The value under which a column holds what a document or a filter says."""
    if name == "keyword":
        return keyword_name(value)
    return NOT_STATED if name == "openness" and value == "not-stated" else value


def date_key(date: str) -> int:
    """A number that sorts as the date does: its first 14 digits. 0 when it is not a date.

    "2024", "2024-05" and "2024-05-01T09:00:00Z" all count; of a period or a zone nothing is asked.
    """
    digits = "".join(char for char in date[:25] if char in "0123456789")[:14]
    return int(digits.ljust(14, "0")) if len(digits) >= 4 and date[:4].isdecimal() else 0


def _placed(part: str, texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The position and term of each word of a part, one text after the other."""
    start = PARTS.index(part) * SPAN
    for text in texts:
        last = 0
        for position, term in terms(text):
            last = position
            yield start + position, term
        start += last + _GAP


def _weight(part: str, length: int) -> float:
    """What a word counts for in a part of so many words."""
    return WEIGHTS[part] / (1 - LEANING + LEANING * length / LENGTHS[part])


def _spelling(parts: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Whole words of the parts that people take care over; suggestions and word beginnings come from them."""
    texts = (text for part in WEIGHTS if WEIGHTS[part] > 1.5 or part == "themes" for text in parts[part])
    return tuple({word for text in texts for _, word in tokens(text) if word.isalpha() and len(word) > 2})


def _hit(document: Document) -> bytes:
    """What a result shows, as JSON: [id, the texts that a snippet is taken from, card]."""
    parts = text_parts(document)
    texts = [" · ".join(parts[name])[:_SNIPPET_CHARACTERS] for name in SNIPPET_PARTS]
    # The standard library, because a half of a surrogate pair, which JSON may hold, is an error to orjson.
    return json.dumps([document.id, texts, dict(document.card)], ensure_ascii=False).encode(errors="replace")
