"""/status: how the harvest of every portal stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.clock import now_utc
from catalogue.ledger.oversight import Overview, overview
from catalogue.ledger.quality_schema import scores
from catalogue.ledger.scores import ScoreDay, means_by
from catalogue.ledger.status import catalogue_size, portal_statuses
from catalogue.ledger.workers import worker_statuses
from web.answers import Choice, answer, negotiate
from web.negotiation import JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.page import make_paging
from web.pages.portal import make_run_row, make_state
from web.pages.status import ORDERS, STATES, PortalRow, StatusPage, in_order, make_choices, narrowed
from web.portal_json import OVERVIEW_SCHEMA, listed_json, overview_json
from web.portal_rdf import portals_triples
from web.reading import read_number
from web.site import Site, site_of
from web.tables import to_table_csv
from web.writers import table_writers

_COLUMNS = (
    *("slug", "iri", "title", "kind", "address", "verdict", "sentence", "datasets", "missing", "withdrawn"),
    *("rejected", "last_run", "next_run", "paused", "undecided", "score_published", "score_here"),
)
_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which portals, in which order, and which page of them."""

    state: str
    order: str
    number: int

    def address(self, site: Site, suffix: str, page: int = 1) -> str:
        """Where they are."""
        order = "" if self.order == next(iter(ORDERS)) else self.order
        return site.links.statuses((("state", self.state), ("sort", order)), suffix, page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the ledger tells of all portals at one look."""

    rows: tuple[PortalRow, ...]
    every: Overview
    means: Mapping[str, ScoreDay]
    datasets: int
    last: str
    workers: int


def status(request: Request) -> Response:
    """Every portal with how its last run ended; narrowed and in an order where that is asked for."""
    site, asked = site_of(request), _read(request)
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(request, TABLE_FORMS, lambda _, suffix: asked.address(site, suffix), name=name)
    with site.ledger.reading() as connection:
        told = _look(connection, site)
    rows = in_order(narrowed(told.rows, asked.state), asked.order)
    portals = [row.status for row in rows]
    listed = [listed_json(one, told.every, told.means.get(one.slug), site.iris) for one in portals]
    writers = table_writers(
        site,
        page=lambda: _status_page(site, choice, asked, told, rows),
        json=lambda: overview_json(listed, told.every, told.workers),
        table=lambda: to_table_csv(_COLUMNS, listed),
        quads=lambda: portals_triples(portals, site.iris),
    )
    return answer(request, choice, writers)


def _read(request: Request) -> _Asked:
    query = request.query_params
    state, order = query.get("state", ""), query.get("sort", "")
    return _Asked(
        state=state if state in STATES else "",
        order=order if order in ORDERS else next(iter(ORDERS)),
        number=read_number(query.get("page", ""), default=1, most=100_000),
    )


def _look(connection: Connection, site: Site) -> _Told:
    every = overview(connection)
    means = dict(means_by(connection, scores.c.portal))
    datasets, _, last = catalogue_size(connection)
    return _Told(
        rows=tuple(
            PortalRow(
                status=one,
                last=make_run_row(one.last, site.links.run(one.slug, one.last.number)) if one.last else None,
                state=make_state(every.watches.get(one.slug)),
                undecided=every.undecided.get(one.slug, 0),
                mean=means.get(one.slug),
            )
            for one in portal_statuses(connection)
        ),
        every=every,
        means=means,
        datasets=datasets,
        last=last,
        workers=sum(one.alive for one in worker_statuses(connection, now=now_utc())),
    )


def _status_page(site: Site, choice: Choice, asked: _Asked, told: _Told, rows: list[PortalRow]) -> StatusPage:
    first = (asked.number - 1) * _SHOWN
    return StatusPage(
        title="Portals and how their harvest stands",
        alternates=choice.alternates,
        portals=tuple(rows[first : first + _SHOWN]),
        total=len(told.rows),
        found=len(rows),
        choices=make_choices(told.rows, asked.state),
        orders=ORDERS,
        order=asked.order,
        paging=make_paging(asked.number, -(-len(rows) // _SHOWN), lambda page: asked.address(site, "", page)),
        datasets=told.datasets,
        last_harvest=told.last,
        going=told.every.going,
        waiting=tuple(one for one in told.every.waiting if not one.worker),
        workers=told.workers,
    )


OPERATIONS = (
    Operation(
        path="/status",
        view=status,
        about="How the harvest of each portal stands.",
        group="Portals",
        media=tuple(form.media_type for form in TABLE_FORMS),
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: OVERVIEW_SCHEMA},
        parameters=(
            Parameter(
                name="state",
                about="Only portals in this state.",
                schema={"enum": list(STATES)},
                forgiving=True,
                example="complete",
            ),
            Parameter(
                name="sort",
                about="In this order, and by name; by name alone without it.",
                schema={"enum": list(ORDERS)},
                forgiving=True,
                example="score",
            ),
            replace(PAGE, about="Which fifty of them, from 1; other forms than the page have all."),
        ),
    ),
)
