"""Registering by command: with a kind, with a kind that is detected, and from lists that state none."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from harvester.cli import portal
from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app, running


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """The bundled councils, and a list of them that states no kinds; commands work in a folder of the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STOOK_DELAY", "0")
    councils = build_app(bundled_recordings())

    async def listed(request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        slugs = ("holmshire", "nowhere-at-all")
        return JSONResponse(
            [{"slug": slug, "address": f"{base}/{slug}/", "settings": {"delay": 0}} for slug in slugs]
        )

    return Starlette(routes=[Route("/list.json", listed), Mount("/", councils)])


def test_a_portal_added_without_a_kind_is_detected_and_said(
    demo: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(demo) as address:
        monkeypatch.setenv("STOOK_ALLOW", address.partition("://")[2])
        told = CliRunner().invoke(
            portal, ["add", f"{address}/holmshire/dataset/made-up", "--slug", "holmshire"]
        )
        kept = CliRunner().invoke(portal, ["show", "holmshire"])
        refused = CliRunner().invoke(portal, ["add", f"{address}/nowhere-at-all/"])
    assert told.exit_code == 0, told.output
    assert "holmshire is ckan: " in told.output
    assert "CKAN's account of itself" in told.output
    said = orjson.loads(kept.output)
    assert (said["kind"], said["address"], said["title"]) == (
        "ckan",
        f"{address}/holmshire/",
        "Holmshire Open Data",
    )
    assert "No kind of portal was recognised" in str(refused.exception)


def test_a_kind_that_is_stated_is_not_asked_for(demo: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens at that address."""
    monkeypatch.setenv("STOOK_ALLOW", "127.0.0.1:9")
    told = CliRunner().invoke(
        portal, ["add", "http://127.0.0.1:9/", "--kind", "pod", "--slug", "made", "--json"]
    )
    assert orjson.loads(told.output) == {"added": ["made"], "skipped": [], "detected": {}}


def test_a_list_that_states_no_kind_has_its_portals_detected(
    demo: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(demo) as address:
        monkeypatch.setenv("STOOK_ALLOW", address.partition("://")[2])
        told = CliRunner().invoke(portal, ["add", "--from", f"{address}/list.json", "--json"])
    said = orjson.loads(told.output)
    assert said["added"] == ["holmshire"]
    assert said["detected"]["holmshire"].startswith("ckan: ")
    assert [one["slug"] for one in said["skipped"]] == ["nowhere-at-all"]
