"""Statements as compact JSON-LD that is whole in itself: of our context it carries just what it uses.

https://www.w3.org/TR/json-ld11/#compacted-document-form. Nothing is lost or rewritten: literals stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson
import pyoxigraph as ox

from catalogue.profiles.context import PREFIXES, is_addressed, names, terms
from vocab.namespaces import RDF, XSD

Node = dict[str, object]
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Subject | ox.Literal

_DEEPEST = 16  # nodes within nodes; a chain of a portal's own may be longer than any reader's stack
_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def to_json_ld(triples: Sequence[ox.Triple]) -> bytes:
    """One document: its only node at the top, or several in `@graph`, in the order in which they are first said."""
    writer = _Writer(clashing=_clashing(triples))
    for triple in triples:
        writer.add(triple)
    nodes = writer.nodes()
    content = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    return orjson.dumps({"@context": writer.context(), **content}, option=_OPTIONS)


@dataclass(slots=True)
class _Writer:
    """The statements by subject, and what of the context they have used. No name with a `clashing` prefix is made."""

    clashing: frozenset[str]
    _said: dict[Subject, dict[str, dict[Term, None]]] = field(default_factory=dict)
    _used: dict[str, object] = field(default_factory=dict)
    _met: Counter[Term] = field(default_factory=Counter)
    _home: dict[Term, Subject] = field(default_factory=dict)
    _written: set[Subject] = field(default_factory=set)

    def add(self, triple: ox.Triple) -> None:
        """One more statement; a repeated one says nothing new."""
        subject, value = triple.subject, triple.object
        values = self._said.setdefault(subject, {}).setdefault(triple.predicate.value, {})
        if value not in values:
            values[value] = None
            self._met[value] += 1
            self._home[value] = subject

    def nodes(self) -> list[Node]:
        """The nodes at the top: all but those that stand within the one node that speaks of them."""
        top = [self._node(subject, 0) for subject in self._said if not self._is_within(subject)]
        # What is left speaks of itself in a circle, or lies too deep.
        top += [self._node(subject, 0) for subject in self._said if subject not in self._written]
        return top

    def context(self) -> Node:
        """What was used, in the order of the alphabet."""
        return dict(sorted(self._used.items()))

    def _is_within(self, subject: Subject) -> bool:
        """A node without a name, or of an address within another's, where just one statement leads to it."""
        if self._met[subject] != 1:
            return False
        home = self._home[subject]
        if isinstance(subject, ox.BlankNode):
            return home != subject
        named = isinstance(home, ox.NamedNode) and isinstance(subject, ox.NamedNode)
        return named and _name(subject).startswith(f"{_name(home)}#")

    def _node(self, subject: Subject, depth: int) -> Node:
        self._written.add(subject)
        node: Node = {}
        if isinstance(subject, ox.NamedNode) or not depth or self._met[subject] != 1:
            node["@id"] = _name(subject)
        for predicate, values in self._said[subject].items():
            if predicate == RDF.type and all(isinstance(one, ox.NamedNode) for one in values):
                kinds = [self._compact(one.value) for one in values if isinstance(one, ox.NamedNode)]
                node["@type"] = kinds[0] if len(kinds) == 1 else kinds
                continue
            key = self._compact(predicate)
            said = [self._value(one, depth, addressed=is_addressed(key)) for one in values]
            node[key] = said[0] if len(said) == 1 else said
        return node

    def _value(self, term: Term, depth: int, *, addressed: bool) -> object:
        if isinstance(term, ox.Literal):
            return self._literal(term, addressed=addressed)
        if not isinstance(term, ox.NamedNode | ox.BlankNode):
            return {"@value": str(term)}  # a statement about a statement: no form of ours says one
        if self._fits_here(term, depth):
            return self._node(term, depth + 1)
        return _name(term) if addressed else {"@id": _name(term)}

    def _fits_here(self, term: Subject, depth: int) -> bool:
        return term in self._said and term not in self._written and depth < _DEEPEST and self._is_within(term)

    def _literal(self, term: ox.Literal, *, addressed: bool) -> object:
        if term.language:
            return {"@language": term.language, "@value": term.value}
        if term.datatype.value != XSD.string:
            return {"@type": self._compact(term.datatype.value), "@value": term.value}
        return {"@value": term.value} if addressed else term.value

    def _compact(self, iri: str) -> str:
        """The name that an IRI has in the context, which then is used; else the IRI."""
        if name := names().get(iri):
            self._used[name] = terms()[name]
            return name
        for prefix, namespace in PREFIXES.items():
            local = iri.removeprefix(namespace)
            if local != iri and local and prefix not in self.clashing and not local.startswith("//"):
                self._used[prefix] = namespace
                return f"{prefix}:{local}"
        return iri


def _clashing(triples: Sequence[ox.Triple]) -> frozenset[str]:
    """Prefixes that an IRI of the statements has for its scheme: portals write `dct:title` where they mean it whole."""
    iris = (
        one.value
        for each in triples
        for one in (each.subject, each.predicate, each.object, *_datatype(each))
        if isinstance(one, ox.NamedNode)
    )
    schemes = {iri.partition(":")[0] for iri in iris}
    return frozenset(schemes & PREFIXES.keys())


def _datatype(triple: ox.Triple) -> tuple[ox.NamedNode, ...]:
    return (triple.object.datatype,) if isinstance(triple.object, ox.Literal) else ()


def _name(term: Subject) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
