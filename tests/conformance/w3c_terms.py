"""Two answers are the same if one can be turned into the other by renaming blank nodes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, Namespace
from rdflib.term import BNode, Identifier, Literal, URIRef

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {f"{_XSD}integer"}
_FRACTION = {f"{_XSD}decimal"}
_FLOATING = {f"{_XSD}double", f"{_XSD}float"}
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}
_SYNTAX = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".n3": ox.RdfFormat.N3,
}
_TABLES = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Solutions; `ordered` says that their order is a part of the answer."""

    rows: tuple[Row, ...]
    ordered: bool = False


Found = Table | bool | tuple[ox.Triple, ...]


def read_data(path: Path, base: str) -> list[ox.Triple]:
    """The triples of a file of data or of an expected graph."""
    quads = ox.parse(path.read_bytes(), _SYNTAX[path.suffix], base_iri=base)
    return [quad.triple for quad in quads]


def read_expected(path: Path, base: str) -> Found:
    """An expected answer in any of the suites' forms but CSV."""
    if path.suffix in _TABLES:
        return read_table(path.read_bytes(), _TABLES[path.suffix])
    graph = Graph().parse(path, publicID=base, format="turtle" if path.suffix == ".ttl" else None)
    sets = list(graph.subjects(None, RS.ResultSet))
    return _result_set(graph, sets[0]) if sets else tuple(read_data(path, base))


def read_table(body: bytes, form: ox.QueryResultsFormat) -> Table | bool:
    """An answer in one of SPARQL's own forms."""
    found = ox.parse_query_results(body, form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    rows = [{name: term for name in names if (term := row[name]) is not None} for row in found]
    return Table(rows=tuple(rows))


def same_table(found: Table, expected: Table, *, ordered: bool, any_count: bool) -> bool:
    """Whether the solutions are the same; with `any_count` each may be there more or less often."""
    ours, theirs = _plain(found.rows), _plain(expected.rows)
    if any_count:
        ours, theirs = _distinct(ours), _distinct(theirs)
    same = _canonical(ours) == _canonical(theirs)
    return same and (not ordered or list(map(_shown, ours)) == list(map(_shown, theirs)))


def _shown(row: Row) -> dict[str, str]:
    """A row without what does not decide its place: numbers of one value may stand in any order."""
    return {name: "_:" if isinstance(term, ox.BlankNode) else term.value for name, term in row.items()}


def same_graph(found: Iterable[ox.Triple], expected: Iterable[ox.Triple]) -> bool:
    """Whether two graphs are isomorphic."""
    return _graph(found) == _graph(expected)


def same_csv(found: bytes, expected: bytes) -> bool:
    """Whether two tables in CSV hold the same rows, but for what blank nodes are called."""
    return _csv(found) == _csv(expected)


def _csv(body: bytes) -> tuple[list[str], list[list[str]]]:
    """The columns by name, since a SELECT of everything settles no order of them."""
    rows = list(csv.DictReader(io.StringIO(body.decode())))
    head = sorted(rows[0]) if rows else []
    return head, sorted(["_:" if row[name].startswith("_:") else row[name] for name in head] for row in rows)


def _result_set(graph: Graph, node: Identifier) -> Table | bool:
    """An answer written as RDF, as the older suites have it."""
    truth = graph.value(node, RS.boolean)
    if truth is not None:
        return str(truth) == "true"
    solutions = sorted(graph.objects(node, RS.solution), key=lambda one: int(graph.value(one, RS.index) or 0))
    rows = tuple(_solution(graph, one) for one in solutions)
    return Table(rows=rows, ordered=any(graph.value(one, RS.index) is not None for one in solutions))


def _solution(graph: Graph, node: Identifier) -> Row:
    pairs = (
        (graph.value(one, RS.variable), graph.value(one, RS.value)) for one in graph.objects(node, RS.binding)
    )
    return {str(name): _term(value) for name, value in pairs if value is not None}


def _term(term: Identifier) -> Term:
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(f"b{term}")
    assert isinstance(term, Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or f"{_XSD}string")))


def _plain(rows: Sequence[Row]) -> list[Row]:
    return [{name: _by_value(term) for name, term in row.items()} for row in rows]


def _by_value(term: Term) -> Term:
    """A number in one spelling and a language tag in small letters: the suites compare by value (DAWG tests, 2.3)."""
    if not isinstance(term, ox.Literal):
        return term
    if term.language:
        return ox.Literal(term.value, language=term.language.lower())
    try:
        return ox.Literal(_spelt(term.value, term.datatype.value), datatype=term.datatype)
    except (ValueError, InvalidOperation):
        return term


def _spelt(value: str, datatype: str) -> str:
    if datatype in _WHOLE:
        return str(int(value))
    if datatype == f"{_XSD}boolean":
        return _TRUTH.get(value, value)
    if datatype in _FRACTION:
        number = Decimal(value)
        return format(number.normalize(), "f") if number else "0"
    return repr(float(value)) if datatype in _FLOATING else value


def _distinct(rows: Sequence[Row]) -> list[Row]:
    return list(
        {tuple(sorted((name, str(term)) for name, term in row.items())): row for row in rows}.values()
    )


def _canonical(rows: Sequence[Row]) -> frozenset[str]:
    """The rows as a graph whose blank nodes have canonical names, a node a row."""
    triples = []
    for row in rows:
        node = ox.BlankNode()
        triples.append(ox.Triple(node, _name("row"), ox.Literal("")))
        triples += [ox.Triple(node, _name(f"?{name}"), term) for name, term in row.items()]
    return _graph(triples)


def _graph(triples: Iterable[ox.Triple]) -> frozenset[str]:
    quads = (ox.Quad(*_valued(one), ox.DefaultGraph()) for one in triples)
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, dataset))


def _valued(triple: ox.Triple) -> tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, Term]:
    return triple.subject, triple.predicate, _by_value(triple.object)


def _name(local: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:table:{local}")
