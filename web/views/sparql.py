"""/sparql: the SPARQL 1.1 Protocol for programs, a form and a table for people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import QueryRefused
from catalogue.stores import BY_FORM, BY_NAME, Answer, AnswerMedia, Query, QueryForm, scan_query
from web.answers import answer_kept, etag_of, is_fresh, to_json
from web.asking import Asking, choose_description, choose_media, read_asking
from web.negotiation import HTML, JSON, TURTLE, choose
from web.operations import Operation, Parameter
from web.pages.page import Alternate
from web.pages.sparql import Example, SparqlPage, read_table
from web.problems import problem_of
from web.querying import Visit
from web.rdf import serialise
from web.rendering import render
from web.service import service_triples
from web.site import Site, site_of
from web.terms import TERMS_SCHEMA, query_terms

EXAMPLES = Path(__file__).parent.parent / "static" / "queries"
"""The folder of the example queries, which the page, the documents and a test read."""

_PAGE_ROWS = 200
_HOUR = 3_600
_LONGEST_ADDRESS = 8_000  # what browsers, proxies and mail programs pass on
_PAGE_CHARACTERS = 30_000

_HEADERS = {"Vary": "Accept", "Cache-Control": "no-cache"}
_PREFLIGHT = {
    "Allow": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


async def sparql(request: Request) -> Response:
    """One query, or the form to write one."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    site = site_of(request)
    asking = await read_asking(request)
    if asking.query is None:
        return _without_query(request, site, asking)
    visit = site.querying.visit(request)
    with visit.watched():
        return await _answer(request, visit, asking)


async def _answer(request: Request, visit: Visit, asking: Asking) -> Response:
    site = site_of(request)
    query = asking.query or ""
    accept = request.headers.get("accept", "")
    try:
        form = scan_query(query).form
        media = choose_media(asking, form, accept)
        etag = _etag(site, asking, media)
        if is_fresh(request, etag):
            return Response(status_code=304, headers=_HEADERS | {"ETag": etag})
        found = await visit.ask(_query(site, asking, media or _page_media(form)), key=etag)
    except QueryRefused as error:
        if not _is_page(asking, accept):
            raise
        visit.count(error)
        page = _page(site, query, error=problem_of(error).detail)
        return _page_response(site, page, status=400, headers=_HEADERS | visit.headers())
    headers = _HEADERS | visit.headers() | {"ETag": etag}
    if media is None:
        return _page_response(site, _result_page(site, asking, form, found), headers=headers)
    text = media.media_type.startswith("text/")
    content_type = f"{media.media_type}; charset=utf-8" if text else media.media_type
    return Response(found.body, headers=headers, media_type=content_type)


def _query(site: Site, asking: Asking, media: AnswerMedia) -> Query:
    return Query(
        base=site.iris.sparql(),  # where the query was sent (RFC 3986, 5.1.3)
        text=asking.query or "",
        media_type=media.media_type,
        default_graphs=asking.default_graphs,
        named_graphs=asking.named_graphs,
    )


def _etag(site: Site, asking: Asking, media: AnswerMedia | None) -> str:
    name = media.media_type if media else HTML.media_type
    graphs = (*asking.default_graphs, "", *asking.named_graphs)
    parts = (site.store.generation(), asking.query or "", name, *graphs)
    return etag_of(*(part.encode(errors="replace") for part in parts))


def _is_page(asking: Asking, accept: str) -> bool:
    """Whether a person asked, as far as can be said of a query that cannot be read."""
    if asking.form:
        return asking.form.lower() == "html"
    return choose(accept, (TURTLE, HTML)) is HTML


def _page_media(form: QueryForm) -> AnswerMedia:
    """What the page itself reads: JSON for a table, Turtle for a graph."""
    return BY_FORM[form][0]


def _without_query(request: Request, site: Site, asking: Asking) -> Response:
    """The form for people, the service description for programs."""
    form = choose_description(asking, request.headers.get("accept", ""))
    if form is HTML:
        return _page_response(site, _page(site, ""), headers=_HEADERS)
    body = serialise(service_triples(site), form)
    headers = _HEADERS | {"ETag": etag_of(body)}
    if is_fresh(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=form.content_type)


