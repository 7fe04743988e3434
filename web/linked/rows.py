"""The answer of a view as rows of cells, with labels where the store gives IRIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from catalogue.iri import is_web_address
from vocab.namespaces import XSD
from web.linked.stored import LABEL, View
from web.site import Site
from web.wording import machine_date

_INTEGER = XSD.integer
_NUMBERS = frozenset({_INTEGER, XSD.decimal, XSD.double})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value. `iri` is what it names, `text` what that is called; `address` is its page, here or `outside`."""

    text: str
    iri: str = ""
    address: str = ""
    outside: bool = False
    lang: str = ""
    number: int | float | None = None
    date: bool = False


Row = tuple[Cell, ...]
"""A cell a column of the view."""

Labelled = Callable[[str], Cell]
"""What to call an IRI, and where its page is."""

_NOTHING = Cell(text="")


def read_rows(view: View, body: bytes, labelled: Labelled) -> tuple[Row, ...]:
    """The rows of an answer in SPARQL 1.1 Query Results JSON, only what the view shows of them."""
    bindings = orjson.loads(body)["results"]["bindings"]
    names = [column.name for column in view.columns]
    return tuple(tuple(_cell(row, name, labelled) for name in names) for row in bindings)


def labels_of(site: Site) -> Labelled:
    """Names publishers, portals and concepts as the site does; each IRI is looked up once."""
    table, known = site.names.table(), dict[str, Cell]()
    ours = {
        site.iris.organisation(""): (table.publishers, site.links.organisation),
        site.iris.portal(""): (table.portals, site.links.portal),
        site.iris.dataset(""): ({}, site.links.dataset),
    }

    def label(iri: str) -> Cell:
        for prefix, (names, address) in ours.items():
            name = iri.removeprefix(prefix)
            if name != iri and "/" not in name and "#" not in name:
                return Cell(text=names.get(name) or name, iri=iri, address=address(name))
        concept = site.vocabulary.concept(iri)
        if concept:
            page = site.links.vocabulary(concept.scheme, concept.code)
            return Cell(text=concept.label(), iri=iri, address=page)
        address_of = iri if is_web_address(iri) else ""
        return Cell(text=iri, iri=iri, address=address_of, outside=bool(address_of))

    def labelled(iri: str) -> Cell:
        if iri not in known:
            known[iri] = label(iri)
        return known[iri]

    return labelled


def shown_answer(view: View, body: bytes) -> bytes:
    """The store's answer without the variables that only carry parameters."""
    answer = orjson.loads(body)
    columns = [column.name for column in view.columns]
    names = [
        name for name in answer["head"]["vars"] if name in columns or name.removesuffix(LABEL) in columns
    ]
    rows = [{name: row[name] for name in names if name in row} for row in answer["results"]["bindings"]]
    return orjson.dumps({"head": {"vars": names}, "results": {"bindings": rows}})


def _cell(row: Mapping[str, dict[str, Any]], name: str, labelled: Labelled) -> Cell:
    term = row.get(name)
    if term is None:
        return _NOTHING
    text = str(term["value"])
    if term["type"] == "uri":
        return _called(labelled(text), row.get(name + LABEL))
    if term["type"] != "literal":
        return Cell(text=f"_:{text}")
    number = _number(text, term.get("datatype", ""))
    date = number is None and "-" in text and bool(machine_date(text))
    return Cell(text=text, lang=term.get("xml:lang", ""), number=number, date=date)


def _called(cell: Cell, label: dict[str, Any] | None) -> Cell:
    if label is None:
        return cell
    return Cell(
        text=str(label["value"]),
        iri=cell.iri,
        address=cell.address,
        outside=cell.outside,
        lang=label.get("xml:lang", ""),
    )


def _number(text: str, datatype: str) -> int | float | None:
    if datatype not in _NUMBERS:
        return None
    try:
        return int(text) if datatype == _INTEGER else float(text)
    except ValueError:  # INF is a double, and a portal's integer may be anything
        return None
