"""/register/{token}/records: the records of a check that some advice or finding is about, to work through."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from catalogue.checking.report import SampleRecord
from web.answers import to_json
from web.forms.page import PRIVATE
from web.negotiation import CSV, JSON
from web.operations import Operation, Parameter
from web.registering.forms import GROUP
from web.registering.private import GONE, TOKEN, find_private, unknown_link, unnamed
from web.schema import STRING, every, record
from web.site import site_of
from web.tables import to_table_csv

_COLUMNS = ("key", "title", "source", "code", "message", "place", "published", "fix")
_LONGEST_CODE = 60


def records(request: Request) -> Response:
    """A line for each record and what it lacks or what was found about it; of one code, where one is asked for."""
    site, token = site_of(request), request.path_params["token"]
    code = request.query_params.get("code", "")[:_LONGEST_CODE]
    with site.ledger.reading() as connection:
        check = find_private(connection, token, now=site.now()).check
    if check is None:
        raise unknown_link()
    held = check.progress.report.records if check.progress.report else ()
    rows = [row for one in held for row in _rows(one) if code in ("", row["code"])]
    form = CSV if request.url.path.endswith(CSV.suffix) else JSON
    body = to_table_csv(_COLUMNS, rows) if form is CSV else to_json({"records": rows})
    name = f"records-{code}" if code.replace("-", "").isalnum() and code.isascii() else "records"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}{form.suffix}"'}
    return unnamed(Response(body, headers=headers, media_type=form.content_type))


def _rows(one: SampleRecord) -> Iterator[dict[str, str]]:
    here = {"key": one.key, "title": one.title, "source": one.source}
    if one.rejected:
        yield here | _said("rejected", one.rejected)
    for code in one.lacks:
        yield here | _said(code, "It does not say so.")
    for finding in one.findings:
        more = {"place": finding.place, "published": finding.published, "fix": finding.fix}
        yield here | _said(finding.code, finding.message) | more


def _said(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message, "place": "", "published": "", "fix": ""}


OPERATIONS = (
    Operation(
        path="/register/{token}/records",
        view=records,
        about="The records of a check that some advice or finding is about, one a line.",
        group=GROUP,
        media=(JSON.media_type, CSV.media_type),
        suffixes=(JSON.suffix, CSV.suffix),
        schemas={
            JSON.media_type: record(
                "SampleRecords",
                records=every(record(**dict.fromkeys(_COLUMNS, STRING))),
            )
        },
        parameters=(
            TOKEN,
            Parameter(name="code", about="Only those of this metric or rule.", example="keyword"),
        ),
        statuses=GONE,
        stable=False,
    ),
)
