"""/portal/{slug}/records: which records a figure counts, for people, as a table and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.accounted import (
    FATES,
    Accounted,
    count_failing,
    count_that,
    records_failing,
    records_that,
)
from catalogue.ledger.status import PortalStatus
from catalogue.quality.advice import advise
from catalogue.quality.metrics import BY_CODE
from web.answers import Choice, answer, followed_by, negotiate, to_json
from web.negotiation import CSV, HTML, JSON
from web.operations import PAGE, PORTAL, Operation, Parameter
from web.pages.records import TITLES, RecordsPage
from web.portals import named_portal
from web.problems import MOVED
from web.reading import read_number
from web.rendering import render
from web.schema import COUNT, STRING, TEXT_OR_NULL, every, record
from web.site import Site, site_of
from web.slices import Window
from web.tables import to_table_csv

_FORMS = (HTML, JSON, CSV)
_SHOWN, _LISTED = 50, 1_000
_ALL = "shown"
_COLUMNS = ("key", "title", "iri", "source", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which list, and which page of it; `became` is "" where a metric was named."""

    slug: str
    metric: str
    became: str
    number: int

    def address(self, site: Site, suffix: str, page: int) -> str:
        """Where a page of it is."""
        became = "" if self.became == _ALL else self.became
        return site.links.records(self.slug, metric=self.metric, became=became, suffix=suffix, page=page)


def records(request: Request) -> Response:
    """The records that fail a metric, or of which something became in the last run."""
    site, asked = site_of(request), _read(request)
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: asked.address(site, suffix, asked.number),
        name=request.url.path.rpartition("/")[2],
    )
    window = Window(number=asked.number, size=_SHOWN if choice.form is HTML else _LISTED)
    with site.ledger.reading() as connection:
        status = named_portal(connection, asked.slug)
        total = _count(connection, asked)
        found = _page(connection, asked, window)
    suffix, base = choice.form.suffix, site.iris.base
    more = window.following(total, lambda page: base + asked.address(site, suffix, page))
    rows = [_row(one, site) for one in found]
    response = answer(
        request,
        choice,
        {
            HTML.name: lambda: render(
                _records_page(site, choice, status, asked, window, total, found), site.templates
            ),
            JSON.name: lambda: to_json({"total": total, "records": rows, "next": more}),
            CSV.name: lambda: to_table_csv(_COLUMNS, rows),
        },
    )
    return response if choice.form is HTML else followed_by(response, more)


def _read(request: Request) -> _Asked:
    query = request.query_params
    metric = query.get("metric", "")
    became = query.get("became", "")
    metric = metric if metric in BY_CODE else ""
    return _Asked(
        slug=request.path_params["slug"],
        metric=metric,
        became="" if metric else became if became in FATES else _ALL,
        number=read_number(query.get("page", ""), default=1, most=100_000),
    )


def _count(connection: Connection, asked: _Asked) -> int:
    if asked.metric:
        return count_failing(connection, asked.slug, asked.metric)
    return count_that(connection, asked.slug, asked.became)


def _page(connection: Connection, asked: _Asked, window: Window) -> tuple[Accounted, ...]:
    limit, offset = window.size, window.offset
    if asked.metric:
        return records_failing(connection, asked.slug, asked.metric, limit=limit, offset=offset)
    return records_that(connection, asked.slug, asked.became, limit=limit, offset=offset)


def _records_page(
    site: Site,
    choice: Choice,
    status: PortalStatus,
    asked: _Asked,
    window: Window,
    total: int,
    found: Sequence[Accounted],
) -> RecordsPage:
    metric = BY_CODE.get(asked.metric)
    heading = metric.title if metric else TITLES[asked.became]
    return RecordsPage(
        title=f"{heading}: {status.title}",
        alternates=choice.alternates,
        portal=status,
        heading=heading,
        step=next(iter(advise({asked.metric: total}, status.kind)), None),
        checks=metric.checks if metric else "",
        total=total,
        rows=tuple(found),
        paging=window.paging(total, lambda page: asked.address(site, "", page)),
    )


def _row(one: Accounted, site: Site) -> dict[str, object]:
    return {
        "key": one.key,
        "title": one.title or None,
        "iri": site.iris.dataset(one.dataset) if one.dataset else None,
        "source": one.source or None,
        "why": one.why or None,
    }


_RECORD = record(key=STRING, title=TEXT_OR_NULL, iri=TEXT_OR_NULL, source=TEXT_OR_NULL, why=TEXT_OR_NULL)

OPERATIONS = (
    Operation(
        path="/portal/{slug}/records",
        view=records,
        about="The records of a portal that fail a metric, or of which something became in its last run.",
        group="Portals",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: record("Records", total=COUNT, records=every(_RECORD), next=TEXT_OR_NULL)},
        parameters=(
            PORTAL,
            Parameter(
                name="metric",
                about="Those that fail this metric as they are published.",
                schema={"enum": list(BY_CODE)},
                forgiving=True,
                example="licence",
            ),
            Parameter(
                name="became",
                about="Those of which this became in the last run; without either, all that are shown.",
                schema={"enum": list(FATES)},
                forgiving=True,
                example="added",
            ),
            replace(PAGE, about="Which page of them, from 1; a thousand on each for programs."),
        ),
        statuses=MOVED | {404: "No portal has this name."},
    ),
)
