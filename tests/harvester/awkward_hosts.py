"""Hosts on the loopback network that answer links in every awkward way, each at an address of its own.

Each behaves as its function says; what was asked of whom, and when, is noted. One port serves them all.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

PAGE = b"<!DOCTYPE html><html><head><title>%s</title></head><body>%s</body></html>"
FIELD = b'<form method="post"><input type="password" name="p"></form>'


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it came."""

    host: str
    at: float
    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Talk:
    """A request, and the way to answer it."""

    asked: Asked
    writer: asyncio.StreamWriter

    async def say(self, status: int, body: bytes = b"", *heads: str, lies: int | None = None) -> None:
        """A whole answer; of a HEAD without the body. `lies` is a length that is not true."""
        length = len(body) if lies is None else lies
        lines = [f"HTTP/1.1 {status} So", f"Content-Length: {length}", "Connection: close", *heads]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n")
        if self.asked.method != "HEAD":
            self.writer.write(body)
        await self.writer.drain()

    @property
    def is_head(self) -> bool:
        return self.asked.method == "HEAD"


Behaviour = Callable[[Talk], Awaitable[None]]
CSV = "Content-Type: text/csv"
HTML = "Content-Type: text/html; charset=utf-8"


async def plain(talk: Talk) -> None:
    await talk.say(200, b"name,day\n", CSV)


async def refuses_head(talk: Talk) -> None:
    await (talk.say(405) if talk.is_head else talk.say(206, b"name", CSV, "Content-Range: bytes 0-3/9000"))


async def only_head(talk: Talk) -> None:
    await (talk.say(200, b"name,day\n", CSV) if talk.is_head else talk.say(404))


async def drops_head(talk: Talk) -> None:
    if not talk.is_head:
        await plain(talk)


async def not_found(talk: Talk) -> None:
    await talk.say(404, PAGE % (b"Not found", b""), HTML)


async def just_works(talk: Talk) -> None:
    await talk.say(399)


async def is_being_made(talk: Talk) -> None:
    await talk.say(202, b'{"status": "Pending"}', "Content-Type: application/json")


async def forbids(talk: Talk) -> None:
    await talk.say(403)


async def wants_seconds(talk: Talk) -> None:
    await talk.say(429, b"", "Retry-After: 7200")


async def wants_a_date(talk: Talk) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(hours=5), usegmt=True)
    await talk.say(503, b"", f"Retry-After: {at}")


async def leads_round(talk: Talk) -> None:
    await talk.say(302, b"", f"Location: /{len(talk.asked.path) % 2}x")


async def leads_inside(talk: Talk) -> None:
    await talk.say(302, b"", "Location: http://169.254.169.254/latest/meta-data")


async def leads_to_a_file_of_this_machine(talk: Talk) -> None:
    await talk.say(302, b"", "Location: file:///etc/passwd")


async def leads_on(talk: Talk) -> None:
    await (plain(talk) if talk.asked.path == "/there" else talk.say(301, b"", "Location: /there"))


async def wants_its_cookies_back(talk: Talk) -> None:
    got = talk.asked.headers.get("cookie", "").split("; ")
    if "first=1" not in got:
        await talk.say(302, b"", f"Location: {talk.asked.path}", "Set-Cookie: first=1; Path=/; HttpOnly")
    elif "second=2" not in got:
        await talk.say(307, b"", f"Location: {talk.asked.path}", "Set-Cookie: second=2")
    else:
        await plain(talk)


async def drips(talk: Talk) -> None:
    if talk.is_head:
        return await plain(talk)
    talk.writer.write(b"HTTP/1.1 200 OK\r\n" + CSV.encode() + b"\r\n\r\n")
    while True:
        talk.writer.write(b"x")
        await talk.writer.drain()
        await asyncio.sleep(0.2)


async def says_nothing(talk: Talk) -> None:
    await (plain(talk) if talk.is_head else asyncio.sleep(60))


async def never_ends(talk: Talk) -> None:
    talk.writer.write(b"HTTP/1.1 200 OK\r\n" + CSV.encode() + b"\r\n\r\n")
    while not talk.is_head:
        talk.writer.write(b"x" * 65_536)
        await talk.writer.drain()


