"""/operator/copies: datasets of different portals that may be one, for an operator to say."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.clusters.judging import Pair
from catalogue.clusters.standing import reason
from catalogue.ledger.clusters import count_proposals, decide, proposals
from catalogue.ledger.held import Held, list_held
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import Wrong, go_on, show_form
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import PAGE
from web.pages.operator import CopiesPage, PairRow, Side
from web.people import OPERATORS
from web.people.visitor import need_operator
from web.reading import read_number
from web.site import Site, site_of
from web.slices import Window
from web.views.operator import ONLY

_EACH = 20
_SAID = {"same": True, "other": False}


def copies(request: Request) -> Response:
    """A page of the pairs, each with its question."""
    need_operator(request)
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.operator("copies"))
    return show_form(
        request, _page(site, read_number(request.query_params.get("page", ""), default=1, most=10_000))
    )


@takes_form
def say(request: Request, posted: Posted) -> Response:
    """Keeps what was said of the pairs of one page, in one transaction."""
    visitor, site = need_operator(request), site_of(request)
    said = {name: _SAID[values[0]] for name, values in posted.many.items() if values and values[0] in _SAID}
    if not said:
        wrong = Wrong(field="", message="Say of at least one pair what it is")
        return show_form(request, _page(site, 1, wrong=(wrong,)))
    with site.ledger.writing() as connection:
        for one, other in _known(connection, list(said)[:_EACH]):
            same = said[f"{one}-{other}"]
            decide(connection, one, other, same=same, by=visitor.email, at=site.now())
    return go_on(site.links.operator("copies"))


def _known(connection: Connection, fields: list[str]) -> Iterator[tuple[str, str]]:
    """The pairs of two different datasets that are here."""
    pairs = [(one, other) for one, _, other in (name.partition("-") for name in fields)]
    held = list_held(connection, tuple({one for pair in pairs for one in pair}))
    return ((one, other) for one, other in pairs if one != other and one in held and other in held)


def _page(site: Site, number: int, *, wrong: tuple[Wrong, ...] = ()) -> CopiesPage:
    window = Window(number=number, size=_EACH)
    with site.ledger.reading() as connection:
        count = count_proposals(connection)
        pairs = proposals(connection, limit=window.size, offset=window.offset)
        held = list_held(connection, tuple({one for pair in pairs for one in (pair.a, pair.b)}))
    return CopiesPage(
        title="Copies to decide",
        rows=tuple(_row(pair, held) for pair in pairs if pair.a in held and pair.b in held),
        count=count,
        paging=window.paging(count, lambda page: site.links.paged(site.links.operator("copies"), page)),
        wrong=wrong,
    )


def _row(pair: Pair, held: dict[str, Held]) -> PairRow:
    return PairRow(one=_side(held[pair.a]), other=_side(held[pair.b]), because=reason(pair.kinds))


def _side(held: Held) -> Side:
    entry = held.snapshot.entry
    title = next((text.value for text in entry.dataset.title if text.value.strip()), entry.id)
    return Side(id=entry.id, title=title, portal=entry.portal)


OPERATIONS = (
    page_with_form(
        "/operator/copies",
        copies,
        "Datasets of different portals that may be one.",
        group=OPERATORS,
        parameters=(PAGE,),
        statuses=ONLY,
    ),
    form_taken(
        "/operator/copies",
        say,
        "Says of pairs, each a field of both identifiers, whether they are one dataset (`same`) or two (`other`).",
        group=OPERATORS,
        statuses=ONLY,
    ),
)
