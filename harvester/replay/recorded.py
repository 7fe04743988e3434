"""A portal of which answers were recorded and no records: they are given again, by path and by place in a list.

Who recorded them asked with parameters of their own: an order, a language, the length of a page. What tells one answer
from another is where in the list it begins, and what narrows the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Replay, page_answer
from harvester.replay.recording import Recording

_BEGINS = {"offset": "0", "start": "0", "startindex": "1", "page": "1"}
_NARROWS = frozenset({"scroll_id", "where", "filter", "fq", "ids"})


def as_recorded(
    recording: Recording,
    *,
    entry: str = "/",
    missing: Callable[[], Response] = lambda: Response(status_code=404),
) -> Replay:
    """The recorded answers, and `missing` for what nobody recorded."""
    pages = {(page.path, _place(page.parameters)): page for page in reversed(recording.pages)}

    async def answer(request: Request) -> Response:
        path = str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))
        page = pages.get((path, _place(request.query_params.multi_items())))
        return page_answer(page, recording, request) if page else missing()

    return Replay(entry=entry, routes=(Route("/{first}", answer), Route("/{first}/{rest:path}", answer)))


def _place(parameters: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Where in which list an answer stands; the beginning need not be said."""
    named = ((name.lower(), value) for name, value in parameters)
    return frozenset(
        (name, value) for name, value in named if name in _NARROWS or _BEGINS.get(name, value) != value
    )
