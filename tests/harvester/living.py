"""A portal at one address that changes between runs, and what each run asked of it and was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

import orjson
from house import House
from starlette.types import Message, Receive, Scope, Send

from catalogue.ledger.status import RunStatus
from harvester.ended import Ended
from harvester.replay.faults import FaultyApp, Rule
from harvester.replay.recording import Recording
from harvester.replay.server import build_app

MODIFIED = {"ckan": "metadata_modified", "arcgis_hub": "modified"}
SOON = {"ckan": "2099-01-01T00:00:00", "arcgis_hub": 4_070_908_800_000}

Json = dict[str, Any]
Live = Callable[[str], "Living"]


@dataclass(slots=True)
class Living:
    """A portal, served. `statuses` are those of its answers in the last run."""

    house: House
    recording: Recording
    address: str = ""
    app: FaultyApp = field(init=False)
    ended: Ended | None = None
    statuses: list[int] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["path"] != "/robots.txt":
                self.statuses.append(message["status"])
            await send(message)

        await self.app(scope, receive, noted)

    def run(self, *rules: Rule, settings: Mapping[str, str] | None = None) -> list[str]:
        """One run; what it asked, without robots.txt."""
        self.statuses.clear()
        self.app = FaultyApp(build_app([self.recording]), rules)
        self.house.register(self.recording, self.address, **(settings or {}))
        self.ended = self.house.crawl(self.recording.slug)
        return [unquote(one) for one in self.app.addresses if not one.endswith("robots.txt")]

    def change(self, **values: object) -> None:
        """The portal's first record says something else, and that it was changed."""
        name = MODIFIED.get(self.recording.kind)
        dated = {name: SOON[self.recording.kind]} if name else {}
        self.become(lambda first: [first | values | dated])

    def remove(self) -> None:
        """The portal's first record is gone."""
        self.become(lambda _: [])

    @property
    def last(self) -> RunStatus:
        """The last run."""
        told = self.house.status(self.recording.slug).last
        assert told is not None
        return told

    def become(self, change: Callable[[Json], Iterable[Json]]) -> None:
        """The portal's first record is replaced by those that `change` makes of it."""
        first, *others = (orjson.loads(line) for line in self.recording.records)
        self.recording = made_of(self.recording, [*change(first), *others])


def made_of(recording: Recording, records: Iterable[Json]) -> Recording:
    """The portal with other records."""
    return replace(recording, records=tuple(orjson.dumps(one) for one in records))
