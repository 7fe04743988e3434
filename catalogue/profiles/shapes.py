"""What a profile asks of each class, read from its shapes in SHACL (https://www.w3.org/TR/shacl/) as we use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, SH, Graph, Node
from rdflib.collection import Collection

_HERE = Path(__file__).parent
_LITERAL = str(SH.Literal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One property of a class: what stands at its end, and at most how many (None: any number).

    `kind` is the class of the value, `datatypes` are those that a literal may have; with neither, `literal` says
    whether the value is a literal or an address.
    """

    path: str
    kind: str = ""
    datatypes: frozenset[str] = frozenset()
    literal: bool = False
    most: int | None = None


Shapes = Mapping[str, tuple[Slot, ...]]
"""The slots of each class, by its IRI, in the order of their properties' names."""


@cache
def load_shapes(name: str) -> Shapes:
    """The shapes of a file beside this module."""
    graph = Graph().parse(_HERE / name)
    return {
        str(target): tuple(
            sorted((_slot(one, graph) for one in _asked(shape, graph)), key=lambda slot: slot.path)
        )
        for shape, target in graph.subject_objects(SH.targetClass)
        if (shape, RDF.type, SH.NodeShape) in graph
    }


def _asked(shape: Node, graph: Graph) -> list[Node]:
    """The properties that it describes; those of a lesser severity say only what would be good."""
    return [one for one in graph.objects(shape, SH.property) if not graph.value(one, SH.severity)]


def _slot(node: Node, graph: Graph) -> Slot:
    most = graph.value(node, SH.maxCount)
    return Slot(
        path=str(graph.value(node, SH.path)),
        kind=str(graph.value(node, SH["class"]) or ""),
        datatypes=frozenset(_datatypes(node, graph)),
        literal=str(graph.value(node, SH.nodeKind) or "") == _LITERAL,
        most=int(str(most)) if most is not None else None,
    )


def _datatypes(node: Node, graph: Graph) -> list[str]:
    """Its datatype, or those among which the shape that it names lets choose."""
    found = [graph.value(node, SH.datatype)]
    named = graph.value(node, SH.node)
    for choice in graph.objects(named, SH["or"]) if named else ():
        found += [graph.value(one, SH.datatype) for one in Collection(graph, choice)]
    return [str(one) for one in found if one is not None]
