"""A real Oxigraph server on a port of this machine, to be killed and started again."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "servers"))

from environment import installed


class Remote:
    """The server in a folder; it keeps its port when it comes back."""

    def __init__(self, folder: Path) -> None:
        self._program = installed("oxigraph-0.5.13", "oxigraph==0.5.13").with_name("oxigraph")
        self._folder = folder
        self._bind = f"127.0.0.1:{free_port()}"
        self._process: subprocess.Popen[str] | None = None
        self.address = f"http://{self._bind}/query"

    def start(self) -> None:
        """Ready when it says so."""
        command = [str(self._program), "serve", "--location", str(self._folder), "--bind", self._bind]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        if not any("Listening" in line for line in self._process.stderr or ()):
            raise RuntimeError("Oxigraph did not start")

    def kill(self) -> None:
        """As a machine dies."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def update(self, text: str) -> None:
        """Past the store."""
        headers = {"Content-Type": "application/sparql-update"}
        address = f"http://{self._bind}/update"
        urllib.request.urlopen(urllib.request.Request(address, text.encode(), headers)).close()


@contextmanager
def running(folder: Path) -> Iterator[Remote]:
    """An empty server until the block ends."""
    remote = Remote(folder)
    remote.start()
    try:
        yield remote
    finally:
        remote.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
