"""A catalogue with files to sample, and rounds over them in processes of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import orjson
from round_process import begin_round, finish_round, said
from sqlalchemy import insert, select, update

from catalogue.checking.address import host_of
from catalogue.columns.table import Table, to_table
from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.linkage.leading import link_digest


@dataclass(slots=True)
class Sampled:
    """A ledger with files, and the environment in which they are sampled."""

    home: Path
    ledger: Ledger
    environment: dict[str, str] = field(default_factory=dict)

    def have(self, urls: Iterable[str], *, portal: str = "harrowmere") -> None:
        """A dataset has each of these files."""
        with self.ledger.writing() as connection:
            for url in urls:
                digest = link_digest(url)
                row = {"digest": digest, "url": url, "host": host_of(url), "format": "csv"}
                number = connection.execute(insert(samples).values(row)).inserted_primary_key
                assert number is not None
                use = {"sample_id": number[0], "entry_id": digest[:12], "file": "1", "portal": portal}
                connection.execute(insert(sample_uses).values(use))

    def begin(self) -> ForkServerProcess:
        """Starts a round over what is due, in a process of its own."""
        return begin_round("harvester.sampling.service", self.environment, self.home / "samples.log")

    def read(self) -> None:
        """A round, to its end."""
        assert finish_round(self.begin(), self.home / "samples.log") == 0, self.log

    def make_due(self) -> None:
        """All files are due again."""
        with self.ledger.writing() as connection:
            connection.execute(update(samples).values(due=""))

    @property
    def log(self) -> str:
        """What the processes said."""
        return said(self.home / "samples.log")

    def rows(self) -> dict[str, dict[str, Any]]:
        """Every file by its address."""
        with self.ledger.reading() as connection:
            return {row["url"]: dict(row) for row in connection.execute(select(samples)).mappings()}

    def row(self) -> dict[str, Any]:
        """The only file."""
        (row,) = self.rows().values()
        return row

    def table(self) -> Table:
        """What was read of the only file."""
        body = self.row()["body"]
        assert body, (self.row(), self.log)
        return to_table(orjson.loads(body)[0])


@contextmanager
def open_sampled(folder: Path) -> Iterator[Sampled]:
    """An empty catalogue, whose rounds may ask the loopback network."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    allowed = ",".join(f"127.{network}.0.{n}" for network in (4, 5, 6) for n in range(1, 60))
    environment = {
        "STOOK_HOME": str(folder),
        "STOOK_ALLOW": allowed,
        "STOOK_LINKS_TIMEOUT": "3",
        "STOOK_SAMPLES_DELAY": "0.5",
    }
    try:
        yield Sampled(folder, ledger, environment)
    finally:
        ledger.close()
