"""The W3C's manifests of SPARQL tests, read into cases (https://www.w3.org/2001/sw/DataAccess/tests/README.html)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")

SUITES = Path(__file__).with_name("suites.csv")
ROOT = "http://sparql-tests.example/"
"""Where the tests' files are said to be: relative addresses in data, queries and results are read against it."""


class Kind(Enum):
    """What a test asks for."""

    ANSWER = "an answer that is the expected one"
    GOOD = "a query that is taken"
    BAD = "a query that is refused"
    PROTOCOL = "requests that are answered as they should"
    DESCRIPTION = "a description of the service"


KINDS = {
    MF.QueryEvaluationTest: Kind.ANSWER,
    MF.CSVResultFormatTest: Kind.ANSWER,
    MF.PositiveSyntaxTest: Kind.GOOD,
    MF.PositiveSyntaxTest11: Kind.GOOD,
    MF.NegativeSyntaxTest: Kind.BAD,
    MF.NegativeSyntaxTest11: Kind.BAD,
    MF.ProtocolTest: Kind.PROTOCOL,
    MF.ServiceDescriptionTest: Kind.DESCRIPTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of a protocol test and what is to come back; `statuses` are classes such as 2."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[int]
    boolean: bool | None
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test. `name` is its folder and its own name; `graphs` are the names and files of its named graphs."""

    iri: str
    name: str
    suite: str
    kind: Kind
    left_out: str = ""
    query: Path | None = None
    result: Path | None = None
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    any_count: bool = False
    requests: tuple[Asked, ...] = ()


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Every test of the suites in `suites.csv`; `folder` is the one that holds `sparql/`."""
    with SUITES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    root = folder / "sparql"
    return tuple(
        case for row in rows for case in _read_manifest(root, root / row["folder"] / "manifest.ttl", row)
    )


def address_of(path: Path, root: Path) -> str:
    """The address that a test's file is said to have."""
    return ROOT + path.relative_to(root).as_posix()


def path_of(address: str, root: Path) -> Path:
    """The file at such an address."""
    return root / address.removeprefix(ROOT)


def _read_manifest(root: Path, path: Path, row: Mapping[str, str]) -> Iterator[Case]:
    graph = Graph().parse(path, format="turtle", publicID=address_of(path, root))
    reader = _Reader(graph=graph, root=root)
    for entry in reader.entries():
        yield _case(reader, entry, row)
    for other in reader.included():
        yield from _read_manifest(root, other, row)


def _case(reader: _Reader, entry: Node, row: Mapping[str, str]) -> Case:
    kind = reader.kind(entry)
    name = f"{row['folder']}#{str(entry).rpartition('#')[2]}"
    given = {"iri": str(entry), "name": name, "suite": row["suite"]}
    if row["left out"] or kind is None:
        return Case(
            **given, kind=kind or Kind.ANSWER, left_out=row["left out"] or "of a kind that is not run"
        )
    if kind is Kind.PROTOCOL:
        return _protocol(reader, entry, given)
    if kind is Kind.DESCRIPTION:
        return Case(**given, kind=kind)
    return _question(reader, entry, kind, given)


def _question(reader: _Reader, entry: Node, kind: Kind, given: dict[str, str]) -> Case:
    action = reader.one(entry, MF.action)
    query = reader.one(action, QT.query) or action
    return Case(
        **given,
        kind=kind,
        query=reader.file(query),
        result=reader.file(reader.one(entry, MF.result)),
        data=tuple(path for node in reader.many(action, QT.data) if (path := reader.file(node))),
        graphs=reader.graphs(action, QT.graphData, QT.graph),
        any_count=(entry, MF.resultCardinality, MF.LaxCardinality) in reader.graph,
    )


def _protocol(reader: _Reader, entry: Node, given: dict[str, str]) -> Case:
    requests = reader.list_of(reader.one(reader.one(entry, MF.action), HT.requests))
    is_update = str(entry).rpartition("#")[2].startswith("update_")
    return Case(
        **given,
        kind=Kind.PROTOCOL,
        left_out="the endpoint only reads" if is_update else "",
        graphs=reader.graphs(entry, UT.graphData, UT.graph),
        requests=tuple(reader.request(node) for node in requests),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Looks things up in one manifest."""

    graph: Graph
    root: Path

    def entries(self) -> Sequence[Node]:
        return self.list_of(self._of_manifest(MF.entries))

    def included(self) -> list[Path]:
        return [path for node in self.list_of(self._of_manifest(MF.include)) if (path := self.file(node))]

    def kind(self, entry: Node) -> Kind | None:
        return next((KINDS[each] for each in self.graph.objects(entry, RDF.type) if each in KINDS), None)

    def one(self, subject: Node | None, predicate: URIRef) -> Node | None:
        return self.graph.value(subject, predicate) if subject is not None else None

    def many(self, subject: Node | None, predicate: URIRef) -> list[Node]:
        return sorted(self.graph.objects(subject, predicate))

    def list_of(self, head: Node | None) -> Sequence[Node]:
        return list(Collection(self.graph, head)) if head is not None else ()

    def file(self, node: Node | None) -> Path | None:
        return path_of(str(node), self.root) if isinstance(node, URIRef) else None

    def graphs(self, subject: Node | None, predicate: URIRef, inner: URIRef) -> tuple[tuple[str, Path], ...]:
        """A named graph is its own file, or a file with another name beside."""
        found = []
        for node in self.many(subject, predicate):
            path = self.file(node) or self.file(self.one(node, inner))
            label = self.one(node, RDFS.label) if not isinstance(node, URIRef) else None
            if path:
                found.append((str(label or address_of(path, self.root)), path))
        return tuple(found)

    def request(self, node: Node) -> Asked:
        body, response = self.one(node, HT.body), self.one(node, HT.resp)
        boolean = self.one(response, MF.expectedBoolean)
        statuses = (str(each)[-3] for each in self.many(response, MF.expectedStatus))
        return Asked(
            method=self._text(node, HT.methodName),
            target=self._text(node, HT.absolutePath),
            headers=tuple(map(self._header, self.list_of(self.one(node, HT.headers)))),
            body=self._text(body, CNT.chars).encode(self._text(body, CNT.characterEncoding) or "UTF-8"),
            statuses=frozenset(map(int, statuses)),
            boolean=bool(boolean.value) if isinstance(boolean, Literal) else None,
            form=self._text(response, MF.expectedFormat),
        )

    def _of_manifest(self, predicate: URIRef) -> Node | None:
        return next(self.graph.objects(None, predicate), None)

    def _header(self, node: Node) -> tuple[str, str]:
        return self._text(node, HT.fieldName), self._text(node, HT.fieldValue)

    def _text(self, subject: Node | None, predicate: URIRef) -> str:
        return str(self.one(subject, predicate) or "")
