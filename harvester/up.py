"""Everything on one machine: the web site, a worker and, if asked, the demonstration portals."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import click

from catalogue.console import say
from catalogue.errors import CatalogueError
from catalogue.ledger.ledger import open_ledger
from catalogue.processes import start, stop
from catalogue.settings import Settings, load_settings
from harvester.harvest import end_on_term
from harvester.registering import fetch_list, listed_portal, register

_READY_SECONDS = 60.0
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
        _watch(processes)
    except KeyboardInterrupt:
        say("Stopping.")
    finally:
        stop(processes[::-1])


def _start_demo(processes: list[subprocess.Popen[bytes]], port: int) -> Mapping[str, str]:
    """Starts the demonstration portals and registers them; the environment that lets them be harvested."""
    os.environ.setdefault("STOOK_SAMPLES_DELAY", "0")  # nobody waits for hundreds of files of our own
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


def _watch(processes: list[subprocess.Popen[bytes]]) -> None:
    """Waits until one of the processes ends by itself, which none should."""
    while all(process.poll() is None for process in processes):
        time.sleep(0.5)
    raise CatalogueError("one of the processes ended by itself; the lines above say why")
