"""From RDF to the model: one thing read out of a set of triples, and nothing that it said dropped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from catalogue.model import Thing
from catalogue.property import Form, Line, lines
from catalogue.values import OWN_TERMS, Term, Text, Typed
from vocab.namespaces import DCT, FOAF, GEO, RDF, RDFS, SKOS, TIME, XSD

Node: TypeAlias = NamedNode | BlankNode
Value: TypeAlias = NamedNode | BlankNode | Literal
Said: TypeAlias = tuple[str, Value]
T = TypeVar("T", bound=Thing)

_WORDS = (
    RDFS.label, SKOS.prefLabel, DCT.title, RDF.value, SKOS.notation, DCT.description,
    TIME.inXSDDate, TIME.inXSDDateTimeStamp, TIME.inXSDDateTime, TIME.inXSDgYearMonth, TIME.inXSDgYear,
    GEO.asWKT, GEO.asGeoJSON, GEO.asGML,
)  # fmt: skip
"""What a nameless node may say its one word with; moments and geometries are such nodes too."""

_PAGES = (FOAF.homepage, FOAF.page, RDFS.seeAlso)
_OF_OWN_TERMS: Said = (DCT.type, NamedNode(OWN_TERMS))
_DEPTH = 8
_MAX_EXTRA = 500
_LANG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class Triples:
    """The statements of one document, by subject. Blank nodes hold within one document only.

    A statement about a statement (RDF 1.2) is left out: no profile of DCAT has a use for it.
    """

    def __init__(self, statements: Iterable[Quad | Triple]) -> None:
        self._by_subject: dict[Node, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for statement in statements:
            subject, value = statement.subject, statement.object
            if isinstance(subject, Triple) or isinstance(value, Triple):
                continue
            values = self._by_subject[subject][statement.predicate.value]
            if value not in values:
                values.append(value)

    @property
    def size(self) -> int:
        """How many statements there are, each once."""
        return sum(len(values) for said in self._by_subject.values() for values in said.values())

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
    told: set[Said] = {(RDF.type, NamedNode(kind.rdf_type))}
    for line in lines(kind):
        names = (line.property.iri, *line.property.also)
        statements = [(name, value) for name in names for value in said.get(name, ())]
        if statements:
            fields[line.name] = _field(statements, line, triples, depth, told)
    unread = [(name, value) for name, values in said.items() for value in values if (name, value) not in told]
    fields["extra"] = tuple(_extra(subject, unread, triples)) if unread else ()
    return kind(**fields)


def _field(statements: list[Said], line: Line, triples: Triples, depth: int, told: set[Said]) -> Any:
    """A field's value; what it says whole is added to `told`, so that the rest can be kept beside it."""
    items: dict[Any, None] = {}
    for name, value in statements:
        item = _item(value, line, triples, depth)
        if item is None or (items and not line.many and item not in items):
            continue
        items[item] = None
        if line.node is not None or not isinstance(value, BlankNode) or _is_word(value, line, triples):
            told.add((name, value))
    return tuple(items) if line.many else next(iter(items), None)


def _is_word(node: BlankNode, line: Line, triples: Triples) -> bool:
    """Whether a blank node is a single word with its class and nothing else: then the word says all of it."""
    said = triples.about(node)
    about = [
        one for name, values in said.items() for value in values if (one := (name, value)) != _OF_OWN_TERMS
    ]
    words = [value for name, value in about if name in _WORDS and isinstance(value, Literal)]
    rest = [one for one in about if one[0] not in _WORDS]
    plain = len(words) == 1 and not words[0].language and len(rest) + 1 == len(about)
    return plain and all(one == (RDF.type, NamedNode(line.property.kind or RDF.nil)) for one in rest)


def _item(value: Value, line: Line, triples: Triples, depth: int) -> Any:
    """One value in the form of its line; None where the line has no place for it."""
    if line.node is not None:
        return _node(value, line.node, triples, depth)
    if line.property.iri == DCT.license and not isinstance(value, Literal):
        return _licence(value, triples)
    word = _word(value, triples)
    if not word and (line.property.form is Form.LINK or isinstance(value, BlankNode)):
        return None
    match line.property.form:
        case Form.TEXT:
            return Text(word, _lang(value))
        case Form.TERM:
            return Term(word)
        case Form.TYPED:
            return Typed(word, _datatype(value))
        case _:
            return word


def _node(value: Value, kind: type[Thing], triples: Triples, depth: int) -> Thing | None:
    """A nested thing; a bare literal where a thing should stand becomes its name, if such things have names."""
    if isinstance(value, Literal):
        named: dict[str, Any] = {kind.name_field: (Text(value.value, _lang(value)),)}
        return kind(**named) if kind.name_field else None
    if depth >= _DEPTH:
        return kind(iri=value.value if isinstance(value, NamedNode) else "")
    return read_thing(kind, value, triples, depth=depth + 1)


def _licence(document: Node, triples: Triples) -> Term | None:
    """A licence by its address; a document that is described by its words too, with the address beside them."""
    address = document.value if isinstance(document, NamedNode) else _page_of(document, triples)
    label = _labelled(document, triples)
    if NamedNode(OWN_TERMS) in triples.about(document).get(DCT.type, ()):
        return Term(label, OWN_TERMS, address)
    if not label:
        return Term(address) if address else None
    return Term(label, link=address)


def _page_of(document: Node, triples: Triples) -> str:
    said = triples.about(document)
    pages = (page.value for name in _PAGES for page in said.get(name, ()) if isinstance(page, NamedNode))
    return next(pages, "")


def _word(value: Value, triples: Triples) -> str:
    """The text of a literal, the address of an IRI, the label of a blank node."""
    return _labelled(value, triples) if isinstance(value, BlankNode) else value.value


def _labelled(node: Node, triples: Triples) -> str:
    said = triples.about(node)
    labels = (label.value for name in _WORDS for label in said.get(name, ()) if isinstance(label, Literal))
    return next(labels, "")


def _lang(value: Value) -> str:
    tag = value.language if isinstance(value, Literal) else None
    return tag if tag and _LANG.fullmatch(tag) else ""


def _datatype(value: Value) -> str:
    if not isinstance(value, Literal):
        return XSD.anyURI
    return "" if value.language or value.datatype.value == XSD.string else value.datatype.value


def _extra(subject: Node, unread: list[Said], triples: Triples) -> Iterator[tuple[str, str, str]]:
    """What nobody read, as N-Triples terms; blank nodes are followed to their end.

    They are named by their order, since a parser names them at random, and the same record must always give
    the same entry.
    """
    names: dict[Value, str] = {subject: ""} if isinstance(subject, BlankNode) else {}
    pending = [("", name, value) for name, value in unread]
    for count, (source, name, value) in enumerate(pending):
        if count >= _MAX_EXTRA:
            return
        if isinstance(value, BlankNode) and value not in names:
            names[value] = f"_:e{len(names)}"
            deeper = triples.about(value)
            pending.extend((names[value], inner, item) for inner, items in deeper.items() for item in items)
        yield source, f"<{name}>", names[value] if isinstance(value, BlankNode) else str(value)
