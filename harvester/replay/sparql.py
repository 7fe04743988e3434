"""Replays a SPARQL endpoint over records in Turtle: `{"iri", "turtle"}`, as those of `dcat`.

`options`: `graphs` puts each record into a graph of its own; `most` cuts each answer at so many rows or statements without a word, as
endpoints do, and `told` says so in a header.
"""  # noqa: E501

from __future__ import annotations

from functools import cached_property
from itertools import islice

import orjson
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Replay, json_answer, to_url, typed
from harvester.replay.recording import Recording

_PATH = "/sparql"


def build(recording: Recording) -> Replay:
    """The endpoint; recorded answers are given as recorded."""
    if recording.pages:
        return Replay(entry=to_url(recording.pages[0].path))
    return Replay(entry=_PATH, routes=(Route(_PATH, _Endpoint(recording).answer),))


class _Endpoint:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    @cached_property
    def _store(self) -> Store:
        store = Store()
        for record in map(orjson.loads, self._recording.records):
            graph = (
                NamedNode(f"{record['iri']}#graph")
                if self._recording.options.get("graphs")
                else DefaultGraph()
            )
            store.load(record["turtle"].encode(), format=RdfFormat.TURTLE, to_graph=graph)
        return store

    async def answer(self, request: Request) -> Response:
        """The results of the query, in JSON or N-Triples; a complaint with 400 where it is none."""
        try:
            found = self._store.query(request.query_params.get("query", ""))
        except (SyntaxError, ValueError) as error:
            return PlainTextResponse(f"Parse error: {error}", status_code=400)
        if isinstance(found, QuerySolutions):
            return self._table(found)
        if isinstance(found, QueryTriples):
            return self._graph(found)
        return json_answer({"head": {}, "boolean": bool(found)})

    def _table(self, found: QuerySolutions) -> Response:
        answer = orjson.loads(found.serialize(format=QueryResultsFormat.JSON) or b"{}")
        rows = answer["results"]["bindings"]
        answer["results"]["bindings"] = rows[: self._most]
        return self._told(json_answer(answer, media_type="application/sparql-results+json"), len(rows))

    def _graph(self, found: QueryTriples) -> Response:
        triples = list(islice(found, self._most + 1))
        body = serialize(triples[: self._most], format=RdfFormat.N_TRIPLES) or b""
        return self._told(typed(body, "application/n-triples"), len(triples))

    @property
    def _most(self) -> int:
        return int(self._recording.options.get("most", 1_000_000))

    def _told(self, answer: Response, count: int) -> Response:
        if count > self._most and self._recording.options.get("told"):
            answer.headers["X-SPARQL-MaxRows"] = str(self._most)
        return answer
