"""Everything on one machine: the web site, a worker and, if asked, the demonstration portals."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import click

from catalogue.console import say
from catalogue.errors import CatalogueError
from catalogue.ledger.ledger import open_ledger
from catalogue.processes import start, stop
from catalogue.settings import Settings, load_settings
from harvester.demonstration import Teller, demonstration_stories
from harvester.harvest import end_on_term
from harvester.registering import fetch_list, listed_portal, register

_READY_SECONDS = 60.0
_TURN_SECONDS, _LOOK_TURNS = 0.5, 10
_STOOK = ("-m", "catalogue.cli")


@click.command("up")
@click.option("--demo", is_flag=True, help="Serve and harvest the demonstration portals as well.")
@click.option("--demo-port", default=8100, show_default=True)
def up(*, demo: bool, demo_port: int) -> None:
    """Run everything on one machine until Ctrl-C: the web site and a worker.

    \b
    Example: stook up --demo
    """
    end_on_term()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        environment = _start_demo(processes, demo_port) if demo else dict(os.environ)
        settings = load_settings()
        processes.append(start([*_STOOK, "serve"], environment=environment))
        _wait_for(f"http://{settings.bind}/healthz", processes)
        processes.append(start([*_STOOK, "worker"], environment=environment))
        say(f"Stook is at {settings.public_base}/  (state in {settings.home}; Ctrl-C stops everything)")
        with _telling(settings, demo_port if demo else 0) as look:
            _watch(processes, look)
    except KeyboardInterrupt:
        say("Stopping.")
    finally:
        stop(processes[::-1])


def _start_demo(processes: list[subprocess.Popen[bytes]], port: int) -> Mapping[str, str]:
    """Starts the demonstration portals and registers them; the environment that lets them be harvested."""
    allowed = ",".join(filter(None, (os.environ.get("STOOK_ALLOW", ""), f"127.0.0.1:{port}")))
    os.environ["STOOK_ALLOW"] = allowed
    environment = dict(os.environ)
    processes.append(start([*_STOOK, "demo", "--port", str(port)], environment=environment))
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/healthz", processes)
    _register(f"{address}/portals.json", load_settings())
    return environment


def _register(source: str, settings: Settings) -> None:
    ledger = open_ledger(settings.ledger_url)
    with ledger.writing() as connection:
        for listed in fetch_list(source, settings):
            register(connection, listed_portal(listed, settings))
    ledger.close()


def _wait_for(address: str, processes: list[subprocess.Popen[bytes]]) -> None:
    """Waits until an address answers; CatalogueError when its process ends before."""
    opener = build_opener(ProxyHandler({}))  # a proxy of the network leads away from this machine
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        if processes[-1].poll() is not None:
            raise CatalogueError(
                f"what should answer at {address} ended; is its port taken by another program?"
            )
        try:
            with opener.open(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise CatalogueError(f"nothing answered at {address} within {_READY_SECONDS:.0f} seconds")


@contextmanager
def _telling(settings: Settings, port: int) -> Iterator[Callable[[], None]]:
    """What tells the stories of the demonstration portals at a port, whenever it is called; of none at 0."""
    if not port:
        yield lambda: None
        return
    ledger = open_ledger(settings.ledger_url)
    try:
        stories = demonstration_stories(f"http://127.0.0.1:{port}/", settings.allow)
        yield Teller(ledger=ledger, left=stories).look
    finally:
        ledger.close()


def _watch(processes: list[subprocess.Popen[bytes]], look: Callable[[], None]) -> None:
    """Waits until one of the processes ends by itself, which none should; looks every few seconds meanwhile."""
    for turn in count():
        if not all(process.poll() is None for process in processes):
            break
        if turn % _LOOK_TURNS == 0:
            look()
        time.sleep(_TURN_SECONDS)
    raise CatalogueError("one of the processes ended by itself; the lines above say why")
