"""/reconcile: the reconciliation of tables with bodies, places, licences, themes and datasets, as OpenRefine asks it.

The protocol is the Reconciliation Service API 0.2 (https://www.w3.org/community/reports/reconciliation/).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from web.answers import answer_kept, to_json
from web.asking import read_form
from web.negotiation import JSON
from web.operations import Operation, Parameter
from web.reconciling.asked import MOST_QUERIES, read_queries
from web.reconciling.candidates import find_candidates
from web.reconciling.written import MANIFEST_SCHEMA, RESULTS_SCHEMA, manifest, result_json
from web.schema import STRING, either
from web.site import Site, site_of

_FORM = "application/x-www-form-urlencoded"


async def reconcile(request: Request) -> Response:
    """The manifest, or what a batch of queries finds."""
    asked = await read_form(request)
    found = await to_thread.run_sync(partial(_answer, site_of(request), asked))
    return answer_kept(request, to_json(found), JSON.media_type, seconds=60)


def _answer(site: Site, asked: Mapping[str, str]) -> dict[str, Any]:
    if "queries" in asked:
        queries = read_queries(asked["queries"])
        return {key: result_json(find_candidates(site, query)) for key, query in queries.items()}
    return manifest(site)


_QUERIES = (
    f"At most {MOST_QUERIES} queries as a JSON object, each with `query`, `type`, `limit`, `properties`."
)
_STATUSES = {
    400: "What was sent cannot be read; the problem says where.",
    413: "There are too many queries, or too many bytes.",
    415: "The body is no form.",
}

OPERATIONS = (
    Operation(
        path="/reconcile",
        view=reconcile,
        about="What the cells of a table mean, as OpenRefine asks it; the manifest where nothing is asked.",
        group="Reconciliation",
        media=(JSON.media_type,),
        methods=("GET", "POST"),
        schemas={JSON.media_type: either(MANIFEST_SCHEMA, RESULTS_SCHEMA)},
        parameters=(Parameter(name="queries", about=_QUERIES),),
        body={_FORM: {"type": "object", "properties": {"queries": STRING}}},
        body_required=False,
        statuses=_STATUSES,
    ),
)
