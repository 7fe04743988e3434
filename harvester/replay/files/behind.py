"""A portal's app with its files behind it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.replay.files.listing import bodies, listed_files
from harvester.replay.files.naming import NamedFiles, Naming
from harvester.replay.files.serving import PortalFiles
from harvester.replay.recording import Recording

FilesOf = Callable[[Recording], PortalFiles | None]


def no_files(_: Recording) -> PortalFiles | None:
    """No portal has any."""
    return None


def bundled_files(recording: Recording) -> PortalFiles | None:
    """The files of one of the bundled portals."""
    files = listed_files().get(recording.slug)
    return PortalFiles(files, bodies()[recording.slug], recording.captured) if files else None


def with_files(app: ASGIApp, files: PortalFiles | None) -> ASGIApp:
    """The portal's app, which also serves its files and names them in its answers; the app itself for none."""
    if files is None:
        return app
    naming = Naming(files.listed)
    named = NamedFiles(app, naming) if naming else app

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (files.app_at(scope) or named)(scope, receive, send)

    return answer
