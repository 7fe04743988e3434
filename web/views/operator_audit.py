"""/operator/audit: who changed what, and when."""

from __future__ import annotations

import orjson
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.audit import AuditLine, audit_lines, count_audit
from web.answers import negotiate
from web.forms.page import PRIVATE
from web.negotiation import CSV, HTML
from web.operations import PAGE, Operation, Parameter
from web.pages.operator import AuditPage
from web.people import OPERATORS
from web.people.audit_words import audit_row
from web.people.visitor import need_operator
from web.reading import read_number
from web.rendering import render
from web.site import Site, site_of
from web.slices import Window
from web.tables import to_table_csv
from web.views.operator import ONLY

_EACH, _MOST = 50, 10_000
_COLUMNS = ("n", "at", "who", "action", "thing", "detail")


def audit(request: Request) -> Response:
    """The log, newest first: a page of it, or its newest ten thousand lines as CSV."""
    need_operator(request)
    site, thing = site_of(request), request.query_params.get("thing", "").strip()[:200]
    choice = negotiate(
        request,
        (HTML, CSV),
        lambda _name, suffix: site.links.listed(site.links.operator("audit", suffix), (("thing", thing),)),
        name=request.url.path.rpartition("/")[2],
    )
    if choice.form is CSV:
        with site.ledger.reading() as connection:
            body = to_table_csv(_COLUMNS, map(_row, audit_lines(connection, thing=thing, limit=_MOST)))
    else:
        page = _page(site, thing, read_number(request.query_params.get("page", ""), default=1, most=10_000))
        body = render(page, site.templates)
    return Response(body, headers=dict(PRIVATE), media_type=choice.form.content_type)


def _page(site: Site, thing: str, number: int) -> AuditPage:
    window = Window(number=number, size=_EACH)
    with site.ledger.reading() as connection:
        count = count_audit(connection, thing=thing)
        lines = audit_lines(connection, thing=thing, limit=window.size, offset=window.offset)
    return AuditPage(
        title="Who changed what",
        thing=thing,
        rows=tuple(audit_row(line, site.links) for line in lines),
        count=count,
        paging=window.paging(
            count, lambda page: site.links.listed(site.links.operator("audit"), (("thing", thing),), page)
        ),
    )


def _row(line: AuditLine) -> dict[str, object]:
    detail = orjson.dumps(dict(line.detail), default=str).decode()
    return {name: getattr(line, name) for name in _COLUMNS[:-1]} | {"detail": detail}


OPERATIONS = (
    Operation(
        path="/operator/audit",
        view=audit,
        about="Who changed what, newest first.",
        group=OPERATORS,
        media=(HTML.media_type, CSV.media_type),
        suffixes=("", CSV.suffix),
        parameters=(
            Parameter(name="thing", about="Of one thing alone, such as a portal.", example="portal/leeds"),
            PAGE,
        ),
        statuses=ONLY,
        stable=False,
    ),
)
