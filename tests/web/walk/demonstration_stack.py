"""A site over some of the demonstration portals, started by the product's own commands."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

_STOOK = (sys.executable, "-m", "catalogue.cli")
_SECONDS = 120.0


@contextmanager
def demonstration(folder: Path, portals: tuple[str, ...]) -> Iterator[str]:
    """The address of the site: the portals are served with their files, harvested, and their files sampled."""
    demo, site = _free_port(), _free_port()
    environment = dict(os.environ) | {
        "STOOK_HOME": str(folder / "var"),
        "STOOK_BIND": f"127.0.0.1:{site}",
        "STOOK_ALLOW": f"127.0.0.1:{demo}",
    }
    with _running(environment, "demo", "--port", str(demo), ready=f"http://127.0.0.1:{demo}/healthz"):
        _run(environment, "portal", "add", "--from", f"http://127.0.0.1:{demo}/portals.json")
        _run(environment, "harvest", *portals)
        _run(environment, "samples", "check")
        with _running(environment, "serve", ready=f"http://127.0.0.1:{site}/healthz"):
            yield f"http://127.0.0.1:{site}"


def _run(environment: Mapping[str, str], *command: str) -> None:
    ended = subprocess.run(
        [*_STOOK, *command], env=environment, capture_output=True, text=True, timeout=_SECONDS * 5
    )
    assert ended.returncode == 0, f"stook {' '.join(command)}: {ended.stdout[-2000:]} {ended.stderr[-2000:]}"


@contextmanager
def _running(environment: Mapping[str, str], *command: str, ready: str) -> Iterator[None]:
    process = subprocess.Popen([*_STOOK, *command], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(ready, process)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    opener, until = build_opener(ProxyHandler({})), time.monotonic() + _SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, f"what should answer at {address} ended"
        try:
            with opener.open(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answered at {address}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
