"""A process that asks a SPARQL server and may be killed at any moment: `python -m …remote_worker BYTES`.

It never reads a query, only answers, and these whole: what does not end as its syntax and HTTP say is no answer
(https://www.rfc-editor.org/rfc/rfc9112#section-8). Servers begin with 200 and find out later that they cannot go on.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import orjson
import pyoxigraph as ox
from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as HTTPTimeout

from catalogue.errors import AnswerTooLarge, QueryRefused, QueryTimeout, StoreError, StoreUnavailable
from catalogue.stores import frames
from catalogue.stores.engine import Found, answer_of
from catalogue.stores.protocol import Answer, QueryForm
from catalogue.stores.worker import serve

CONNECT_SECONDS = 5.0
_TABLE = "application/sparql-results+json"
_GRAPH = "application/n-triples"
# Only what cannot seem whole when it is not: a parser takes half a document of XML for a short one.
_READ = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_PIECE = 1 << 16
_ROOM = 1 << 16
_TIMES = 2  # how much larger than the answer wanted the server's own may be
_REFUSED = frozenset({400, 413, 414, 422})
_LATE = frozenset({408, 504})
# Virtuoso 7 answers ASK in JSON as a table of this one variable, with a row for yes.
_VIRTUOSO_SAYS = "__ASK_RETVAL"
# Virtuoso marks what it cut by these (https://docs.openlinksw.com/virtuoso/anytimequeries/).
_CUT = ("X-SQL-State", "X-SPARQL-MaxRows")


def main(memory: int) -> None:
    """Answer until the input ends."""
    serve(Desk().reply, memory, network=True)


class Desk:
    """Holds connections open from question to question."""

    def __init__(self) -> None:
        self._http = PoolManager(retries=False, maxsize=1)

    def reply(self, ask: frames.Ask | frames.Fetch) -> bytes:
        """One frame."""
        try:
            if isinstance(ask, frames.Ask):
                raise StoreUnavailable("a process that asks a server was given a query to run")
            return frames.write_answer(self._fetch(ask))
        except StoreError as error:
            return frames.write_error(error)
        except HTTPTimeout as error:
            return frames.write_error(_late(error, ask.query.seconds))
        except HTTPError as error:
            return frames.write_error(StoreUnavailable(f"the server cannot be asked now: {error}"))

    def _fetch(self, ask: frames.Fetch) -> Answer:
        response = self._http.request(
            "POST",
            ask.address,
            fields=[("query", ask.query.text), *ask.parameters],
            encode_multipart=False,
            headers={**ask.headers, "Accept": _accept(ask.form), "Accept-Encoding": "identity"},
            timeout=Timeout(connect=min(CONNECT_SECONDS, ask.query.seconds), read=ask.query.seconds),
            redirect=False,
            preload_content=False,
        )
        _check_status(response.status)
        body = _body(response, ask.query.max_bytes)
        return read_answer(ask, body, _media_type(response))


def read_answer(ask: frames.Fetch, body: bytes, media_type: str) -> Answer:
    """The server's answer, read to its end, in the form that was wanted."""
    try:
        return answer_of(_found(ask.form, body, media_type), ask.query, ask.form)
    except (SyntaxError, ValueError) as error:
        raise StoreUnavailable(f"the server's answer does not end as it should: {error}") from error


_TABLES = (QueryForm.SELECT, QueryForm.ASK)


def _found(form: QueryForm, body: bytes, media_type: str) -> Found:
    if form not in _TABLES:
        return _graph(body, media_type)
    found = _table(body, media_type)
    if isinstance(found, ox.QuerySolutions) is (form is QueryForm.SELECT):
        return found
    if isinstance(found, ox.QuerySolutions) and [v.value for v in found.variables] == [_VIRTUOSO_SAYS]:
        return _truth(any(True for _ in found))
    raise StoreUnavailable(f"the server answers {form.value} with something else")


def _truth(value: bool) -> ox.QueryBoolean:  # it is the value
    said = b'{"head":{},"boolean":true}' if value else b'{"head":{},"boolean":false}'
    found = ox.parse_query_results(said, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QueryBoolean)  # noqa: S101 # for the types
    return found


def _accept(form: QueryForm) -> str:
    return _TABLE if form in _TABLES else f"{_GRAPH}, text/turtle;q=0.5"


def _table(body: bytes, media_type: str) -> ox.QuerySolutions | ox.QueryBoolean:
    if media_type not in (_TABLE, "application/json"):
        raise StoreUnavailable(f"the server answers as {media_type[:60]!r} where {_TABLE} was asked for")
    found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        orjson.loads(body)  # the engine's parser does not wait for the last brace here
    return found


def _graph(body: bytes, media_type: str) -> Callable[[io.BytesIO, str], object]:
    if media_type not in _READ:
        raise StoreUnavailable(f"the server answers as {media_type[:60]!r} where {_GRAPH} was asked for")
    triples = [quad.triple for quad in ox.parse(body, _READ[media_type])]
    return lambda output, wanted: ox.serialize(triples, output, ox.RdfFormat.from_media_type(wanted))


def _check_status(status: int) -> None:
    if status == 200:
        return
    if status in _REFUSED:
        raise QueryRefused("the server behind this endpoint does not run this query")
    if status in _LATE:
        raise QueryTimeout("the query took longer than the server behind this endpoint lets it")
    raise StoreUnavailable(f"the server answers with status {status}")


def _body(response: BaseHTTPResponse, most: int) -> bytes:
    """All of the body; urllib3 raises if it ends before its announced length or its last chunk."""
    _check_framing(response)
    read = bytearray()
    while part := response.read(_PIECE):
        read += part
        if len(read) > _TIMES * most + _ROOM:
            raise AnswerTooLarge(f"the answer is larger than {most:,} bytes; ask for less, or use LIMIT")
    response.release_conn()
    return bytes(read)


def _check_framing(response: BaseHTTPResponse) -> None:
    """Refuse a body whose end is only that the connection ends, and one that its server says it has cut."""
    headers = response.headers
    if "Content-Length" not in headers and "chunked" not in headers.get("Transfer-Encoding", ""):
        raise StoreUnavailable("the server's answer does not say where it ends")
    cut = next((name for name in _CUT if name in headers), None)
    if cut:
        raise StoreUnavailable(f"the server has cut its answer short ({cut})")


def _media_type(response: BaseHTTPResponse) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _late(error: Exception, seconds: float) -> StoreError:
    if "connect" in type(error).__name__.lower():
        return StoreUnavailable(f"the server cannot be reached now: {error}")
    return QueryTimeout(f"the query ran longer than {seconds:g} s and was stopped")


if __name__ == "__main__":
    main(int(sys.argv[1]))
