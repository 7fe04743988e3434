"""The query page: a form, examples that run, and the answer as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import orjson

from catalogue.iri import is_web_address
from web.geometries import read_places
from web.pages.outline_map import Map, draw_map
from web.pages.page import Alternate, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One query to begin with."""

    title: str
    query: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One term of an answer. `address` is an http(s) IRI that may be followed; `note` is a language or datatype."""

    text: str
    address: str = ""
    lang: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first rows of a SELECT's answer, of `total`, and a map of what of them has a geometry."""

    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    map: Map | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlPage(Page):
    """The form, and at most one of a table, an answer to ASK ("yes" or "no"), a graph's text, or what went wrong.

    `editor` says whether YASGUI is there to serve; `share` is the whole address of this query with its answer.
    """

    template: ClassVar[str] = "sparql.html"
    query: str
    endpoint: str
    examples: tuple[Example, ...]
    limits: str
    table: Table | None = None
    truth: str = ""
    graph: str = ""
    cut: bool = False
    error: str = ""
    editor: bool = False
    share: str = ""
    downloads: tuple[Alternate, ...] = ()


def read_table(body: bytes, *, most: int) -> Table | str:
    """SPARQL 1.1 Query Results JSON as a table, or "yes" or "no" for an ASK."""
    answer = orjson.loads(body)
    if "boolean" in answer:
        return "yes" if answer["boolean"] else "no"
    names = tuple(answer["head"]["vars"])
    bindings = answer["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name)) for name in names) for row in bindings[:most])
    drawn = draw_map(read_places(names, bindings[:most]))
    return Table(names=names, rows=rows, total=len(bindings), map=drawn)


def _cell(term: dict[str, Any] | None) -> Cell:
    if term is None:
        return Cell(text="")
    text = str(term["value"])
    if term["type"] == "uri":
        return Cell(text=text, address=text if is_web_address(text) else "")
    if term["type"] == "bnode":
        return Cell(text=f"_:{text}")
    if term["type"] == "literal":
        return Cell(
            text=text, lang=term.get("xml:lang", ""), note=term.get("datatype", "").rpartition("#")[2]
        )
    return Cell(text=str(term["value"]))
