"""A SPARQL request read: the query, its dataset and the form of the answer (SPARQL 1.1 Protocol, 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from catalogue.stores import BY_FORM, BY_NAME, AnswerMedia, QueryForm
from web.negotiation import HTML, Form, choose
from web.problems import Problem, ProblemRaised, not_acceptable

MOST_BYTES = 256 * 1024
_QUERY_TYPE = "application/sparql-query"
_FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One request to the endpoint. `query` is None where none was sent; `form` is what `format=` says, or ""."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str


async def read_asking(request: Request) -> Asking:
    """Reads a GET, a form POST or a direct POST; raises a problem that says what is wrong with it."""
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        text = await _body(request)
        if media_type == _QUERY_TYPE:
            pairs.append(("query", text))
        elif media_type == _FORM_TYPE:
            pairs += parse_qsl(text, keep_blank_values=True)
        else:
            raise _unsupported(media_type)
    return _asking(pairs)


def choose_media(asking: Asking, form: QueryForm, accept: str) -> AnswerMedia | None:
    """How the answer is to be written; None for the page. Raises a 406 that lists what there is."""
    offered = BY_FORM[form]
    if asking.form:
        return _named(asking.form, offered)
    forms = [_as_form(media) for media in offered]
    chosen = choose(accept, (*forms, HTML))
    if chosen is None:
        raise not_acceptable((*forms, HTML))
    return next((media for media in offered if media.name == chosen.name), None)


def _asking(pairs: Sequence[tuple[str, str]]) -> Asking:
    if any(name == "update" for name, _ in pairs):
        raise _bad("This endpoint only answers queries; it takes no updates.")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise _bad(f"One query was expected; {len(queries)} were sent.")
    return Asking(
        query=queries[0].replace("\r\n", "\n") if queries and queries[0].strip() else None,
        default_graphs=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in pairs if name == "named-graph-uri"),
        form=next((value.strip() for name, value in pairs if name == "format"), ""),
    )


async def _body(request: Request) -> str:
    """The body as text, given up as soon as it is too large."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            detail = f"The request has more than {MOST_BYTES:,} bytes, the most that is taken here."
            raise ProblemRaised(Problem(status=413, title="The request is too large", detail=detail))
        parts.append(part)
    try:
        return b"".join(parts).decode()
    except UnicodeDecodeError as error:
        raise _bad(f"The query is not UTF-8: byte {error.start} cannot be read.") from error


def _named(name: str, offered: Sequence[AnswerMedia]) -> AnswerMedia | None:
    if name.lower() == "html":
        return None
    wanted = BY_NAME.get(name.lower())
    found = next(
        (media for media in offered if media is wanted or name in (media.media_type, *media.also)), None
    )
    if found is None:
        names = ", ".join(media.name for media in offered)
        raise ProblemRaised(
            Problem(
                status=406,
                title="No such form",
                detail=f"This query's answer can be had as format= {names} or html.",
            )
        )
    return found


def _as_form(media: AnswerMedia) -> Form:
    return Form(name=media.name, media_type=media.media_type, label=media.label, also=media.also)


def _bad(detail: str) -> ProblemRaised:
    return ProblemRaised(Problem(status=400, title="The request cannot be read", detail=detail))


def _unsupported(media_type: str) -> ProblemRaised:
    detail = (
        f"A POST carries {_QUERY_TYPE} or {_FORM_TYPE}; this one has {media_type[:80] or 'no Content-Type'}."
    )
    return ProblemRaised(Problem(status=415, title="Unsupported media type", detail=detail))
