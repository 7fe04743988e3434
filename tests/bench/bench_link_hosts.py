"""Hosts for links, in a process of their own: many addresses of the loopback network, one port, a file at each path.

    bench_link_hosts.py COUNT LOG

Hosts are told apart by their address, 127.20.0.1 and on, as the ledger's turns tell them. The port is printed when all
listen; what was asked of whom, and when, stands in LOG at the end: seconds, host, method, path.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
import time
from pathlib import Path

BODY = b"name,day\n" * 200
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n" % len(BODY)


def addresses(count: int) -> list[str]:
    """The hosts."""
    return [f"127.20.{n // 250}.{n % 250 + 1}" for n in range(count)]


async def _serve(count: int, log: Path) -> None:
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, _ = head.split(b" ", 2)
                asked.append(f"{time.monotonic():.6f} {host} {method.decode()} {path.decode()}\n")
                writer.write(HEAD if method == b"HEAD" else HEAD + BODY)
                await writer.drain()
        writer.close()

    with socket.create_server((addresses(1)[0], 0)) as free:
        port = free.getsockname()[1]
    await asyncio.start_server(answer, addresses(count), port)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    log.write_text("".join(asked))


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
