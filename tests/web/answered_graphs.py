"""A response read as a graph, by another library than the one that wrote it."""

from __future__ import annotations

import pyoxigraph as ox
from httpx2 import Response
from rdflib import Graph


def read_graph(response: Response) -> Graph:
    """The graph of a response in the syntax that its Content-Type names."""
    media_type = response.headers["content-type"].partition(";")[0]
    syntax = ox.RdfFormat.from_media_type(media_type)
    assert syntax is not None, media_type
    triples = [quad.triple for quad in ox.parse(response.content, syntax)]
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
