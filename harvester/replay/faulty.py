"""Portals on a bad day, chosen by the beginning of an address: `/faulty/{fault}/{slug}/`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.replay.answering import Json, Replay, json_answer
from harvester.replay.bad_days import BAD_DAYS, Unspoilt, spoilt, why_never
from harvester.replay.recording import Recording

Served = Sequence[tuple[Recording, Replay]]
Make = Callable[[Recording], ASGIApp]


def faulty_routes(portals: Served, make: Make) -> list[BaseRoute]:
    """A list of the faults, for each of them a list of portals to register, and the portals themselves."""

    async def faults(_: Request) -> Response:
        return json_answer([{"fault": name, "what": day.what} for name, day in BAD_DAYS.items()])

    async def listed(request: Request) -> Response:
        day, address = request.path_params["fault"], str(request.base_url).rstrip("/")
        return json_answer([_entry(day, recording, built, address) for recording, built in portals])

    return [
        Route("/faulty.json", faults),
        Route("/faulty/{fault}/portals.json", listed),
        Mount("/faulty/{fault}/{slug}", app=_Faulty(portals, make)),
    ]


class _Faulty:
    """Each portal on each bad day, made at the first request for it."""

    def __init__(self, portals: Served, make: Make) -> None:
        self._portals = {recording.slug: recording for recording, _ in portals}
        self._make = make
        self._made: dict[tuple[str, str], ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        day, slug = scope["path_params"]["fault"], scope["path_params"]["slug"]
        try:
            app = self._app(day, slug)
        except Unspoilt as reason:
            app = PlainTextResponse(f"{reason}\n", status_code=404)
        await app(scope, receive, send)

    def _app(self, day: str, slug: str) -> ASGIApp:
        if slug not in self._portals:
            raise Unspoilt(f"no portal {slug!r} is served here")
        if (day, slug) not in self._made:
            self._made[day, slug] = spoilt(day, self._portals[slug], self._make)
        return self._made[day, slug]


def _entry(day: str, recording: Recording, built: Replay, address: str) -> Json:
    """One entry of a list of portals, as `/portals.json` has it."""
    reason = why_never(day, recording.kind)
    return {
        "slug": f"{recording.slug}-{day}",
        "title": f"{recording.title} ({day})",
        "kind": recording.kind,
        "address": f"{address}/faulty/{day}/{recording.slug}{built.entry}",
        "body": recording.body,
        "publisher": recording.publisher,
        "origin": recording.origin,
        "settings": {"delay": 0},
        "served": not reason,
        "reason": reason or None,
    }
