"""Detection over HTTP: every kind that is read, at the replayed portals, within its requests and robots.txt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from catalogue.errors import PortalError
from catalogue.settings import Settings
from harvester.detecting.command import detect as command
from harvester.detecting.deciding import LIMIT
from harvester.detecting.detect import detect
from harvester.detecting.outcome import Found, Nothing
from harvester.detecting.table import load_table
from harvester.replay.faults import FaultyApp
from harvester.replay.recording import Recording, bundled_recordings
from harvester.replay.server import build_app, builders, running
from harvester.spiders import kinds

# A page inside a portal, as people copy it from their browser; some software has none that tells its root.
_INSIDE: Mapping[str, str] = {
    "arcgis_hub": "datasets/thornmere::litter-bins/explore",
    "opendatasoft": "explore/dataset/litter-bins/table/",
    "socrata": "d/abcd-1234",
    "udata": "fr/datasets/litter-bins/",
    "csw": "csw?service=CSW&request=GetRecordById&id=1",
    "arcgis_server": "arcgis/rest/services/Made/MapServer/0",
    "geoserver": "geoserver/web/?made=up",
    "oai_pmh": "oai?verb=ListRecords&metadataPrefix=oai_dc",
    "sparql": "sparql",
    "aardvark": "catalog/made-up",
    "native_json": "documents/0a0b0c0d-1111-2222-3333-444455556666",
}
_ELSE = "dataset/litter-bins"
_ONE_DOCUMENT = ("list", "waf", "lga_inventory")  # what has no pages, and is given by its own address


def settings_for(address: str, home: Path) -> Settings:
    """Settings that allow one server of this test, and ask without a pause."""
    host = address.partition("://")[2].partition("/")[0]
    return Settings(home=home, allow=(host,), delay=0, backoff=0.01)


def bundled_by_kind() -> dict[str, Recording]:
    """A bundled portal of each kind that is read."""
    return {one.kind: one for one in reversed(bundled_recordings()) if one.kind in kinds()}


def test_every_kind_that_is_read_has_a_sign() -> None:
    assert set(kinds()) <= {sign.kind for sign in load_table().signs}


def test_every_kind_that_is_read_has_a_bundled_portal_to_be_told_by() -> None:
    assert set(kinds()) == set(bundled_by_kind())


@pytest.mark.parametrize("kind", sorted(bundled_by_kind()))
def test_each_replayed_portal_is_told_at_its_root_and_from_inside(kind: str, tmp_path: Path) -> None:
    recording = bundled_by_kind()[kind]
    app = FaultyApp(build_app([recording]), ())
    entry = builders()[kind](recording).entry
    with running(app) as address:
        root = f"{address}/{recording.slug}"
        pages = (f"{root}/", f"{root}/{_INSIDE.get(kind, _ELSE)}")
        for given in (f"{root}{entry}",) if kind in _ONE_DOCUMENT else pages:
            before = len(app.addresses)
            outcome = detect(given, settings_for(address, tmp_path))
            assert isinstance(outcome, Found), (given, outcome)
            assert outcome.kind == kind, given
            assert outcome.address.startswith(root)
            assert outcome.how.startswith(root)
            assert len(app.addresses) - before == outcome.requests <= LIMIT


def test_robots_txt_is_obeyed_and_said(tmp_path: Path) -> None:
    asked: list[str] = []

    async def answer(request: Request) -> Response:
        asked.append(request.url.path)
        if request.url.path == "/robots.txt":
            return PlainTextResponse("User-agent: *\nDisallow: /api/\n")
        if request.url.path == "/":
            return Response(
                '<html><meta name="generator" content="ckan 2.10.4"></html>', media_type="text/html"
            )
        return PlainTextResponse("", status_code=404)

    with running(Starlette(routes=[Route("/{path:path}", answer)])) as address:
        outcome = detect(f"{address}/dataset/made-up", settings_for(address, tmp_path))
    assert isinstance(outcome, Found)
    assert outcome.kind == "ckan"
    assert "robots.txt closes it" in outcome.how
    assert not [path for path in asked if path.startswith("/api/")]
    assert len(asked) == outcome.requests <= LIMIT


def test_a_site_that_answers_everything_alike_costs_no_more_requests_than_allowed(tmp_path: Path) -> None:
    asked: list[str] = []

    async def answer(request: Request) -> Response:
        asked.append(request.url.path)
        return JSONResponse({"success": True, "result": {"ckan_version": "2.9", "count": 0, "results": []}})

    with running(Starlette(routes=[Route("/{path:path}", answer)])) as address:
        outcome = detect(address, settings_for(address, tmp_path))
    assert isinstance(outcome, Nothing)
    assert "answers everything alike" in outcome.reason
    assert len(asked) == outcome.requests <= LIMIT


def test_redirects_count_and_never_lead_past_the_limit(tmp_path: Path) -> None:
    asked: list[str] = []

    async def answer(request: Request) -> Response:
        asked.append(str(request.url))
        return RedirectResponse(f"{request.url.path.rstrip('/')}/on")

    with running(Starlette(routes=[Route("/{path:path}", answer)])) as address:
        outcome = detect(address, settings_for(address, tmp_path))
    assert isinstance(outcome, Nothing)
    assert len(asked) <= LIMIT


def test_a_redirect_to_a_private_address_is_not_followed(tmp_path: Path) -> None:
    async def answer(_: Request) -> Response:
        return RedirectResponse("http://169.254.169.254/latest/meta-data/")

    with running(Starlette(routes=[Route("/{path:path}", answer)])) as address:
        outcome = detect(address, settings_for(address, tmp_path))
    assert isinstance(outcome, Nothing)
    assert "private network" in outcome.reason


def test_a_private_address_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="private network"):
        detect("http://127.0.0.1:1/", Settings(home=tmp_path))


def test_an_answer_longer_than_a_sign_needs_is_read_by_its_head(tmp_path: Path) -> None:
    async def answer(request: Request) -> Response:
        if request.url.path != "/data.json":
            return PlainTextResponse("", status_code=404)
        item = (
            '{"identifier": "1", "title": "Made up", "accessLevel": "public", "description": "'
            + "x" * 1000
            + '"},'
        )
        return Response('{"dataset": [' + item * 5000, media_type="application/json")

    with running(Starlette(routes=[Route("/{path:path}", answer)])) as address:
        outcome = detect(address, settings_for(address, tmp_path))
    assert isinstance(outcome, Found)
    assert outcome.kind == "pod"


def test_the_command_says_what_it_found_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with running(build_app([bundled_by_kind()["ckan"]])) as address:
        monkeypatch.setenv("STOOK_ALLOW", address.partition("://")[2])
        monkeypatch.setenv("STOOK_DELAY", "0")
        found = CliRunner().invoke(command, [f"{address}/holmshire/"])
        nothing = CliRunner().invoke(command, [f"{address}/dataset/", "--json"])
    assert found.exit_code == 0
    assert "How we know: " in found.output
    assert "--kind ckan" in found.output
    assert nothing.exit_code == 2
    assert '"found": false' in nothing.output
