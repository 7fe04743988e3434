"""/portal/{slug} and its runs: how the harvest stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.link_report import BROKEN, portal_states
from catalogue.ledger.oversight import oversee
from catalogue.ledger.scores import portal_scores, score_history
from catalogue.ledger.status import (
    PortalStatus,
    RecordFinding,
    RunStatus,
    finding_groups,
    portal_findings,
    portal_run,
    portal_runs,
)
from catalogue.linkage.standing import State
from catalogue.quality.advice import Advice, advise
from vocab.namespaces import DCAT, PROV
from web.answers import Choice, answer, etag_of, is_fresh, negotiate
from web.atom import to_atom
from web.datasets import read_shelf
from web.lists import to_ntriples
from web.named import find_named
from web.negotiation import ATOM, CSV, HTML, JSON, THING_FORMS
from web.operations import PAGE, PORTAL, Operation, Parameter
from web.pages.account import make_account
from web.pages.badge import snippet_html, snippet_markdown
from web.pages.page import Paging, make_paging
from web.pages.portal import (
    GroupRow,
    LinksTold,
    PortalPage,
    RunPage,
    RunRow,
    StepRow,
    make_run_row,
    make_state,
    severity_mark,
)
from web.pages.quality import ScoreBlock, make_group
from web.pages.run_chart import make_chart
from web.portal_json import (
    PORTAL_SCHEMA,
    RUN_SCHEMA,
    account_json,
    advice_json,
    cards_json,
    group_json,
    oversight_json,
    portal_json,
    run_json,
)
from web.portal_rdf import portal_triples, run_statements
from web.portals import named_portal
from web.problems import MOVED, not_found
from web.quality_json import group_json as mean_scores_json
from web.reading import read_number
from web.runs_feed import make_runs_feed
from web.site import Site, site_of
from web.writers import thing_writers

_RECORDS = 50
_REJECTED = 100
_FED = 50
_SHOWN, _LISTED = 10, 100  # datasets on the page, and in each page of the other forms


def portal(request: Request) -> Response:
    """One portal: the verdict, what to mend, its runs and its datasets."""
    site = site_of(request)
    choice = negotiate(request, THING_FORMS, site.links.portal, name=request.path_params["name"])
    number = read_number(request.query_params.get("page", ""), default=1, most=100_000)
    page = _portal_page(site, choice, code=request.query_params.get("code", "")[:60], number=number)
    runs = [row.run for row in page.runs]
    writers = thing_writers(
        site,
        page=lambda: page,
        json=lambda: (
            portal_json(page.status, site.iris)
            | oversight_json(page.oversight, site.iris)
            | {"feed": site.iris.runs_feed(choice.name), "badge": site.iris.badge(choice.name)}
            | {"account": account_json(page.status.last) if page.status.last else None}
            | {"scores": mean_scores_json(page.scored, page.history)}
            | {"advice": [advice_json(row.step, choice.name, site.iris) for row in page.steps]}
            | {"runs": [run_json(run, site.iris) for run in runs]}
            | {"findings": [group_json(row.group) for row in page.groups]}
            | {"list": cards_json(page.cards, site.iris), "next": page.datasets.next or None}
        ),
        quads=lambda: portal_triples(page.status, page.oversight, runs, page, site.iris),
    )
    return answer(request, choice, writers, kind=DCAT.Catalog)


def runs_feed(request: Request) -> Response:
    """The runs of a portal that have ended, as a feed."""
    site, slug = site_of(request), request.path_params["slug"]
    with site.ledger.reading() as connection:
        status_now = named_portal(connection, slug, not_found)
        runs = portal_runs(connection, slug, limit=_FED)
    body = to_atom(make_runs_feed(status_now, runs, site.iris))
    headers = {"ETag": etag_of(body), "Cache-Control": "no-cache"}
    if is_fresh(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=ATOM.media_type)


def run(request: Request) -> Response:
    """One run of a portal's harvest."""
    site, slug = site_of(request), request.path_params["slug"]
    forms = THING_FORMS
    choice = negotiate(
        request,
        forms,
        lambda name, suffix: site.links.run(slug, read_number(name, default=0, most=10**9), suffix),
        name=request.path_params["name"],
    )
    number = read_number(choice.name, default=0, most=10**9)
    with site.ledger.reading() as connection:
        status_now = named_portal(connection, slug, choice.missing)
        found = portal_run(connection, slug, number)
    if found is None:
        raise choice.missing(f"{status_now.title} has no run of this number.")
    row = make_run_row(found, site.links.run(slug, number))
    writers = thing_writers(
        site,
        page=lambda: RunPage(
            title=f"Run {number} of {status_now.title}",
            alternates=choice.alternates,
            portal=status_now,
            row=row,
            account=make_account(found),
        ),
        json=lambda: run_json(found, site.iris),
        quads=lambda: to_ntriples(run_statements(found, site.iris)),
    )
    return answer(request, choice, writers, kind=PROV.Activity)


