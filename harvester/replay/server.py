"""Serves replayed portals over HTTP: each under `/{slug}/`, listed at `/portals.json`."""

from __future__ import annotations

import importlib
import pkgutil
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from harvester import replay
from harvester.replay.answering import Builder, Json, Replay, ReplayApp, json_answer
from harvester.replay.faulty import faulty_routes
from harvester.replay.files.behind import FilesOf, bundled_files, no_files, with_files
from harvester.replay.files.serving import PortalFiles
from harvester.replay.recording import Recording, bundled_recordings, load_recordings


def build_app(recordings: Iterable[Recording], *, files: FilesOf = no_files) -> Starlette:
    """The app that replays these portals; nothing of a portal is read before its first request.

    `files` gives the files behind a portal's records. By default there are none, and records name them where their
    portal does; where there are, they are named at this server.
    """
    portals = tuple((recording, replay_of(recording)) for recording in recordings)
    served = tuple((recording, built) for recording, built in portals if built)
    mounts: list[BaseRoute] = [
        Mount(f"/{recording.slug}", app=with_files(ReplayApp(recording, built), files(recording)))
        for recording, built in served
    ]
    return Starlette(routes=[*_host_routes(portals, files), *faulty_routes(served, replay_app), *mounts])


def replay_app(recording: Recording) -> ASGIApp:
    """The app of one portal of a kind that is replayed, to be mounted anywhere."""
    return ReplayApp(recording, builders()[recording.kind](recording))


def serve_command(
    corpus: Path | None, host: str, port: int, announce: Callable[[str], object] = lambda _: None
) -> None:
    """Serve the bundled portals, or a folder of recorded ones, until interrupted.

    `announce` is given each line of the start-up listing. Raises RecordingError for a folder that is wrong.
    """
    recordings = bundled_recordings() if corpus is None else load_recordings(corpus)
    files = bundled_files if corpus is None else no_files
    for line in listing(recordings, f"http://{host}:{port}"):
        announce(line)
    serve(host, port, build_app(recordings, files=files))


def listing(recordings: Iterable[Recording], address: str) -> list[str]:
    """What a person sees at the start: a line for each portal, and where the list for programs is."""
    rows = [portal_entry(recording, replay_of(recording), address) for recording in recordings]
    served = [f"{row['kind']:<11} {row['address']}  {row['title']}" for row in rows if row["served"]]
    others = [
        f"{row['kind']:<11} not served: {row['reason']}  {row['title']}" for row in rows if not row["served"]
    ]
    return [
        *served,
        *others,
        f"{len(served)} portals served, {len(others)} not; listed at {address}/portals.json",
    ]


def serve(host: str, port: int, app: ASGIApp) -> None:
    """Serve in the foreground until interrupted; only warnings are logged."""
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, lifespan="off")


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Serve an app from a thread, on 127.0.0.1 at a free port; gives its address (no slash at the end)."""
    # The protocol is named, since asyncio sets TCP_NODELAY by it; without, each small answer waits 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = _Server(
            uvicorn.Config(
                app, lifespan="off", log_config=None, log_level="error", timeout_graceful_shutdown=1
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            if not server.ready.wait(timeout=10):
                raise RuntimeError("the server does not listen after 10 seconds")
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """Tells when it listens, so that nobody has to poll."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()


@cache
def builders() -> Mapping[str, Builder]:
    """Kind → its builder: every module of this package that has `build` replays the kind of its name."""
    names = [module.name for module in pkgutil.iter_modules(replay.__path__) if module.name != "server"]
    modules = {name: importlib.import_module(f"{replay.__name__}.{name}") for name in names}
    return {name: module.build for name, module in modules.items() if hasattr(module, "build")}


def portal_entry(
    recording: Recording,
    built: Replay | None,
    address: str,
    *,
    files: PortalFiles | None = None,
    any_files: bool = False,
) -> Json:
    """One entry of `/portals.json`; `address` is where this host is, without a slash at its end, `any_files` whether
    any portal on it has files."""
    return {
        "slug": recording.slug,
        "title": recording.title,
        "kind": built.kind or recording.kind if built else recording.kind,
        "address": f"{address}/{recording.slug}{built.entry if built else '/'}",
        "body": recording.body,
        "publisher": recording.publisher,
        "origin": recording.origin,
        "settings": {
            "delay": 0
        }  # they agree to no pause, and as one, for the slowest of a host sets the pace
        | ({"files_delay": 0} if any_files else {})
        | ({"files": f"{address}/{recording.slug}"} if files and files.has_unnamed else {}),
        "served": built is not None,
        "reason": None if built else _reason(recording),
    }


def replay_of(recording: Recording) -> Replay | None:
    """How a recording is replayed; None where it is not."""
    if recording.kind not in builders():
        return None
    return builders()[recording.kind](recording)


def _reason(recording: Recording) -> str:
    return f"no reader for kind {recording.kind!r} yet"


def _host_routes(portals: tuple[tuple[Recording, Replay | None], ...], files: FilesOf) -> list[BaseRoute]:
    async def list_portals(request: Request) -> Response:
        address = str(request.base_url).rstrip("/")
        with_files = [(one, built, files(one)) for one, built in portals]
        any_files = any(found for _, _, found in with_files)
        entries = (
            portal_entry(one, built, address, files=found, any_files=any_files)
            for one, built, found in with_files
        )
        return json_answer(list(entries))

    async def index(_: Request) -> Response:
        return HTMLResponse(_index(recording for recording, built in portals if built))

    async def healthy(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def robots(_: Request) -> Response:
        return PlainTextResponse("User-agent: *\nAllow: /\n")

    return [
        Route("/", index),
        Route("/portals.json", list_portals),
        Route("/healthz", healthy),
        Route("/robots.txt", robots),
    ]


def _index(recordings: Iterable[Recording]) -> str:
    items = "".join(
        f'<li><a href="/{recording.slug}/">{escape(recording.title)}</a> ({escape(recording.kind)})</li>'
        for recording in recordings
    )
    return (
        '<!doctype html><html lang="en-GB"><title>Replayed portals</title><h1>Replayed portals</h1>'
        f'<ul>{items}</ul><p><a href="/portals.json">portals.json</a></p></html>'
    )
