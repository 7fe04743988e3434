"""/portal/{slug}/findings: what the publishers of a portal could mend, record by record, to work through."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.ledger.status import RecordFinding, portal_findings
from web.answers import answer, followed_by, negotiate, to_json
from web.negotiation import CSV, HTML, JSON
from web.operations import PAGE, PORTAL, Operation, Parameter
from web.portals import named_portal
from web.problems import MOVED
from web.reading import read_number
from web.schema import STRING, TEXT_OR_NULL, TRUTH, every, record
from web.site import Site, site_of
from web.tables import to_table_csv

_FORMS = (HTML, JSON, CSV)
_A_PAGE = 1_000
_LONGEST_CODE = 60
_COLUMNS = (*("key", "title", "iri", "code", "severity", "rejected", "message", "place", "published", "fix"),)


def findings(request: Request) -> Response:
    """The findings of a portal, of one rule or of all; for people they stand on the portal's own page."""
    site, slug = site_of(request), request.path_params["slug"]
    code = request.query_params.get("code", "")[:_LONGEST_CODE]
    number = read_number(request.query_params.get("page", ""), default=1, most=100_000)
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: site.links.portal_findings(slug, code, suffix, page=number),
        name=request.url.path.rpartition("/")[2],
    )
    with site.ledger.reading() as connection:
        named_portal(connection, slug)
        found = portal_findings(connection, slug, code=code, limit=_A_PAGE + 1, offset=(number - 1) * _A_PAGE)
    if choice.form is HTML:
        page = site.links.findings(slug, code) if code else f"{site.links.portal(slug)}#findings"
        return RedirectResponse(page, status_code=303, headers={"Vary": "Accept"})
    rows = [_row(one, site) for one in found[:_A_PAGE]]
    more = len(found) > _A_PAGE
    following = site.iris.portal_findings(slug, code, choice.form.suffix, page=number + 1) if more else None
    writers = {
        JSON.name: lambda: to_json({"findings": rows, "next": following}),
        CSV.name: lambda: to_table_csv(_COLUMNS, rows),
    }
    return followed_by(answer(request, choice, writers), following)


def _row(one: RecordFinding, site: Site) -> dict[str, object]:
    finding = one.finding
    return {
        "key": one.key,
        "title": one.title or None,
        "iri": site.iris.dataset(one.dataset) if one.dataset else None,
        "code": finding.code,
        "severity": finding.severity.value,
        "rejected": finding.rejected,
        "message": finding.message,
        "place": finding.place,
        "published": finding.published,
        "fix": finding.fix,
    }


_FINDING = record(
    key=STRING,
    title=TEXT_OR_NULL,
    iri=TEXT_OR_NULL,
    code=STRING,
    severity=STRING,
    rejected=TRUTH,
    message=STRING,
    place=STRING,
    published=STRING,
    fix=STRING,
)

OPERATIONS = (
    Operation(
        path="/portal/{slug}/findings",
        view=findings,
        about="What could be mended in the records of a portal, one finding a line; a page leads to the portal's.",
        group="Portals",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: record("Findings", findings=every(_FINDING), next=TEXT_OR_NULL)},
        parameters=(
            PORTAL,
            Parameter(name="code", about="Only those of this rule.", example="title-missing"),
            replace(PAGE, about="Which thousand of them, from 1."),
        ),
        statuses=MOVED
        | {303: "For people: where they stand on the portal's page.", 404: "No portal has this name."},
    ),
)
