"""The forms of a dump: a head, and what each dataset adds to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson
import pyoxigraph as ox

from catalogue.clusters.standing import Standing
from catalogue.columns.table import Table
from catalogue.document import first_text, licence_of
from catalogue.errors import DumpError
from catalogue.graph import dataset_graph
from catalogue.links import Links
from catalogue.model import Dataset
from catalogue.profiles.catalog import membership
from catalogue.profiles.context import PREFIXES
from catalogue.quality.scores import Scores
from catalogue.snapshot import Snapshot, pack_entry
from catalogue.text.cells import safe_cell
from catalogue.values import Term, Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A dataset as it is dumped, with its statements in N-Quads."""

    snapshot: Snapshot
    change: int
    quads: bytes
    links: Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumped:
    """What one dataset adds to a dump: bytes, and the number of items (statements, rows or lines) in them."""

    body: bytes
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpForm:
    """One form. `write` takes a dataset, `head` stands before the first one; `title` is for people. `state` writes
    statements that are of no dataset, None where the form has no room for them."""

    ending: str
    title: str
    about: str
    write: Callable[[Piece], Dumped]
    head: bytes = b""
    state: Callable[[bytes], Dumped] | None = None


def make_piece(
    snapshot: Snapshot,
    change: int,
    standing: Standing,
    links: Links,
    scores: Scores | None = None,
    tables: Sequence[Table] | None = None,
    *,
    kin: str = "",
) -> Piece:
    """A dataset with its statements, and that it is in the catalogue, worked out once for all forms."""
    quads = dataset_graph(snapshot, links, standing, scores, tables, kin=kin) + membership(
        snapshot.entry.id, links
    )
    return Piece(snapshot=snapshot, change=change, quads=quads, links=links)


def _as_nquads(quads: bytes) -> Dumped:
    return Dumped(body=quads, items=quads.count(b"\n"))


def _turtle(piece: Piece) -> Dumped:
    try:
        return _as_turtle(piece.quads)
    except SyntaxError as error:
        raise DumpError(f"dataset {piece.snapshot.entry.id} cannot be dumped: {error}") from error


def _as_turtle(quads: bytes) -> Dumped:
    """The statements without their graph. The prefixes stand once, at the head of the file."""
    triples = [quad.triple for quad in ox.parse(quads, ox.RdfFormat.N_QUADS)]
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""
    lines = text.splitlines(keepends=True)
    heads = next((place for place, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return Dumped(body=b"".join(lines[heads:]), items=len(triples))


def _json_line(piece: Piece) -> Dumped:
    """The snapshot as the ledger keeps it, with the dataset's IRI and what is known of its record."""
    snapshot = piece.snapshot
    known = {
        "iri": piece.links.dataset(snapshot.entry.id),
        "change": piece.change,
        "first_seen": snapshot.first_seen,
        "last_changed": snapshot.last_changed,
    }
    return Dumped(
        body=orjson.dumps(known | orjson.loads(pack_entry(snapshot.entry)), option=orjson.OPT_APPEND_NEWLINE),
        items=1,
    )


def _row(piece: Piece) -> Dumped:
    cells = (safe_cell(text) for text in _columns(piece).values())
    return Dumped(body=to_csv_row(cells), items=1)


def to_csv_row(cells: Iterable[str]) -> bytes:
    """One line of a table (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode(errors="replace")


COLUMNS = (
    "id",
    "iri",
    "title",
    "description",
    "publisher",
    "publisher_iri",
    "portal",
    "licence",
    "licence_iri",
    "themes",
    "keywords",
    "formats",
    "issued",
    "modified",
    "frequency",
    "landing_page",
    "addresses",
    "first_seen",
    "last_changed",
)
"""Of the table, in its order; several values of a cell stand on lines of their own."""


def _columns(piece: Piece) -> Mapping[str, str]:
    snapshot, links = piece.snapshot, piece.links
    entry, dataset = snapshot.entry, snapshot.entry.dataset
    slug = dataset.publisher.slug if dataset.publisher else ""
    licence = licence_of(dataset)
    values = (
        entry.id,
        links.dataset(entry.id),
        first_text(dataset.title),
        first_text(dataset.description),
        first_text(dataset.publisher.name) if dataset.publisher else "",
        links.organisation(slug) if slug else "",
        entry.portal,
        _word(licence),
        licence.iri if licence else "",
        _lines(_word(one) for one in dataset.theme),
        _lines(one.value for one in dataset.keyword),
        _lines(dict.fromkeys(_word(one.format) for one in dataset.distribution)),
        _value(dataset.issued),
        _value(dataset.modified),
        _word(dataset.accrual_periodicity),
        _lines(dataset.landing_page),
        _lines(_addresses(dataset)),
        snapshot.first_seen,
        snapshot.last_changed,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _addresses(dataset: Dataset) -> Iterable[str]:
    found = (address for one in dataset.distribution for address in (*one.download_url, *one.access_url))
    return dict.fromkeys(found)


def _word(term: Term | None) -> str:
    return (term.word or term.iri) if term else ""


def _value(typed: Typed | None) -> str:
    return typed.value if typed else ""


def _lines(values: Iterable[str]) -> str:
    return "\n".join(one for one in values if one)


_TURTLE_HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()).encode()

FORMS = (
    DumpForm(
        ending="nq",
        title="N-Quads",
        about="each dataset a graph of its own, with its record and how each word was read",
        write=lambda piece: _as_nquads(piece.quads),
        state=_as_nquads,
    ),
    DumpForm(
        ending="ttl",
        title="Turtle",
        about="the same statements in one graph",
        write=_turtle,
        state=_as_turtle,
        head=_TURTLE_HEAD,
    ),
    DumpForm(
        ending="csv",
        title="CSV",
        about="a row a dataset, of what tables have room for",
        write=_row,
        head=to_csv_row(COLUMNS),
    ),
    DumpForm(
        ending="jsonl",
        title="JSON Lines",
        about="a line a dataset, as the ledger keeps it",
        write=_json_line,
    ),
)
