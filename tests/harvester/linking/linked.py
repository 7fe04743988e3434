"""A catalogue whose datasets lead to some addresses, and rounds over them in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import insert, select

from catalogue.checking.address import host_of
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.links import Link, read_link
from catalogue.ledger.quality_schema import checked_links, link_checks, link_uses
from catalogue.linkage.leading import link_digest

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["harvester.warm"])
_SECONDS = 60


@dataclass(slots=True)
class Linked:
    """A ledger with links, and the environment in which they are checked."""

    home: Path
    ledger: Ledger
    environment: dict[str, str] = field(default_factory=dict)

    def lead_to(self, urls: Iterable[str], *, role: str = "download", portal: str = "harrowmere") -> None:
        """A dataset leads to each address."""
        with self.ledger.writing() as connection:
            for url in urls:
                row = {"digest": link_digest(url), "url": url, "host": host_of(url)}
                number = connection.execute(insert(checked_links).values(row)).inserted_primary_key
                assert number is not None
                use = {
                    "link_id": number[0],
                    "entry_id": link_digest(url)[:12],
                    "role": role,
                    "portal": portal,
                }
                connection.execute(insert(link_uses).values(use))

    def begin(self) -> ForkServerProcess:
        """Starts a round over what is due, in a process of its own."""
        process = _CONTEXT.Process(target=_round, args=(self.environment, str(self.home / "links.log")))
        process.start()
        return process

    def check(self) -> int | None:
        """A round, to its end; its exit status."""
        process = self.begin()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise AssertionError(f"the round did not end: {self.log}")
        return process.exitcode

    @property
    def log(self) -> str:
        """What the processes said."""
        file = self.home / "links.log"
        return file.read_text() if file.exists() else ""

    def links(self) -> dict[str, Link]:
        """Every link by its address."""
        with self.ledger.reading() as connection:
            return {
                row["url"]: read_link(row) for row in connection.execute(select(checked_links)).mappings()
            }

    def checks(self) -> list[str]:
        """The address of every check that was kept, oldest first."""
        wanted = select(checked_links.c.url).join(link_checks).order_by(link_checks.c.id)
        with self.ledger.reading() as connection:
            return list(connection.scalars(wanted))


@contextmanager
def open_linked(folder: Path) -> Iterator[Linked]:
    """An empty catalogue, whose checks may ask the loopback network."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    allowed = ",".join(f"127.{network}.0.{n}" for network in (1, 2, 3) for n in range(1, 60))
    environment = {"STOOK_HOME": str(folder), "STOOK_ALLOW": allowed, "STOOK_LINKS_TIMEOUT": "5"}
    try:
        yield Linked(folder, ledger, environment)
    finally:
        ledger.close()


def _round(environment: Mapping[str, str], log: str) -> None:
    from harvester.linking.service import main

    os.environ.update(environment)
    held = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(held, 2)
    sys.exit(main())
