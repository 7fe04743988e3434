"""Replays a folder on the web of ISO records: listings as Apache, nginx or IIS write them, and the files.

`options` in portal.json: `listing` ("apache", "table", "nginx" or "iis"), `hidden` (folders that answer 403).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import escape
from typing import Any
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from harvester.replay.answering import Replay, conditional, to_url
from harvester.replay.recording import Recording

Paths = Callable[[Mapping[str, Any], int], str]
_UNDATED = "2024-01-01"


@dataclass(slots=True)
class Folder:
    """What one folder holds: files by name, each with its place among the records and its day, and folders."""

    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)


def build(recording: Recording) -> Replay:
    """The folder at `/waf/`; a record lies at its own path."""
    return folder_replay(recording, lambda record, _: str(record["path"]))


def folder_replay(recording: Recording, path_of: Paths) -> Replay:
    """A folder whose records lie where `path_of` says, of a record and the number of all; recorded listings and files
    come before it."""
    tree = _tree(recording, path_of)
    hidden = frozenset(recording.options.get("hidden", ()))
    style = _STYLES[str(recording.options.get("listing", "apache"))]

    async def answer(request: Request) -> Response:
        path = request.path_params["path"]
        *above, name = path.split("/")
        folder = tree()
        for step in above:
            if step not in folder.folders:
                return PlainTextResponse("Not Found", status_code=404)
            folder = folder.folders[step]
        if path.rstrip("/") in hidden:
            return PlainTextResponse("Forbidden", status_code=403)
        if not name:
            return HTMLResponse(style(f"/waf/{path}", folder))
        if name not in folder.files:
            return PlainTextResponse("Not Found", status_code=404)
        place, day = folder.files[name]
        body = str(orjson.loads(recording.records[place])["xml"]).encode()
        return conditional(request, "application/xml", body, captured=day)

    listings = [page.address for page in recording.pages if "html" in page.media_type]
    entry = to_url(listings[0]) if listings else "/waf/"
    return Replay(kind="waf", entry=entry, routes=(Route("/waf/{path:path}", answer),))


def _tree(recording: Recording, path_of: Paths) -> Callable[[], Folder]:
    @cache
    def read() -> Folder:
        root, total = Folder(), len(recording.records)
        for place, line in enumerate(recording.records):
            record = orjson.loads(line)
            *above, name = path_of(record, total).split("/")
            folder = root
            for step in above:
                folder = folder.folders.setdefault(step, Folder())
            folder.files[name] = (place, _day(record.get("modified") or recording.captured))
        return root

    return read


def _day(said: object) -> str:
    """A whole date; of a month, which is all that some folders state, its first day."""
    text = str(said or _UNDATED)[:10]
    return f"{text}-01" if len(text) == len("2024-01") else text


def _apache(path: str, folder: Folder) -> str:
    lines = [
        f'<a href="{quote(name)}/">{escape(name)}/</a>   03-Feb-2026 10:00    -' for name in folder.folders
    ]
    lines += [
        f'<a href="{quote(name)}">{escape(name)}</a>   {_as(day, "%d-%b-%Y")} 10:00   12K'
        for name, (_, day) in folder.files.items()
    ]
    head = '<a href="?C=N;O=D">Name</a> <a href="?C=M;O=A">Last modified</a><hr><a href="../">Parent Directory</a>'
    return _page(f"Index of {path}", f"<pre>{head}\n" + "\n".join(lines) + "\n<hr></pre>")


def _table(path: str, folder: Folder) -> str:
    rows = [
        f'<tr><td><a href="{quote(name)}/">{escape(name)}/</a></td><td>2026-02-03 10:00</td><td>-</td></tr>'
        for name in folder.folders
    ]
    rows += [
        f'<tr><td><a href="{quote(name)}">{escape(name)}</a></td><td>{day} 10:00</td><td>12K</td></tr>'
        for name, (_, day) in folder.files.items()
    ]
    parent = '<tr><td><a href="/">Parent Directory</a></td><td>&nbsp;</td><td>-</td></tr>'
    return _page(f"Index of {path}", f"<table>{parent}{''.join(rows)}</table>")


def _nginx(path: str, folder: Folder) -> str:
    lines = [f'<a href="{quote(name)}/">{escape(name)}/</a>  03-Feb-2026 10:00  -' for name in folder.folders]
    lines += [
        f'<a href="{quote(name)}">{escape(name)}</a>  {_as(day, "%d-%b-%Y")} 10:00  4096'
        for name, (_, day) in folder.files.items()
    ]
    return _page(f"Index of {path}", '<hr><pre><a href="../">../</a>\n' + "\n".join(lines) + "\n</pre><hr>")


def _iis(path: str, folder: Folder) -> str:
    """Whole lines of text with the date before the link. A link names its whole path on a real server; here, where a
    portal lies below another's path, it is told from the folder."""
    lines = [
        f'  2/3/2026 10:00 AM  &lt;dir&gt; <A HREF="{quote(name)}/">{escape(name)}</A>'
        for name in folder.folders
    ]
    lines += [
        f'{_as(day, "%m/%d/%Y")} 10:00 AM   12345 <A HREF="{quote(name)}">{escape(name)}</A>'
        for name, (_, day) in folder.files.items()
    ]
    head = '<A HREF="../">[To Parent Directory]</A><br><br>'
    return _page(f"madeup.example - {path}", f"<pre>{head}{'<br>'.join(lines)}<br></pre><hr>")


_STYLES: dict[str, Callable[[str, Folder], str]] = {
    "apache": _apache,
    "table": _table,
    "nginx": _nginx,
    "iis": _iis,
}


def _page(title: str, body: str) -> str:
    return (
        f"<html><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>{body}</body></html>"
    )


def _as(day: str, form: str) -> str:
    return datetime.fromisoformat(day).strftime(form)
