"""/portal/{slug}/links: the addresses of a portal's datasets that do not work, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.link_checks import Check, checks_of
from catalogue.ledger.link_report import BROKEN, PortalLink, portal_links, portal_states
from catalogue.ledger.status import PortalStatus
from catalogue.linkage.leading import Role
from catalogue.linkage.standing import State
from web.answers import Choice, answer, followed_by, negotiate, to_json
from web.negotiation import CSV, HTML, JSON
from web.operations import PAGE, PORTAL, Operation, Parameter
from web.pages.link_told import tell_link
from web.pages.portal_links import NAMES, TITLES, LinkRow, PortalLinksPage, StateRow
from web.portals import named_portal
from web.problems import MOVED
from web.reading import read_number
from web.rendering import render
from web.schema import COUNT, COUNT_OR_NULL, STRING, TEXT_OR_NULL, every, record
from web.site import Site, site_of
from web.slices import Window
from web.tables import to_table_csv
from web.wording import say_count

_FORMS = (HTML, JSON, CSV)
_SHOWN, _LISTED = 50, 500
_NAMES: Mapping[str, tuple[State, ...]] = {
    "broken": BROKEN,
    "dead": (State.DEAD,),
    "failing": (State.FAILING,),
    "unknown": (State.UNKNOWN,),
    "works": (State.WORKS,),
    "never-asked": (State.NEVER_ASKED,),
}
_COLUMNS = (
    *("url", "state", "since", "failures", "first_failure", "status", "remark", "media_type", "length"),
    *("leads_to", "checked", "due", "count", "datasets"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which links of which portal, and which page of them."""

    slug: str
    name: str
    number: int

    def address(self, site: Site, suffix: str, page: int, name: str = "") -> str:
        """Where a page of them is, or of those that stand otherwise."""
        return site.links.portal_links(self.slug, state=name or self.name, suffix=suffix, page=page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the ledger says of them."""

    status: PortalStatus
    counts: Mapping[State, int]
    links: Sequence[PortalLink]
    checks: Mapping[int, tuple[Check, ...]]
    total: int


def links(request: Request) -> Response:
    """The links of a portal that are broken, or that stand as is asked."""
    site, asked = site_of(request), _read(request)
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: asked.address(site, suffix, asked.number),
        name=request.url.path.rpartition("/")[2],
    )
    window = Window(number=asked.number, size=_SHOWN if choice.form is HTML else _LISTED)
    found = _find(site, asked, window)
    suffix, base = choice.form.suffix, site.iris.base
    more = window.following(found.total, lambda page: base + asked.address(site, suffix, page))
    rows = [_row(one, site) for one in found.links]
    writers = {
        HTML.name: lambda: render(_page(site, choice, asked, window, found), site.templates),
        JSON.name: lambda: to_json({"total": found.total, "links": rows, "next": more}),
        CSV.name: lambda: to_table_csv(_COLUMNS, [row | {"datasets": _listed(row)} for row in rows]),
    }
    response = answer(request, choice, writers)
    return response if choice.form is HTML else followed_by(response, more)


def _read(request: Request) -> _Asked:
    name = request.query_params.get("state", "")
    return _Asked(
        slug=request.path_params["slug"],
        name=name if name in _NAMES else "broken",
        number=read_number(request.query_params.get("page", ""), default=1, most=100_000),
    )


def _find(site: Site, asked: _Asked, window: Window) -> _Found:
    states = _NAMES[asked.name]
    with site.ledger.reading() as connection:
        status = named_portal(connection, asked.slug)
        counts = portal_states(connection, asked.slug)
        held = portal_links(connection, asked.slug, states, limit=window.size, offset=window.offset)
        checks = checks_of(connection, [one.link.id for one in held]) if window.size == _SHOWN else {}
    total = sum(counts.get(state, 0) for state in states)
    return _Found(status=status, counts=counts, links=held, checks=checks, total=total)


def _page(site: Site, choice: Choice, asked: _Asked, window: Window, found: _Found) -> PortalLinksPage:
    states = _NAMES[asked.name]
    heading = "Broken links" if states is BROKEN else TITLES[states[0]]
    return PortalLinksPage(
        title=f"{heading}: {found.status.title}",
        alternates=choice.alternates,
        portal=found.status,
        heading=heading,
        every=_said(site.settings.links_hours),
        states=tuple(_state_row(site, asked, name, found.counts) for name in _NAMES),
        total=found.total,
        rows=tuple(_link_row(one, found.checks) for one in found.links),
        paging=window.paging(found.total, lambda page: asked.address(site, "", page)),
    )


def _said(hours: float) -> str:
    """A span of time, in days where it is some."""
    return say_count(round(hours / 24), "day") if hours >= 48 else say_count(max(1, round(hours)), "hour")


def _state_row(site: Site, asked: _Asked, name: str, counts: Mapping[State, int]) -> StateRow:
    return StateRow(
        name=NAMES[name],
        count=sum(counts.get(state, 0) for state in _NAMES[name]),
        address=asked.address(site, "", 1, name),
        shown=name == asked.name,
    )


def _link_row(one: PortalLink, checks: Mapping[int, tuple[Check, ...]]) -> LinkRow:
    asked = one.link.state is not State.NEVER_ASKED
    return LinkRow(
        link=one,
        told=tell_link(one.link, checks.get(one.link.id, ())) if asked else None,
        more=one.count - len(one.datasets),
    )


def _row(one: PortalLink, site: Site) -> dict[str, object]:
    link = one.link
    return {
        "url": link.url,
        "state": link.state.value or "never-asked",
        "since": link.since or None,
        "failures": link.failures,
        "first_failure": link.first_failure or None,
        "status": link.status,
        "remark": link.remark or None,
        "media_type": link.media_type or None,
        "length": link.length,
        "leads_to": link.leads_to or None,
        "checked": link.checked or None,
        "due": link.due or None,
        "count": one.count,
        "datasets": [
            {"iri": site.iris.dataset(each.id), "title": each.title, "roles": list(each.roles)}
            for each in one.datasets
        ],
    }


def _listed(row: Mapping[str, object]) -> str:
    """The datasets of a row in one cell of a table."""
    named = row["datasets"]
    return " ".join(str(each["iri"]) for each in named) if isinstance(named, list) else ""


_LEADING = record(iri=STRING, title=STRING, roles=every({"enum": [role.value for role in Role]}))
_LINK = record(
    url=STRING,
    state={"enum": list(_NAMES)[1:]},
    since=TEXT_OR_NULL,
    failures=COUNT,
    first_failure=TEXT_OR_NULL,
    status=COUNT_OR_NULL,
    remark=TEXT_OR_NULL,
    media_type=TEXT_OR_NULL,
    length=COUNT_OR_NULL,
    leads_to=TEXT_OR_NULL,
    checked=TEXT_OR_NULL,
    due=TEXT_OR_NULL,
    count=COUNT,
    datasets=every(_LEADING),
)

OPERATIONS = (
    Operation(
        path="/portal/{slug}/links",
        view=links,
        about="The addresses that a portal's datasets lead to and that do not work, or stand otherwise.",
        group="Portals",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: record("Links", total=COUNT, links=every(_LINK), next=TEXT_OR_NULL)},
        parameters=(
            PORTAL,
            Parameter(
                name="state",
                about="Those that stand so; those that are dead or failing where nothing is named.",
                schema={"enum": list(_NAMES)},
                forgiving=True,
                example="dead",
            ),
            replace(PAGE, about="Which page of them, from 1; five hundred on each for programs."),
        ),
        statuses=MOVED | {404: "No portal has this name."},
    ),
)
