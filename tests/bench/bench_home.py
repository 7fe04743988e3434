"""A catalogue of its own for the bench: replayed portals in one process, `stook` in another, state in a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.portals import list_portals

PARTLY = 1  # the exit status of a command that did a part
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A STOOK_HOME and the host that replays its portals."""

    folder: Path
    replay: str
    environment: Mapping[str, str]

    def stook(self, *arguments: str) -> Spent:
        """Runs one `stook` command to its end, and says what it and the processes it started have used."""
        command = [sys.executable, str(_HERE / "bench_spent.py"), *arguments]
        made = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        last = made.stderr.rstrip().rpartition("\n")[2]
        if not last.startswith("{"):
            raise RuntimeError(f"stook {' '.join(arguments)} ended without a word:\n{made.stderr}")
        spent = Spent(**json.loads(last))
        if spent.status > PARTLY:
            raise RuntimeError(f"stook {' '.join(arguments)} ended with {spent.status}:\n{made.stdout}")
        return spent

    def register(self) -> tuple[str, ...]:
        """Registers every portal of the host; their slugs."""
        self.stook("portal", "add", "--from", f"{self.replay}/portals.json")
        with (
            closing(open_ledger(f"sqlite:///{self.folder / 'ledger.db'}")) as ledger,
            ledger.reading() as reading,
        ):
            return tuple(portal.slug for portal in list_portals(reading))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a command used: CPU seconds of its own, and of the processes it started and waited for."""

    status: int
    own: float
    children: float

    @property
    def total(self) -> float:
        """CPU seconds altogether."""
        return self.own + self.children


@contextmanager
def replaying(total: int, *, per_portal: int = 2_500, kind: str = "") -> Iterator[str]:
    """The bundled portals, or those of one kind, with `total` datasets, in a process that is not counted."""
    command = [sys.executable, str(_HERE / "bench_replay.py"), str(total), str(per_portal), kind]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.communicate()  # the end of its input is what it waits for


@contextmanager
def listening(script: str, count: int, log: Path) -> Iterator[int]:
    """So many hosts, served by a script of the bench until the block ends; their port. Their log is whole then."""
    command = [sys.executable, str(_HERE / script), str(count), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()
            process.wait()


def crawl_peak(home: Home, slug: str) -> tuple[float, int]:
    """Harvests one portal in a crawl process of its own, without the projections: its CPU seconds and peak bytes."""
    command = [sys.executable, str(_HERE / "bench_peak.py"), "-m", "harvester.crawl", slug]
    made = subprocess.run(command, env=home.environment, capture_output=True, text=True, check=True)
    seconds, peak = made.stdout.split()
    return float(seconds), int(peak)


def make_home(folder: Path, replay: str) -> Home:
    """A catalogue that may ask the host at `replay` without a pause."""
    mine = {
        "STOOK_HOME": str(folder),
        "STOOK_ALLOW": replay.rpartition("/")[2],
        "STOOK_BACKOFF": "0.05",
        "STOOK_DELAY": "0",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("STOOK_")}
    return Home(folder=folder, replay=replay, environment=others | mine)
