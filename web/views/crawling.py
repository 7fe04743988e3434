"""/robots.txt, /sitemap.xml and /llms.txt: what crawlers and other programs are told first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.parts import list_parts, read_part
from catalogue.ledger.reuses import story_slugs
from catalogue.ledger.status import last_change
from catalogue.links import Links
from web.answers import answer_kept, etag_of, is_fresh
from web.llms import make_llms
from web.operations import Operation, Parameter
from web.problems import not_found
from web.site import Site, site_of
from web.sitemap import MEDIA_TYPE, MOST, Listed, write_addresses, write_index

_HOUR = 3_600
_PAGES, _DATASETS = "pages", "datasets"

# Crawlers find every dataset from the sitemap. Queries cost much; filters, deep pages and other views of the same only
# repeat what the sitemap lists. CKAN's actions stay open: nothing leads a crawler there, and a harvester that heeds
# this file must be let in. Patterns are those of RFC 9309, 2.2.3.
_ROBOTS = """User-agent: *
Allow: /static/
Disallow: /sparql
Disallow: /search?
Disallow: /search.
Disallow: /suggest
Disallow: /vocabulary/suggest
Disallow: /resource
Disallow: /linkages/
Disallow: /views/
Allow: /api/3/action/
Allow: /api/action/
Disallow: /api/
Disallow: /mapping/
Disallow: /reuses/new
Disallow: /reuses/mine/
Disallow: /reuses?
Disallow: /*?*page=
Disallow: /*?*code=
Disallow: /*/joins?
Disallow: /*/source$
Crawl-delay: 1

Sitemap: {sitemap}
"""


def robots(request: Request) -> Response:
    """What crawlers should leave alone, and where all datasets are listed for them."""
    body = _ROBOTS.format(sitemap=site_of(request).iris.sitemap()).encode()
    return answer_kept(request, body, "text/plain; charset=utf-8", seconds=_HOUR)


def llms(request: Request) -> Response:
    """What this is and how it is asked by machine."""
    site = site_of(request)
    body = make_llms(site.operations, site.iris).encode()
    return answer_kept(request, body, "text/markdown; charset=utf-8", seconds=_HOUR)


def sitemap(request: Request) -> Response:
    """The index of the parts of the sitemap."""
    site = site_of(request)
    pages = -(-len(list_pages(site)) // MOST)
    listed = [(site.iris.sitemap(f"{_PAGES}-{number}"), "") for number in range(1, pages + 1)]
    listed += [
        (site.iris.sitemap(f"{_DATASETS}-{part.number}"), part.changed)
        for part in list_parts(site.ledger, MOST)
    ]
    return answer_kept(request, b"".join(write_index(listed)), MEDIA_TYPE, seconds=_HOUR)


def sitemap_part(request: Request) -> Response:
    """One part of the sitemap, streamed."""
    site, name = site_of(request), request.path_params["name"]
    kind, _, number = name.partition("-")
    if kind not in (_PAGES, _DATASETS) or not (number.isascii() and number.isdigit() and len(number) < 6):
        raise not_found("The sitemap has no such part.")
    with site.ledger.reading() as connection:
        etag = etag_of(name.encode(), str(last_change(connection)).encode())
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={_HOUR}"}
    if is_fresh(request, etag):
        return Response(status_code=304, headers=headers)
    listed = _part(site, kind, int(number))
    first = next(listed, None)
    if first is None:
        raise not_found("The sitemap has no such part.")
    return StreamingResponse(write_addresses(_again(first, listed)), headers=headers, media_type=MEDIA_TYPE)


def list_pages(site: Site) -> Sequence[str]:
    """Every page worth finding that is not of a dataset: lists, publishers, portals, concepts that are in use."""
    links, names = site.iris, site.names.table()
    in_use = (key.partition("/") for key in site.counts.table() or {} if "/" in key)
    return [
        *(links.home(), links.organisations(), links.portals(), links.vocabulary(), links.mapping()),
        *(links.views(), links.reuses()),
        *(links.reuse(slug) for slug in _stories(site)),
        *(links.vocabulary(scheme) for scheme in site.vocabulary.schemes),
        *(links.organisation(slug) for slug in names.publishers),
        *(links.portal(slug) for slug in names.portals),
        *(links.vocabulary(scheme, code) for scheme, _, code in in_use if site.vocabulary.find(scheme, code)),
    ]


def _stories(site: Site) -> Sequence[str]:
    with site.ledger.reading() as connection:
        return story_slugs(connection)


def list_datasets(ledger: Ledger, iris: Links, number: int) -> Iterator[Listed]:
    """The datasets of a part; streamed."""
    return ((iris.dataset(name), changed) for name, changed in read_part(ledger, number, MOST))


def _part(site: Site, kind: str, number: int) -> Iterator[Listed]:
    if number < 1:
        return iter(())
    if kind == _DATASETS:
        return list_datasets(site.ledger, site.iris, number)
    return ((address, "") for address in list_pages(site)[(number - 1) * MOST : number * MOST])


def _again(first: Listed, rest: Iterator[Listed]) -> Iterator[Listed]:
    yield first
    yield from rest


OPERATIONS = (
    Operation(
        path="/robots.txt",
        view=robots,
        about="What crawlers should leave alone, and where the sitemap is.",
        group="Running it",
        media=("text/plain",),
    ),
    Operation(
        path="/sitemap.xml",
        view=sitemap,
        about="The index of the sitemap, for crawlers.",
        group="Running it",
        media=(MEDIA_TYPE,),
    ),
    Operation(
        path="/sitemap-{name}.xml",
        view=sitemap_part,
        about="One part of the sitemap: at most 10,000 addresses with their last change here.",
        group="Running it",
        media=(MEDIA_TYPE,),
        parameters=(
            Parameter(
                name="name",
                about="Which part: `pages-1`, `datasets-1` and so on.",
                where="path",
                example="pages-1",
            ),
        ),
        statuses={404: "The sitemap has no such part."},
    ),
    Operation(
        path="/llms.txt",
        view=llms,
        about="What this site is and how it is asked by machine, in Markdown.",
        group="About this interface",
        media=("text/markdown",),
    ),
)
