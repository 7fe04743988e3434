"""Whether descriptions conform to DCAT-AP: our shapes, asked by pySHACL of several descriptions at once.

What is asked is the description as it is held here, with the classes that our vocabularies give its concepts, and with
every value that the profile would leave out. Nobody's thing elsewhere is judged: an address that a description leads
to and says nothing of (a concept of a portal's own, a council's page) is described there, and not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox
import structlog
from pyshacl import validate
from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

from catalogue.entry import Entry
from catalogue.graph import placed_dataset
from catalogue.links import Links
from catalogue.profiles.dcat_ap import conforming, fitted
from catalogue.quality.content import SHAPES_FILE
from catalogue.snapshot import Snapshot
from catalogue.writing import write_graph
from vocab import Vocabulary
from vocab.namespaces import XSD

log = structlog.get_logger()

MOST_MISSES: Final = 50
"""So many ways in which a description misses the profile are told."""

_BASE: Final = (
    "https://here.invalid/"  # each description has names of its own below it, so that none meets another's
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Miss:
    """One way in which a description misses the profile: what is asked (`MinCountConstraintComponent`) of which
    property (its IRI, "" for the thing itself)."""

    property: str
    constraint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the shapes say of a description: it conforms where nothing was missed."""

    misses: tuple[Miss, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings are no violations (https://www.w3.org/TR/shacl/#conforms)."""
        return not self.misses


def check_conformance(entries: Sequence[Entry], vocabulary: Vocabulary) -> dict[str, Report]:
    """The report on each entry, by identifier. One that cannot be checked is left out: nothing is known of it then."""
    try:
        return look_with(_shapes(), entries, vocabulary)
    except (
        Exception
    ) as error:  # pySHACL and rdflib raise what they like at a value; one must not cost the others
        if len(entries) == 1:
            log.warning("not checked with shapes", dataset=entries[0].id, exc_info=error)
            return {}
    found: dict[str, Report] = {}
    for entry in entries:
        found |= check_conformance((entry,), vocabulary)
    return found


def look_with(shapes: Graph, entries: Sequence[Entry], vocabulary: Vocabulary) -> dict[str, Report]:
    """What some shapes say of entries, all asked at once; raises what pySHACL does at a value that it cannot take."""
    graph, whose = Graph(), dict[Identifier, str]()
    for entry in entries:
        for triple in described(entry, vocabulary):
            graph.add(triple)
            whose[triple[0]] = entry.id
    _, report, _ = validate(graph, shacl_graph=shapes, inference="none")
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL: expected a report, not {report!r}")
    missed: dict[str, set[Miss]] = {entry.id: set() for entry in entries}
    for focus, miss in _violations(report):
        if focus in whose and _is_ours(focus):
            missed[whose[focus]].add(miss)
    return {name: Report(misses=tuple(sorted(found)[:MOST_MISSES])) for name, found in missed.items()}


def described(entry: Entry, vocabulary: Vocabulary) -> Iterator[tuple[Identifier, Identifier, Identifier]]:
    """A description as it is checked: what the profile knows of it, and what the same things say beyond it."""
    links = Links(f"{_BASE}{entry.id}")
    dataset = fitted(placed_dataset(_snapshot(entry), links))
    whole = write_graph((dataset,), graph=dataset.iri, prefix=f"b{entry.id}x")
    roots = ((dataset.iri, type(dataset).rdf_type),)
    known = list(
        ox.parse(conforming(whole, roots, links=links, vocabulary=vocabulary), ox.RdfFormat.N_TRIPLES)
    )
    met = {quad.subject for quad in known}
    beyond = (quad for quad in ox.parse(whole, ox.RdfFormat.N_QUADS) if quad.subject in met)
    for quad in (*known, *beyond):
        yield _term(quad.subject), _term(quad.predicate), _term(quad.object)


def _snapshot(entry: Entry) -> Snapshot:
    return Snapshot(entry=entry, first_seen="", last_changed="", run=0, mapper="")


def _violations(report: Graph) -> Iterator[tuple[Identifier, Miss]]:
    for result in report.subjects(SH.resultSeverity, SH.Violation):
        focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        component = str(report.value(result, SH.sourceConstraintComponent) or "").rpartition("#")[2]
        if isinstance(focus, Identifier):
            yield focus, Miss(property=str(path or ""), constraint=component)


def _is_ours(node: Identifier) -> bool:
    return isinstance(node, BNode) or str(node).startswith(_BASE)


def _term(term: object) -> Identifier:
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal(language=str(tag)):
            return Literal(term.value, lang=tag)
        case ox.Literal():
            kind = term.datatype.value
            return Literal(term.value, datatype=None if kind == XSD.string else URIRef(kind))
    raise TypeError(f"expected a term of RDF, not {term!r}")


@cache
def _shapes() -> Graph:
    return Graph().parse(SHAPES_FILE)


def as_json(report: Report) -> list[Mapping[str, str]]:
    """The misses as the ledger keeps them."""
    return [{"property": one.property, "constraint": one.constraint} for one in report.misses]
