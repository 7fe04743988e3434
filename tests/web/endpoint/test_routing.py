"""Routes found by their address lead where the list of them would."""

from __future__ import annotations

import pytest
from starlette.routing import Match

from web.app import ROUTES
from web.routing import arrange


def first(routes, path: str, method: str):  # type: ignore[no-untyped-def]
    """What Starlette's router takes: the first full match, else the first partial one."""
    scope = {"type": "http", "path": path, "root_path": "", "method": method}
    found = [
        (match, child) for match, child in (route.matches(scope) for route in routes) if match != Match.NONE
    ]
    full = [child for match, child in found if match == Match.FULL]
    chosen = (full or [child for _, child in found] or [{}])[0]
    return chosen.get("endpoint"), chosen.get("path_params"), bool(full)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_every_address_leads_to_the_same_view(method: str) -> None:
    arranged = arrange(ROUTES)
    paths = {route.path.replace(":path}", "}") for route in ROUTES} | {
        "/",
        "/none",
        "/sparql/",
        "//",
        "/search.json",
    }
    for path in paths:
        assert first(arranged, path, method) == first(ROUTES, path, method), path
