"""Kills a writer before each step that can make its work count, and says what the next opening finds.

Run as `python crash_at_every_step.py FOLDER`; prints one line for each kill: the step, the mark and the values found,
then the same after one more batch, and the number of generations left. It forks before any database is open.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pyoxigraph as ox

from catalogue.stores import GraphPut
from catalogue.stores.oxigraph import OxigraphStore

GRAPHS = [f"http://example.org/{name}" for name in "abc"]
STEPS = frozenset({"os.rename", "os.symlink"})


def main(folder: Path) -> None:
    before = folder / "before"
    in_child(partial(write, before, 1))
    for kill_at in count(1):
        path = folder / str(kill_at)
        shutil.copytree(before, path, symlinks=True)
        if in_child(partial(write_and_die, path, kill_at)) == 0:
            return
        in_child(partial(report, path))


def in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        work()
        sys.stdout.flush()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def write(path: Path, mark: int) -> None:
    """At mark n every graph holds the value n, so that a mixture is seen."""
    store = OxigraphStore(path, writable=True)
    store.apply(puts=[put(graph, mark) for graph in GRAPHS], drops=[], mark=mark)
    store.close()


def write_and_die(path: Path, kill_at: int) -> None:
    left = kill_at

    def step(event: str, _arguments: object) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left == 0:
                os.write(1, f"{event} ".encode())
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
    write(path, 2)


def report(path: Path) -> None:
    """What stands at the next opening, and whether writing goes on from there."""
    store = OxigraphStore(path, writable=True)
    print(store.mark(), values(path), end=" ")  # noqa: T201
    store.apply(puts=[put(GRAPHS[0], 9)], drops=GRAPHS[1:], mark=9)
    store.close()
    print(store.mark(), values(path), len(list((path / "generations").iterdir())))  # noqa: T201


def values(path: Path) -> str:
    data = ox.Store.read_only(str(path / "current" / "data"))
    return ",".join(sorted(quad.object.value for quad in data if isinstance(quad.object, ox.Literal)))


def put(graph: str, value: int) -> GraphPut:
    return GraphPut(graph=graph, quads=f'<{graph}> <http://example.org/p> "{value}" <{graph}> .\n'.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
