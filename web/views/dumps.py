"""/dumps: the whole catalogue as files, to be taken away and, where a download broke off, taken up again."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from catalogue.dumps.packing import PACKINGS
from catalogue.dumps.sets import SUMS, DumpFile, DumpSet, find_file, list_sets, newest_set, sums_of
from web.answers import Writer, answer, is_fresh, negotiate, to_json
from web.negotiation import HTML, JSON
from web.operations import Operation, Parameter
from web.pages.dumps import make_dumps_page
from web.problems import Problem, ProblemRaised, not_found
from web.rendering import render
from web.schema import COUNT, STRING, every, record
from web.site import Site, site_of

_LATEST = re.compile(r"catalogue\.([a-z]+\.[a-z]+)")
_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII)
_FORMS = (HTML, JSON)


def dumps(request: Request) -> Response:
    """The sets that are kept, newest first."""
    site = site_of(request)
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(request, _FORMS, lambda _, suffix: site.links.dumps(suffix=suffix), name=name)
    sets = list_sets(site.settings.dumps_path)
    writers: dict[str, Writer] = {
        HTML.name: lambda: render(make_dumps_page(sets, choice.alternates, site.links), site.templates),
        JSON.name: lambda: to_json({"sets": [_set_json(one, site) for one in sets]}),
    }
    return answer(request, choice, writers)


def dump(request: Request) -> Response:
    """One file, whole or a part of it (RFC 9110, 14); a name without a number leads to the newest."""
    site, name = site_of(request), request.path_params["name"]
    home = site.settings.dumps_path
    if name == SUMS and (newest := newest_set(home)):
        return PlainTextResponse(sums_of(newest.files), headers={"Cache-Control": "no-cache"})
    if latest := _LATEST.fullmatch(name):
        return _lead_on(newest_set(home), latest[1], site)
    found = find_file(home, name)
    if found is None:
        raise _no_such_file()
    return _send(request, *found)


def _lead_on(newest: DumpSet | None, ending: str, site: Site) -> Response:
    file = next((one for one in newest.files if one.name.endswith(f".{ending}")), None) if newest else None
    if file is None:
        raise _no_such_file()
    return RedirectResponse(site.links.dumps(file.name), headers={"Cache-Control": "no-cache"})


def _send(request: Request, path: Path, file: DumpFile) -> Response:
    headers = {
        "ETag": f'"{file.sha256}"',
        "Cache-Control": "public, max-age=3600",
        "Content-Disposition": f'attachment; filename="{file.name}"',
    }
    if is_fresh(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    _check_range(request, file)
    try:
        return FileResponse(path, headers=headers, media_type=file.media_type, stat_result=path.stat())
    except OSError as error:  # a newer set has taken its place just now
        raise _no_such_file() from error


def _check_range(request: Request, file: DumpFile) -> None:
    """Raises a 416 where a range begins beyond the end; one that cannot be read is as if it were not there (14.2)."""
    stated = request.headers.get("range")
    if stated is None:
        return
    found = _RANGE.fullmatch(stated.replace(" ", ""))
    if found is None or (found[2] and int(found[2]) < int(found[1])):
        request.scope["headers"] = [one for one in request.scope["headers"] if one[0] != b"range"]
    elif int(found[1]) >= file.size if found[1] else int(found[3]) == 0:
        detail = f"The file has {file.size} bytes; the range lies beyond its end."
        headers = {"Content-Range": f"bytes */{file.size}"}
        raise ProblemRaised(Problem(status=416, title="No such part", detail=detail, headers=headers))


def _no_such_file() -> ProblemRaised:
    return not_found("There is no such dump. Older ones are removed; the list has those that there are.")


def _set_json(one: DumpSet, site: Site) -> dict[str, object]:
    return {
        "made": one.made,
        "change": one.change,
        "datasets": one.datasets,
        "statements": one.statements,
        "files": [
            {
                "name": file.name,
                "address": site.iris.dumps(file.name),
                "form": file.form,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
                "items": file.items,
            }
            for file in one.files
        ],
    }


_FILE = record(
    "DumpFile",
    name=STRING,
    address=STRING,
    form=STRING,
    media_type=STRING,
    size=COUNT,
    sha256=STRING,
    items=COUNT,
)
_SET = record("DumpSet", made=STRING, change=COUNT, datasets=COUNT, statements=COUNT, files=every(_FILE))

OPERATIONS = (
    Operation(
        path="/dumps",
        view=dumps,
        about="Everything as files: which there are, with their digests.",
        group="Everything",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: record("Dumps", sets=every(_SET))},
    ),
    Operation(
        path="/dumps/{name}",
        view=dump,
        about="One file of a dump, whole or a part of it.",
        group="Everything",
        media=("*/*",),
        parameters=(
            Parameter(
                name="name",
                about="As the list has it; catalogue.nq.gz, without a number, leads to the newest, and SHA256SUMS has "
                "the digests of the newest. Endings: "
                + ", ".join(
                    f"{form}.{one.ending}" for form in ("nq", "ttl", "csv", "jsonl") for one in PACKINGS
                )
                + ".",
                where="path",
                example=SUMS,
            ),
            Parameter(
                name="Range", about="Which bytes, where not all are wanted.", where="header", forgiving=True
            ),
        ),
        statuses={
            206: "The part of it that was asked for.",
            307: "The newest is there.",
            308: "It has another address, in small letters or without a slash at its end.",
            404: "There is no such file, or no longer.",
            416: "The part lies beyond its end.",
        },
    ),
)
