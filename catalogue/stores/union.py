"""How servers are asked for the union of all graphs, for which the protocol has no word."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.stores.pattern import find_pattern
from catalogue.stores.tokens import Kind, tokens

Parameters = tuple[tuple[str, str], ...]
_JENAS = "urn:x-arq:UnionGraph"  # https://jena.apache.org/documentation/tdb/dynamic_datasets.html


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """One way to ask all graphs at once: by what is sent beside a query, or within a graph of this name.

    A dataset that is named beside a query has no graphs but those named, so a query that asks named graphs goes the
    second way.
    """

    parameters: Parameters = ()
    graph: str = ""

    def ask(self, text: str) -> tuple[str, Parameters]:
        """A query, and what is sent beside it."""
        if self.graph and names_graphs(text):
            return within(text, self.graph), ()
        return text, self.parameters


# What a server does not know it passes over, so each way is tried on a triple that is known to be there: nothing at all
# (RDF4J, GraphDB, Virtuoso, QLever), Oxigraph's, Jena's.
UNIONS = (
    Union(),
    Union(parameters=(("union-default-graph", "true"),)),
    Union(parameters=(("default-graph-uri", _JENAS),), graph=_JENAS),
)


def names_graphs(text: str) -> bool:
    """Whether the query asks named graphs; the engine needs no blank after the keyword, so it may begin a word."""
    return any(token.kind is Kind.WORD and "GRAPH" in token.text.upper() for token in tokens(text))


def within(text: str, graph: str) -> str:
    """The query with its pattern in a graph; a GRAPH in the pattern asks the named graphs as before."""
    begin, end = find_pattern(text)
    return f"{text[:begin]} GRAPH <{graph}> {{{text[begin:end]}}} {text[end:]}"
