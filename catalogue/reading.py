"""From RDF to the model: one thing read out of a set of triples, and nothing that it said dropped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from catalogue.model import Thing
from catalogue.property import Form, Line, lines
from catalogue.values import Term, Text, Typed
from vocab.namespaces import DCT, RDF, RDFS, SKOS, XSD

Node: TypeAlias = NamedNode | BlankNode
Value: TypeAlias = NamedNode | BlankNode | Literal
T = TypeVar("T", bound=Thing)

_WORDS = (RDFS.label, SKOS.prefLabel, DCT.title, RDF.value, SKOS.notation, DCT.description)
_DEPTH = 8
_MAX_EXTRA = 500
_LANG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class Triples:
    """The statements of one document, by subject. Blank nodes hold within one document only."""

    def __init__(self, statements: Iterable[Quad | Triple]) -> None:
        self._by_subject: dict[Node, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for statement in statements:
            values = self._by_subject[statement.subject][statement.predicate.value]
            if statement.object not in values:
                values.append(statement.object)

    def about(self, subject: Node) -> dict[str, list[Value]]:
        """What is said of a subject: predicate → values, in the order of the document."""
        return self._by_subject.get(subject, {})

    def subjects(self, rdf_type: str) -> Iterator[Node]:
        """Every subject of a class, in the order of the document."""
        wanted = NamedNode(rdf_type)
        for subject, said in self._by_subject.items():
            if wanted in said.get(RDF.type, ()):
                yield subject

    def values(self, predicate: str) -> Iterator[Value]:
        """Every value of a predicate, whoever has it."""
        for said in self._by_subject.values():
            yield from said.get(predicate, ())


def read_thing(kind: type[T], subject: Node, triples: Triples, *, depth: int = 0) -> T:
    """One thing of a class of the model. What the model does not know stands in its `extra`."""
    said = triples.about(subject)
    fields: dict[str, Any] = {"iri": subject.value if isinstance(subject, NamedNode) else ""}
    read: set[str] = set()
    for line in lines(kind):
        names = (line.property.iri, *line.property.also)
        read.update(names)
        values = [value for name in names for value in said.get(name, ())]
        if values:
            fields[line.name] = _field(values, line, triples, depth)
    unread = [
        (name, value)
        for name, values in said.items()
        for value in values
        if not _told(kind, name, value, read, triples)
    ]
    fields["extra"] = tuple(_extra(subject, unread, triples))
    return kind(**fields)


def _told(kind: type[Thing], name: str, value: Value, read: set[str], triples: Triples) -> bool:
    """Whether the thing's fields already say this statement, whole."""
    if name == RDF.type:
        return value.value == kind.rdf_type
    if name not in read:
        return False
    plain = {line.property.iri for line in lines(kind) if line.property.form is not Form.NODE}
    return not (isinstance(value, BlankNode) and name in plain and len(triples.about(value)) > 2)


def _field(values: list[Value], line: Line, triples: Triples, depth: int) -> Any:
    items = tuple(item for value in values for item in _item(value, line, triples, depth))
    if line.many:
        return tuple(dict.fromkeys(items))
    return items[0] if items else None


def _item(value: Value, line: Line, triples: Triples, depth: int) -> Iterator[Any]:
    form = line.property.form
    if form is Form.NODE and line.node is not None:
        yield _node(value, line.node, triples, depth)
    elif form is Form.TEXT:
        yield Text(_word(value, triples), _lang(value))
    elif form is Form.TERM:
        yield Term(_word(value, triples))
    elif form is Form.TYPED:
        yield Typed(_word(value, triples), _datatype(value))
    elif word := _word(value, triples):
        yield word


def _node(value: Value, kind: type[Thing], triples: Triples, depth: int) -> Thing:
    """A nested thing; a bare literal where a thing should stand becomes its name."""
    if isinstance(value, Literal):
        named = {kind.name_field: (Text(value.value, _lang(value)),)} if kind.name_field else {}
        return kind(**named)
    if depth >= _DEPTH:
        return kind(iri=value.value if isinstance(value, NamedNode) else "")
    return read_thing(kind, value, triples, depth=depth + 1)


def _word(value: Value, triples: Triples) -> str:
    """The text of a literal, the address of an IRI, the label of a blank node."""
    if not isinstance(value, BlankNode):
        return value.value
    said = triples.about(value)
    labels = (label.value for name in _WORDS for label in said.get(name, ()) if isinstance(label, Literal))
    return next(labels, "")


def _lang(value: Value) -> str:
    tag = value.language if isinstance(value, Literal) else None
    return tag if tag and _LANG.fullmatch(tag) else ""


def _datatype(value: Value) -> str:
    if not isinstance(value, Literal):
        return XSD.anyURI
    return "" if value.datatype.value == XSD.string else value.datatype.value


def _extra(
    subject: Node, unread: list[tuple[str, Value]], triples: Triples
) -> Iterator[tuple[str, str, str]]:
    """What nobody read, as N-Triples terms; blank nodes are followed to their end."""
    pending = [("", name, value) for name, value in unread]
    seen: set[Value] = {subject}
    for count, (source, name, value) in enumerate(pending):
        if count >= _MAX_EXTRA:
            return
        yield source, f"<{name}>", str(value)
        if isinstance(value, BlankNode) and value not in seen:
            seen.add(value)
            deeper = triples.about(value)
            pending.extend((str(value), inner, item) for inner, items in deeper.items() for item in items)
