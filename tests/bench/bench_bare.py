"""The bare store over HTTP: `bench_bare.py FOLDER PORT`, the least that anybody would write round pyoxigraph.

One view, no limits, no processes of its own: the queries run in a thread of the server.
"""

from __future__ import annotations

import io
import sys

import pyoxigraph as ox
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def main(folder: str, port: int) -> None:
    """Serves until it is ended."""
    store = ox.Store.read_only(folder)

    def view(request: Request) -> Response:
        found, output = (
            store.query(request.query_params["query"], use_default_graph_as_union=True),
            io.BytesIO(),
        )
        if isinstance(found, ox.QueryTriples):
            found.serialize(output, ox.RdfFormat.TURTLE)
            return Response(output.getvalue(), media_type="text/turtle")
        found.serialize(output, ox.QueryResultsFormat.JSON)
        return Response(output.getvalue(), media_type="application/sparql-results+json")

    app = Starlette(routes=[Route("/sparql", view), Route("/healthz", lambda _: Response("ok"))])
    uvicorn.run(app, port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
