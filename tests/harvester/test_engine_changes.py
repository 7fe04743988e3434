"""Runs that ask for changes alone: proven first, checked by the total, and never believed to miss anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

import orjson
import pytest
from conftest import House
from starlette.types import Receive, Scope, Send

from catalogue.ledger.status import RunStatus
from harvester.harvest import Ended
from harvester.replay.faults import Edited, FaultyApp, Rule, Status
from harvester.replay.recording import Recording
from harvester.replay.server import build_app, running

MODIFIED = {"ckan": "metadata_modified", "arcgis_hub": "modified"}
OLD = {"ckan": "2020-01-01T00:00:00", "arcgis_hub": 1_577_836_800_000}
SOON = {"ckan": "2099-01-01T00:00:00", "arcgis_hub": 4_070_908_800_000}
KINDS = pytest.mark.parametrize("slug", ["holmshire", "thornmere"])

Json = dict[str, Any]


@dataclass(slots=True)
class Living:
    """A portal at one address that changes between runs, and what each run asked of it."""

    house: House
    recording: Recording
    address: str = ""
    app: FaultyApp = field(init=False)
    ended: Ended | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def run(self, *rules: Rule, settings: Mapping[str, str] | None = None) -> list[str]:
        """One run; what it asked, without robots.txt."""
        self.app = FaultyApp(build_app([self.recording]), rules)
        self.house.register(self.recording, self.address, **(settings or {}))
        self.ended = self.house.crawl(self.recording.slug)
        return [unquote(one) for one in self.app.addresses if not one.endswith("robots.txt")]

    def change(self, **values: object) -> None:
        """The portal's first record says something else, and that it was changed."""
        self._become(
            lambda first: [first | values | {MODIFIED[self.recording.kind]: SOON[self.recording.kind]}]
        )

    def remove(self) -> None:
        """The portal's first record is gone."""
        self._become(lambda _: [])

    @property
    def last(self) -> RunStatus:
        """The last run."""
        told = self.house.status(self.recording.slug).last
        assert told is not None
        return told

    def _become(self, change: Callable[[Json], Iterable[Json]]) -> None:
        first, *others = (orjson.loads(line) for line in self.recording.records)
        self.recording = _made_of(self.recording, [*change(first), *others])


Live = Callable[[str], Living]


@pytest.fixture
def live(house: House, bundled: Mapping[str, Recording]) -> Iterator[Live]:
    """Serves a fictional council whose records all have a date of change."""
    opened = []

    def begin(slug: str) -> Living:
        dated = [_dated(orjson.loads(line), bundled[slug].kind) for line in bundled[slug].records]
        living = Living(house, _made_of(bundled[slug], dated))
        server = running(living)
        living.address = server.__enter__()
        opened.append(server)
        house.allow(living.address)
        return living

    yield begin
    for server in opened:
        server.__exit__(None, None, None)


def _dated(record: Json, kind: str) -> Json:
    return record | {MODIFIED[kind]: record.get(MODIFIED[kind]) or OLD[kind]}


def _made_of(recording: Recording, records: Iterable[Json]) -> Recording:
    return replace(recording, records=tuple(orjson.dumps(one) for one in records))


@KINDS
def test_an_unchanged_portal_is_asked_in_few_requests(live: Live, slug: str) -> None:
    """The second run proves the filter, the third only asks for the total and the changes."""
    portal = live(slug)
    first = portal.run()
    assert portal.last.since == ""
    second = portal.run()
    assert portal.ended is Ended.COMPLETE
    assert len(second) + 1 < 10
    assert any("2100" in one or "4102444800000" in one for one in second)
    third = portal.run()
    assert len(third) <= 4
    assert portal.last.sentence == f"Nothing has changed since {portal.last.since}."
    assert first
    assert not any("2100" in one or "4102444800000" in one for one in third)


@KINDS
def test_what_has_changed_is_read_and_the_rest_is_kept(live: Live, slug: str) -> None:
    """Nothing counts as missing for not having changed."""
    portal = live(slug)
    portal.run()
    before = portal.house.datasets(slug)
    portal.change(title="Newly made up")
    portal.run()
    assert portal.last.since
    assert portal.last.counts["changed"] == 1
    assert "missing" not in portal.last.counts
    assert portal.house.datasets(slug) == before
    assert portal.last.sentence.startswith("1 of 1 records changed since ")


@KINDS
def test_a_record_that_is_gone_shows_in_the_total(live: Live, slug: str) -> None:
    """The run then asks for everything, and misses the one."""
    portal = live(slug)
    portal.run()
    portal.remove()
    portal.run()
    assert portal.ended is Ended.COMPLETE
    assert (portal.last.since, portal.last.whole) == ("", True)
    assert "had" in portal.last.why
    assert portal.last.counts["missing"] == 1


def test_a_filter_that_the_portal_ignores_is_not_used_again_for_a_month(live: Live) -> None:
    """Asked for the year 2100 it gives everything."""
    portal = live("holmshire")
    portal.run()
    ignored = Rule(fault=Edited(find=rb'"count":0'.decode(), replace='"count":7'), pattern="2100")
    second = portal.run(ignored)
    assert portal.last.since == ""
    assert "its filter by date is not supported: 7 records have changed in the year 2100" in portal.last.why
    assert portal.ended is Ended.COMPLETE
    third = portal.run()
    assert portal.last.since == ""
    assert not any("metadata_modified" in one for one in third)
    assert len(second) > len(third)


def test_records_without_a_date_make_the_filter_unsound(live: Live) -> None:
    """They would never be read again."""
    portal = live("holmshire")
    portal._become(lambda first: [{k: v for k, v in first.items() if k != "metadata_modified"}])
    portal.run()
    portal.run()
    assert portal.last.since == ""
    assert "since 1970" in portal.last.why


def test_changes_that_cannot_be_asked_for_are_asked_for_with_everything_else(live: Live) -> None:
    """A portal that answers the filter with an error is read whole, in the same run."""
    portal = live("holmshire")
    portal.run()
    portal.run()
    portal.run(Rule(fault=Status(code=409), pattern="metadata_modified"))
    assert portal.ended is Ended.COMPLETE
    assert (portal.last.since, portal.last.why) == ("", "its changes could not be asked for")


def test_after_a_partial_run_everything_is_asked_for(live: Live) -> None:
    """It has not moved the instant."""
    portal = live("thornmere")
    portal.run()
    portal.run(
        Rule(fault=Status(code=404), pattern="items"), Rule(fault=Status(code=404), pattern="feed|data.json")
    )
    assert portal.ended is Ended.FAILED
    portal.run()
    assert (portal.last.since, portal.last.why) == ("", "the run before it was not complete")


def test_a_portal_may_be_registered_as_never_asked_for_changes(live: Live) -> None:
    """By its setting `changes`."""
    portal = live("holmshire")
    portal.run(settings={"changes": "no"})
    portal.run(settings={"changes": "no"})
    assert portal.last.since == ""
    assert not portal.last.whole
