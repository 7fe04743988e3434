"""Portals on many hosts, in a process of their own: the bundled ones at each of many addresses of the loopback network.

    bench_check_hosts.py COUNT LOG

Hosts are told apart by their address, 127.21.0.1 and on, as the ledger's turns tell them. The port is printed when all
listen; when each host was asked stands in LOG as it happens: seconds, host.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn

from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app


def addresses(count: int) -> list[str]:
    """The hosts."""
    return [f"127.21.{n // 250}.{n % 250 + 1}" for n in range(count)]


def slugs() -> list[str]:
    """The portals that each host has."""
    return [recording.slug for recording in bundled_recordings()]


async def _serve(count: int, log: Path) -> None:
    app = build_app(bundled_recordings())
    with log.open("w", buffering=1) as asked:

        async def noted(scope: Any, receive: Any, send: Any) -> None:
            asked.write(f"{time.monotonic():.6f} {scope['server'][0]}\n")
            await app(scope, receive, send)

        with socket.create_server((addresses(1)[0], 0)) as free:
            port = free.getsockname()[1]
        listening = [socket.create_server((host, port)) for host in addresses(count)]
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        config = uvicorn.Config(noted, lifespan="off", log_level="error", access_log=False)
        await uvicorn.Server(config).serve(sockets=listening)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
