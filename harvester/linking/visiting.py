"""What rounds over many hosts have in common: visits that go on at once, a host by one of them, each taken and given
back in a transaction of its own."""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import ClassVar, Generic, TypeVar

from scrapy import Request
from scrapy.http import Response
from sqlalchemy import Connection

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.taking import Wanted
from catalogue.settings import Settings
from harvester.owner import is_alive, own_name

T = TypeVar("T")
V = TypeVar("V")
Download = Callable[[Request], Awaitable[Response]]

_BEAT_SECONDS = 20.0


@dataclass(slots=True)
class HostRound(ABC, Generic[V]):
    """One round over what is `wanted`, of at most `limit` addresses (0: all), that takes none after the instant
    `until`, if given, and begins with the first host behind `after`. `told` hears how many are done."""

    at_once: ClassVar[int] = 10
    """Addresses of one host that are taken together; then another host has its turn."""

    ledger: Ledger
    settings: Settings
    wanted: Wanted
    _: KW_ONLY
    limit: int = 0
    until: str = ""
    after: str = ""
    clock: Callable[[], str] = now_utc
    chance: Callable[[], float] = random.random
    told: Callable[[int], None] = lambda _: None
    _taken: int = 0
    _ended: bool = False
    _taking: asyncio.Lock = field(default_factory=asyncio.Lock)

    @abstractmethod
    def take(self, connection: Connection, wanted: Wanted, *, now: str, most: int) -> V | None:
        """Takes the next visit, once what those had taken is let go who are gone."""

    @abstractmethod
    def measure(self, visit: V) -> tuple[str, int]:
        """A visit's host, and how many addresses were taken for it."""

    @abstractmethod
    def beat(self, connection: Connection) -> None:
        """Says that this process is still at what it has taken."""

    def end(self) -> None:
        """Lets the round end after the questions that are out."""
        self._ended = True

    async def next_visit(self) -> V | None:
        """The next visit, one after the other; None where the round is to end."""
        async with self._taking:
            most = min(self.limit - self._taken, self.at_once) if self.limit else self.at_once
            now = self.clock()
            if most <= 0 or self._ended or (self.until and now >= self.until):
                return None
            wanted = self.wanted if self.wanted.again else replace(self.wanted, now=now)
            visit = await self.write(lambda connection: self.take(connection, wanted, now=now, most=most))
            if visit is not None:
                self.after, count = self.measure(visit)
                self._taken += count
            return visit

    async def keep_beating(self) -> None:
        """Beats until it is cancelled."""
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            await self.write(self.beat)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """One transaction, in a thread: while it waits for another writer, hosts are still listened to."""

        def write() -> T:
            with self.ledger.writing() as connection:
                return work(connection)

        return await asyncio.to_thread(write)


def lives(owner: str) -> bool | None:
    """As harvester.owner says, but this very process lives."""
    return True if owner == own_name() else is_alive(owner)
