"""A SPARQL request read: the query, its dataset and the form of the answer (SPARQL 1.1 Protocol, 2.1)."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from starlette.requests import Request

from catalogue.stores import BY_FORM, AnswerMedia, QueryForm
from web.negotiation import HTML, RDF_FORMS, Form, choose
from web.problems import Problem, ProblemRaised, not_acceptable

MOST_BYTES = 256 * 1024
MOST_GRAPHS = 1000
DESCRIPTIONS = (HTML, *RDF_FORMS)
"""The forms of what the endpoint says of itself."""
_QUERY_TYPE = "application/sparql-query"
_FORM_TYPE = "application/x-www-form-urlencoded"
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One request to the endpoint. `query` is None where none was sent; `form` is what `format=` says, or ""."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str


async def read_asking(request: Request) -> Asking:
    """Reads a GET, a form POST or a direct POST; raises a problem that says what is wrong with it."""
    pairs = _pairs(request.scope["query_string"].decode("latin-1"))
    if request.method == "POST":
        pairs += await _posted(request)
    return _asking(pairs, must=request.method == "POST")


def choose_media(asking: Asking, form: QueryForm, accept: str) -> AnswerMedia | None:
    """How the answer is to be written; None for the page. Raises a 406 that lists what there is."""
    return _named(asking.form, BY_FORM[form]) if asking.form else _liked(form, accept)


@lru_cache(maxsize=256)
def _liked(form: QueryForm, accept: str) -> AnswerMedia | None:
    """Remembered, since clients ask a thousand times with one header."""
    offered = BY_FORM[form]
    forms = [_as_form(media) for media in offered]
    chosen = choose(accept, (*forms, HTML))
    if chosen is None:
        raise not_acceptable((*forms, HTML))
    return next((media for media in offered if media.name == chosen.name), None)


def choose_description(asking: Asking, accept: str) -> Form:
    """How the service is to be described, the page being one way. Raises a 406 that lists what there is."""
    if asking.form:
        chosen = next((form for form in DESCRIPTIONS if asking.form in (form.name, form.media_type)), None)
    else:
        chosen = choose(accept, DESCRIPTIONS)
    if chosen is None:
        raise not_acceptable(DESCRIPTIONS)
    return chosen


async def read_form(request: Request) -> dict[str, str]:
    """What the address and a form say; of a name that is repeated the first counts."""
    pairs = _pairs(request.scope["query_string"].decode("latin-1"))
    if request.method == "POST":
        pairs = await read_pairs(request) + pairs
    return dict(reversed(pairs))


async def read_pairs(request: Request) -> list[tuple[str, str]]:
    """The names and values of a posted form, in their order."""
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    body = await _body(request)
    if body and media_type.strip().lower() != _FORM_TYPE:
        raise _unsupported(media_type, _FORM_TYPE)
    _check_charset(parameters)
    return _pairs(body.decode("latin-1"))


async def _posted(request: Request) -> list[tuple[str, str]]:
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type not in (_QUERY_TYPE, _FORM_TYPE):
        raise _unsupported(media_type, f"{_QUERY_TYPE} or {_FORM_TYPE}")
    _check_charset(parameters)
    body = await _body(request)
    if media_type == _FORM_TYPE:
        return _pairs(body.decode("latin-1"))
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError as error:
        raise _bad(f"The query is not UTF-8: byte {error.start} cannot be read.") from error


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names and values, percent-decoded as UTF-8."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeError as error:
        raise _bad("What is sent is not UTF-8, percent-encoded.") from error


def _asking(pairs: Sequence[tuple[str, str]], *, must: bool) -> Asking:
    _check_names({name for name, _ in pairs})
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1 or (must and not queries):
        raise _bad(f"One query was expected; {len(queries) or 'none'} were sent.")
    asking = Asking(
        query=queries[0].replace("\r\n", "\n") if queries else None,
        default_graphs=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in pairs if name == "named-graph-uri"),
        form=next((value.strip() for name, value in pairs if name == "format"), ""),
    )
    if len(asking.default_graphs) + len(asking.named_graphs) > MOST_GRAPHS:
        raise _bad(f"A request names at most {MOST_GRAPHS:,} graphs.")
    return asking


def _check_names(names: Set[str]) -> None:
    """Refuse what belongs to updates (SPARQL 1.1 Protocol, 2.2), rather than answer what was not asked."""
    wrong = sorted(names & {"update", "using-graph-uri", "using-named-graph-uri"})
    if wrong:
        raise _bad(f"This endpoint only answers queries; it takes no updates, to which {wrong[0]!r} belongs.")


def _check_charset(parameters: str) -> None:
    stated = (part.partition("=") for part in parameters.lower().split(";"))
    charset = next((value.strip(" \t\"'") for name, _, value in stated if name.strip() == "charset"), "utf-8")
    if charset not in _CHARSETS:
        detail = f"A query is sent in UTF-8 here; this one says that it is in {charset[:40]!r}."
        raise ProblemRaised(Problem(status=415, title="Unsupported media type", detail=detail))


async def _body(request: Request) -> bytes:
    """The body, given up as soon as it is too large."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            detail = f"The request has more than {MOST_BYTES:,} bytes, the most that is taken here."
            raise ProblemRaised(Problem(status=413, title="The request is too large", detail=detail))
        parts.append(part)
    return b"".join(parts)


def _named(name: str, offered: Sequence[AnswerMedia]) -> AnswerMedia | None:
    wanted = name.lower()
    if wanted == "html":
        return None
    found = next((media for media in offered if wanted in _names(media)), None)
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


def _names(media: AnswerMedia) -> tuple[str, ...]:
    return (media.name, *media.called, media.media_type, *media.also)


def _as_form(media: AnswerMedia) -> Form:
    return Form(name=media.name, media_type=media.media_type, label=media.label, also=media.also)


def _bad(detail: str) -> ProblemRaised:
    return ProblemRaised(Problem(status=400, title="The request cannot be read", detail=detail))


def _unsupported(media_type: str, wanted: str) -> ProblemRaised:
    detail = f"A POST carries {wanted}; this one has {media_type[:80] or 'no Content-Type'}."
    return ProblemRaised(Problem(status=415, title="Unsupported media type", detail=detail))
