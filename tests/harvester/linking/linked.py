"""A catalogue whose datasets lead to some addresses, and rounds over them in processes of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from round_process import begin_round, finish_round, said
from sqlalchemy import insert, select

from catalogue.checking.address import host_of
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.links import Link, read_link
from catalogue.ledger.quality_schema import checked_links, link_checks, link_uses
from catalogue.linkage.leading import link_digest


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
        return begin_round("harvester.linking.service", self.environment, self.home / "links.log")

    def check(self) -> int:
        """A round, to its end; its exit status."""
        return finish_round(self.begin(), self.home / "links.log")

    @property
    def log(self) -> str:
        """What the processes said."""
        return said(self.home / "links.log")

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