def _page_response(
    site: Site, page: SparqlPage, *, status: int = 200, headers: dict[str, str] = _HEADERS
) -> Response:
    return Response(render(page, site.templates), status, headers=headers, media_type=HTML.content_type)


def _page(site: Site, query: str, *, error: str = "") -> SparqlPage:
    return SparqlPage(
        title="Query the catalogue with SPARQL",
        query=query,
        endpoint=site.iris.sparql(),
        examples=load_examples(site),
        limits=site.querying.limits.sentence,
        error=error,
        editor="yasgui.min.js" in site.statics,
    )


def _result_page(site: Site, asking: Asking, form: QueryForm, found: Answer) -> SparqlPage:
    page = _page(site, asking.query or "")
    page = replace(page, downloads=_downloads(site, asking, form), share=_share(site, asking))
    if form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE):
        text = found.body.decode(errors="replace")
        return replace(page, graph=text[:_PAGE_CHARACTERS], cut=len(text) > _PAGE_CHARACTERS)
    table = read_table(found.body, most=_PAGE_ROWS)
    return replace(page, truth=table) if isinstance(table, str) else replace(page, table=table)


def _downloads(site: Site, asking: Asking, form: QueryForm) -> tuple[Alternate, ...]:
    if asking.default_graphs or asking.named_graphs:
        return ()
    address = site.links.asked(asking.query or "")
    return tuple(
        Alternate(label=media.label, media_type=media.media_type, address=f"{address}&format={media.name}")
        for media in BY_FORM[form]
    )


def _share(site: Site, asking: Asking) -> str:
    """The whole address of a query; "" of one that is too long for an address, or that names its graphs beside it."""
    address = site.iris.asked(asking.query or "")
    graphs = asking.default_graphs or asking.named_graphs
    return "" if graphs or len(address) > _LONGEST_ADDRESS else address


def load_examples(site: Site) -> tuple[Example, ...]:
    """The queries of `static/queries`; the comment at the head of each is its title."""
    return tuple(
        Example(title=text.partition("\n")[0].lstrip("# "), query=text, address=site.links.asked(text))
        for text in _example_texts()
    )


@cache
def _example_texts() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.rq")))


def terms(request: Request) -> Response:
    """What the editor completes."""
    return answer_kept(request, to_json(query_terms()), JSON.media_type, seconds=_HOUR)


_GRAPHS = {"type": "string", "format": "iri"}

OPERATIONS = (
    Operation(
        path="/sparql",
        view=sparql,
        about="One SPARQL 1.1 query; without a query the description of the service.",
        group="Queries",
        media=(HTML.media_type, *dict.fromkeys(media.media_type for media in BY_NAME.values())),
        methods=("GET", "POST", "OPTIONS"),
        parameters=(
            Parameter(name="query", about="The query.", example="ASK { ?s ?p ?o }"),
            Parameter(
                name="default-graph-uri", about="A graph of the default graph.", schema=_GRAPHS, many=True
            ),
            Parameter(name="named-graph-uri", about="A named graph.", schema=_GRAPHS, many=True),
            Parameter(
                name="format",
                about="The form of the answer; it goes before the Accept header.",
                schema={"enum": [HTML.name, *BY_NAME]},
            ),
        ),
        body={
            "application/sparql-query": {"type": "string"},
            "application/x-www-form-urlencoded": {
                "type": "object",
                "properties": {"query": {"type": "string", "minLength": 1}},
                "required": ["query"],
            },
        },
        statuses={
            400: "The query cannot be read, or may not be run; says where.",
            413: "The request or the answer is too large.",
            415: "The body is of another media type, or in another character set than UTF-8.",
            429: "This client's share of time or of errors is used up, or too many of its queries wait; says which.",
            503: "Busy, or the query took too long; says which.",
        },
    ),
    Operation(
        path="/sparql/terms.json",
        view=terms,
        about="The prefixes, classes and properties that the catalogue is made of, as the editor completes them.",
        group="Queries",
        media=(JSON.media_type,),
        schemas={JSON.media_type: TERMS_SCHEMA},
        stable=False,
    ),
)