async def grows(talk: Talk) -> None:
    body = gzip.compress(b"a,b\n" * 20_000_000)
    await talk.say(200, body, CSV, "Content-Encoding: gzip")


async def asks_to_sign_in(talk: Talk) -> None:
    if talk.asked.path.startswith("/user/login"):
        await talk.say(200, PAGE % (b"Log in | Harrowmere", FIELD), HTML)
    else:
        await talk.say(302, b"", "Location: /user/login?came_from=/bins.csv")


async def is_a_service(talk: Talk) -> None:
    if "getcapabilities" in talk.asked.path.lower():
        await talk.say(
            200, b'<?xml version="1.0"?><WMS_Capabilities version="1.3.0">', "Content-Type: text/xml"
        )
    else:
        await talk.say(400, b"<ServiceExceptionReport/>", "Content-Type: text/xml")


async def has_huge_heads(talk: Talk) -> None:
    talk.writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(400):
        talk.writer.write(b"X-%d: " % number + b"y" * 8000 + b"\r\n")
        await talk.writer.drain()
    talk.writer.write(b"Content-Length: 0\r\n\r\n")
    await talk.writer.drain()


async def has_a_huge_line(talk: Talk) -> None:
    talk.writer.write(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 2_000_000 + b"\r\nContent-Length: 0\r\n\r\n")
    await talk.writer.drain()


async def says_more_than_it_sends(talk: Talk) -> None:
    await talk.say(200, b"name,day\n", CSV, lies=9_000_000_000)


async def sends_more_than_it_says(talk: Talk) -> None:
    await talk.say(200, b"name,day\n" * 9, CSV, lies=4)


async def speaks_no_http(talk: Talk) -> None:
    talk.writer.write(b"220 files.harrowmere.example FTP\r\n")
    await talk.writer.drain()


async def hangs_up(talk: Talk) -> None:
    pass


async def wants_the_whole(talk: Talk) -> None:
    await (talk.say(416) if "range" in talk.asked.headers else talk.say(200, b"", CSV))


async def has_an_error_inside(talk: Talk) -> None:
    await talk.say(
        200, b'{"error":{"code":499,"message":"Token Required"}}', "Content-Type: application/json"
    )


@dataclass(slots=True)
class Hosts:
    """The hosts while they are up: what they were asked, oldest first, and where each is."""

    places: dict[str, str]
    asked: list[Asked] = field(default_factory=list)

    def asked_of(self, name: str) -> list[Asked]:
        """What one host was asked."""
        host = self.places[name].split("//")[1].partition(":")[0]
        return [one for one in self.asked if one.host == host]


@contextmanager
def awkward(
    behaviours: Mapping[str, Behaviour], *, tls: Path | None = None, network: int = 1
) -> Iterator[Hosts]:
    """Each behaviour at an address 127.`network`.0.n, by its name; by https with a certificate and key in `tls`."""
    names = dict(zip((f"127.{network}.0.{n + 1}" for n in range(len(behaviours))), behaviours, strict=True))
    loop = asyncio.new_event_loop()
    port = _free_port(next(iter(names)))
    scheme = "https" if tls else "http"
    hosts = Hosts({name: f"{scheme}://{ip}:{port}" for ip, name in names.items()})

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ip = writer.get_extra_info("sockname")[0]
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while asked := await _read(reader, ip):
                hosts.asked.append(asked)
                await behaviours[names[ip]](Talk(asked, writer))
                break
        writer.close()

    server = loop.run_until_complete(
        asyncio.start_server(serve, list(names), port, ssl=_context(tls), backlog=512)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield hosts
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _read(reader: asyncio.StreamReader, ip: str) -> Asked | None:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ", 2)
    heads = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Asked(ip, time.monotonic(), method, path, heads)


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _context(tls: Path | None) -> ssl.SSLContext | None:
    if tls is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls)
    return context


def _free_port(ip: str) -> int:
    with socket.socket() as tried:
        tried.bind((ip, 0))
        return int(tried.getsockname()[1])
