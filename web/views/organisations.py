"""/organisation: who publishes, by name, and a box to find one."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.status import Organisation
from vocab.namespaces import FOAF
from web.answers import answer, negotiate
from web.coverage.choosing import find_named
from web.negotiation import JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.organisations import listed
from web.pages.organisation import OrganisationListPage, by_name, letters
from web.pages.page import make_paging
from web.portal_json import ORGANISATION_SCHEMA, organisation_json
from web.reading import read_number
from web.schema import every, record
from web.site import Site, site_of
from web.tables import Member, collection_triples, to_table_csv
from web.writers import table_writers

_COLUMNS = ("slug", "iri", "name", "datasets", "portals")
_A_PAGE = 200  # publishers on one page, which then stays under 50 KB
_LONGEST = 100


def organisation_list(request: Request) -> Response:
    """Every publisher with datasets, or those that a name finds, by name."""
    site = site_of(request)
    text = request.query_params.get("q", "")[:_LONGEST].strip()

    def address(page: int, suffix: str = "") -> str:
        return site.links.listed(site.links.organisations() + suffix, [("q", text)], page)

    choice = negotiate(
        request, TABLE_FORMS, lambda _, suffix: address(1, suffix), name=request.url.path.rpartition("/")[2]
    )
    number = read_number(request.query_params.get("page", ""), default=1, most=100_000)
    found = find_named(site, text)
    here = by_name(found)[(number - 1) * _A_PAGE : number * _A_PAGE]
    writers = table_writers(
        site,
        page=lambda: OrganisationListPage(
            title=f"Publishers: {text}" if text else "Publishers",
            alternates=choice.alternates,
            text=text,
            count=len(found),
            letters=letters(listed(site, here)),
            paging=make_paging(number, -(-len(found) // _A_PAGE), address),
        ),
        json=lambda: {"organisations": _rows(found, site)},
        table=lambda: to_table_csv(_COLUMNS, _rows(found, site)),
        quads=lambda: collection_triples(
            site.iris.organisations(), "Publishers", [_member(one, site) for one in found]
        ),
    )
    return answer(request, choice, writers)


def _rows(found: Iterable[Organisation], site: Site) -> list[dict[str, object]]:
    return [organisation_json(one, site.iris) for one in found]


def _member(one: Organisation, site: Site) -> Member:
    return Member(iri=site.iris.organisation(one.slug), kind=FOAF.Agent, name=one.name, named=FOAF.name)


OPERATIONS = (
    Operation(
        path="/organisation",
        view=organisation_list,
        about="Every publisher with datasets, or those that a name finds.",
        group="Things",
        media=tuple(form.media_type for form in TABLE_FORMS),
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: record("Organisations", organisations=every(ORGANISATION_SCHEMA))},
        parameters=(
            Parameter(name="q", about="Words of a name; each must begin a word of it.", example="council"),
            PAGE,
        ),
    ),
)
