"""Secrets, consent and closed interfaces, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from click.testing import CliRunner
from conftest import House
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from catalogue.ledger.portals import get_portal
from catalogue.ledger.schema import asks, findings, runs
from harvester.cli import portal as portal_command
from harvester.ended import Ended
from harvester.replay.faults import FaultyApp, Redirect, Rule
from harvester.replay.recording import Recording
from harvester.replay.server import build_app, running

TOKEN = "made-up-token-to-be-kept"


@dataclass(slots=True)
class Listening:
    """An app that notes which secret each request brought, by path, and that gives it back in words."""

    app: FaultyApp
    heard: dict[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        told = dict(scope["headers"]).get(b"x-app-token", b"").decode()
        self.heard[scope["path"]] = told
        if scope["path"].endswith("/echo.json"):
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [(b"content-type", b"application/json")],
                }
            )
            await send(
                {"type": "http.response.body", "body": b'{"error": "' + told.encode() + b' is refused"}'}
            )
            return
        await self.app(scope, receive, send)


@pytest.fixture
def pods(bundled: Mapping[str, Recording]) -> Recording:
    """A data.json."""
    return bundled["ottermoor"]


def test_a_secret_goes_with_each_request_to_the_portal_and_with_none_elsewhere(
    house: House, pods: Recording
) -> None:
    """Neither with a redirect to another host."""
    other = Listening(FaultyApp(build_app([pods]), ()))
    with running(other) as there:
        host = f"http://127.0.0.1:{there.rpartition(':')[2]}"
        away = Rule(fault=Redirect(to=f"{host}/ottermoor/data.json"), pattern="data.json")
        first = Listening(FaultyApp(build_app([pods]), [away]))
        with running(first) as here:
            house.environment["STOOK_ALLOW"] = "127.0.0.1"
            house.environment["STOOK_SECRET_MADE"] = TOKEN
            house.add(
                slug="ottermoor", kind="pod", address=f"{here}/ottermoor/data.json",
                settings={"delay": 0, "header.X-App-Token": "secret:MADE"},
            )  # fmt: skip
            assert house.crawl("ottermoor") is Ended.COMPLETE, house.sentence("ottermoor")
    assert first.heard["/ottermoor/data.json"] == TOKEN
    assert other.heard["/ottermoor/data.json"] == ""


def test_a_secret_that_the_portal_gives_back_is_told_to_nobody(house: House, pods: Recording) -> None:
    """Neither in the sentence, nor in what is kept, nor in the log."""
    with running(Listening(FaultyApp(build_app([pods]), ()))) as here:
        house.environment["STOOK_ALLOW"] = "127.0.0.1"
        house.environment["STOOK_SECRET_MADE"] = TOKEN
        house.add(
            slug="ottermoor", kind="pod", address=f"{here}/echo.json",
            settings={"delay": 0, "header.X-App-Token": "secret:MADE"},
        )  # fmt: skip
        assert house.crawl("ottermoor") is Ended.FAILED
    assert TOKEN not in house.sentence("ottermoor")
    assert TOKEN not in house.log
    with house.ledger.reading() as connection:
        for table in (asks, findings, runs):
            assert TOKEN not in str(connection.execute(table.select()).all())


def test_a_secret_that_is_not_there_fails_the_run_before_anything_is_asked(
    house: House, pods: Recording
) -> None:
    """And the reason is logged by its name."""
    house.add(slug="made", kind="pod", address="http://127.0.0.1:1", settings={"apikey": "secret:NOWHERE"})
    assert house.crawl("made") is Ended.FAILED
    assert "STOOK_SECRET_NOWHERE" in house.log


def test_consent_is_recorded_with_name_and_day_and_can_be_withdrawn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without both it is refused."""
    monkeypatch.setenv("STOOK_HOME", str(house.home))
    house.add(slug="made", kind="ckan", address="http://made.example", settings={"delay": 2})

    def stook(*arguments: str) -> int:
        return CliRunner().invoke(portal_command, ["consent", "made", *arguments]).exit_code

    def settings() -> Mapping[str, object]:
        with house.ledger.reading() as connection:
            return get_portal(connection, "made").settings

    assert stook("--by", "A. Officer") != 0
    assert stook("--by", "A. Officer", "--date", "yesterday") != 0
    assert settings() == {"delay": 2}
    assert stook("--by", "A. Officer", "--date", "2026-11-01") == 0
    assert settings() == {"delay": 2, "robots": "api-consented", "consent": "A. Officer, 2026-11-01"}
    assert stook("--withdraw") == 0
    assert settings() == {"delay": 2}


@dataclass(slots=True)
class Stock:
    """A CKAN as it is installed: robots.txt closes /api/, and ckanext-dcat's export stands at the root."""

    recording: Recording
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.asked.append(scope["path"])
        if scope.get("path") == "/robots.txt":
            await PlainTextResponse("User-agent: *\nDisallow: /api/\n")(scope, receive, send)
        elif scope.get("path") == "/catalog.ttl":
            path = f"/{self.recording.slug}/catalog.ttl"
            await build_app([self.recording])(
                {**scope, "path": path, "raw_path": path.encode()}, receive, send
            )
        else:
            await build_app([self.recording])(scope, receive, send)


def test_where_robots_txt_closes_ckans_interface_its_export_is_read(
    house: House, bundled: Mapping[str, Recording]
) -> None:
    """With a sentence that says so; no address that is closed is asked."""
    app = Stock(bundled["hirwen"])
    with running(app) as here:
        house.allow(here)
        house.add(slug="made", kind="ckan", address=here, settings={"delay": 0})
        assert house.crawl("made") is Ended.COMPLETE, house.sentence("made")
    assert house.status("made").datasets > 30
    assert not any(path.startswith("/api/") for path in app.asked)
    assert f"another way was taken, since {here}/api/3/action/package_search" in house.sentence("made")
    assert house.sentence("made").endswith("is closed to harvesters by the portal's robots.txt.")