def _portal_page(site: Site, choice: Choice, *, code: str, number: int) -> PortalPage:
    slug = choice.name
    with site.ledger.reading() as connection:
        status_now = named_portal(connection, slug, choice.missing)
        runs = portal_runs(connection, slug, limit=20)
        groups = finding_groups(connection, slug)
        rejected = portal_findings(connection, slug, limit=_REJECTED) if status_now.rejected else ()
        listed = _listed(connection, slug, code, number) if code else ()
        scored = portal_scores(connection, slug)
        history = score_history(connection, "portal", slug)
        states = portal_states(connection, slug)
        oversight = oversee(connection, slug, every=site.settings.harvest_hours)
    limit = _SHOWN if choice.form is HTML else _LISTED
    address = site.iris.portal(slug, choice.form.suffix)
    shelf = read_shelf(site, "portal", slug, address=address, number=1 if code else number, limit=limit)
    total = sum(group.count for group in groups if group.code == code)
    return PortalPage(
        title=status_now.title,
        alternates=choice.alternates,
        status=status_now,
        state=make_state(oversight.watch),
        oversight=oversight,
        account=make_account(status_now.last) if status_now.last else None,
        chart=make_chart(runs),
        last=_last(status_now, site),
        running=_row(status_now.running, site) if status_now.running else None,
        runs=tuple(_row(one, site) for one in runs),
        scored=scored,
        history=history,
        scores=_without_steps(make_group(scored, history, site.links)),
        links_told=_links_told(states),
        steps=_steps(site, slug, advise(scored.failing if scored else {}, status_now.kind)),
        groups=tuple(
            GroupRow(group=one, mark=severity_mark(one), address=site.links.findings(slug, one.code))
            for one in groups
        ),
        rejected=tuple(one for one in rejected if one.finding.rejected),
        code=code,
        listed=listed,
        paging=_paging(site, slug, code, number, total),
        cards=shelf.cards,
        datasets=shelf.paging,
        all_datasets=site.links.search(portal=slug),
        badge_html=snippet_html(site.iris.badge(slug), site.iris.portal(slug), status_now.title),
        badge_markdown=snippet_markdown(site.iris.badge(slug), site.iris.portal(slug), status_now.title),
        named=find_named(site, site.iris.portal(slug)) if choice.form is HTML else (),
    )


def _steps(site: Site, slug: str, steps: Sequence[Advice]) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(
            step=step,
            address=site.links.records(slug, metric=step.metric),
            csv=site.links.records(slug, metric=step.metric, suffix=CSV.suffix),
            json=site.links.records(slug, metric=step.metric, suffix=JSON.suffix),
        )
        for step in steps
    )


def _without_steps(block: ScoreBlock | None) -> ScoreBlock | None:
    """The scores without what would raise them, which this page tells with where it is done."""
    return replace(block, failing=()) if block else None


def _links_told(states: Mapping[State, int]) -> LinksTold | None:
    """None where the portal's datasets lead nowhere that is checked."""
    if not states:
        return None
    return LinksTold(
        total=sum(states.values()),
        broken=sum(states.get(state, 0) for state in BROKEN),
        unasked=states.get(State.NEVER_ASKED, 0),
    )


def _listed(connection: Connection, slug: str, code: str, number: int) -> tuple[RecordFinding, ...]:
    return portal_findings(connection, slug, code=code, limit=_RECORDS, offset=(number - 1) * _RECORDS)


def _paging(site: Site, slug: str, code: str, number: int, total: int) -> Paging:
    count = -(-total // _RECORDS)
    return make_paging(number, count, lambda page: site.links.findings(slug, code, page))


def _last(status_now: PortalStatus, site: Site) -> RunRow | None:
    return _row(status_now.last, site) if status_now.last else None


def _row(found: RunStatus, site: Site) -> RunRow:
    return make_run_row(found, site.links.run(found.portal, found.number))


OPERATIONS = (
    Operation(
        path="/portal/{name}",
        view=portal,
        about="One portal, its last runs and what its publisher could mend.",
        group="Portals",
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={JSON.media_type: PORTAL_SCHEMA},
        parameters=(
            replace(
                PORTAL, name="name", about="The portal's name in addresses; .json, .ttl … chooses a form."
            ),
            Parameter(
                name="code",
                about="List the records that this rule found something about.",
                example="title-missing",
            ),
            replace(PAGE, about="Which page of them, else of its datasets, from 1."),
        ),
        statuses=MOVED | {404: "No portal has this name."},
    ),
    Operation(
        path="/portal/{slug}/runs.atom",
        view=runs_feed,
        about="The runs of a portal that have ended.",
        group="Portals",
        media=(ATOM.media_type,),
        parameters=(PORTAL,),
        statuses=MOVED | {404: "No portal has this name."},
    ),
    Operation(
        path="/portal/{slug}/runs/{name}",
        view=run,
        about="One run of a portal's harvest.",
        group="Portals",
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={JSON.media_type: RUN_SCHEMA},
        parameters=(
            PORTAL,
            Parameter(
                name="name",
                about="The number of the run; .json, .ttl … behind it chooses a form.",
                where="path",
                example="1",
            ),
        ),
        statuses=MOVED | {404: "There is no such run."},
    ),
)
