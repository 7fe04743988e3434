"""What programs may rely on, as lines that are only ever added to: `docs/promised.csv`.

    .venv/bin/python tests/documents/promises.py [--check]

A line is an address with one of its parameters, forms, columns or names in its JSON. Addresses and parameters come from
the table of operations; columns and names are read from what a made-up catalogue answers. Without --check, lines that
are new are added; none is ever taken away. With it, the exit status is 1 if a line no longer holds or one is missing.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

import click
from starlette.testclient import TestClient

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "promised.csv"
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "web")]

from made_up_catalogue import BASE, BINS, open_site  # noqa: E402 - found through the line above

from web.app import OPERATIONS  # noqa: E402
from web.negotiation import CSV, JSON  # noqa: E402
from web.operations import Operation  # noqa: E402

Promise = tuple[str, str, str]
"""Address, what kind of thing is promised of it, and its name."""

HEAD: Promise = ("address", "what", "name")
_DEEPEST = 6
_ITEMS = 60
_OPEN = (
    "names",
    "labels",
    "alternatives",
    "paths",
    "components",
    "facts",
    "lists",
    "extras",
    "facets",
    "search_facets",
)
# What the made-up catalogue calls what stands in an address, where the operation's own example is not in it.
_NAMES = {
    "slug": "leeds",
    "scheme": "theme",
    "/alike/{name}:name": "bin-collection-household-round",
    "/dataset/{name}:name": BINS,
    "/dataset/{name}/joins:name": BINS,
    "/dataset/{name}/source:name": BINS,
    "/organisation/{name}:name": "leeds",
    "/portal/{name}:name": "leeds",
    "/portal/{slug}/runs/{name}:name": "1",
    "/reuses/{name}:name": "fewer-missed-bins",
    "/theme/{name}:name": "ENVI",
    "/vocabulary/{name}:name": "theme",
    "/vocabulary/{scheme}/{name:path}:name": "ENVI",
}


def promises(client: TestClient) -> Iterator[Promise]:
    """All that is promised of the stable operations, as they answer now."""
    for operation in (one for one in OPERATIONS if one.stable):
        yield from _of_the_table(operation)
        yield from _of_answers(operation, client)


def promised() -> list[Promise]:
    """What has been promised until now."""
    rows = csv.reader(io.StringIO(FILE.read_text(encoding="utf-8")))
    return [(address, what, name) for address, what, name in rows][1:]


def names_in(value: object, path: str = "", depth: int = 0) -> Iterator[str]:
    """Every name in a JSON value, as `a.b[].c`; below a name of `_OPEN` the names are data, not ours to promise."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:_ITEMS]:
            yield from names_in(item, f"{path}[]", depth)
    elif isinstance(value, dict) and path.rpartition(".")[2] not in _OPEN:
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            yield here
            yield from names_in(inner, here, depth + 1)


def _of_the_table(operation: Operation) -> Iterator[Promise]:
    for suffix in operation.suffixes:
        yield operation.path + suffix, "address", ""
    for media_type in operation.media:
        yield operation.path, "form", media_type
    for parameter in operation.parameters:
        yield operation.path, parameter.where, parameter.name


def _of_answers(operation: Operation, client: TestClient) -> Iterator[Promise]:
    """The names and columns of an answer; of a form that needs more to be asked, nothing."""
    if JSON.media_type in operation.media:
        response = client.get(_address(operation), headers={"Accept": JSON.media_type})
        if response.status_code == 200 and response.headers["content-type"].startswith(JSON.media_type):
            for name in dict.fromkeys(names_in(response.json())):
                yield operation.path, "name", name
    if CSV.media_type in operation.media:
        response = client.get(_address(operation), headers={"Accept": CSV.media_type})
        if response.status_code == 200 and response.headers["content-type"].startswith(CSV.media_type):
            for column in next(csv.reader(io.StringIO(response.text)), []):
                yield operation.path, "column", column


def _address(operation: Operation) -> str:
    """An address of the operation that the made-up catalogue answers."""
    stated = {
        each.name: each.example for each in operation.parameters if each.where == "path" and each.example
    }
    path = operation.path.replace(":path}", "}")
    for name in operation.names():
        value = _NAMES.get(f"{operation.path}:{name}") or _NAMES.get(name) or stated.get(name, "1")
        path = path.replace(f"{{{name}}}", value)
    asked = {
        each.name: each.example for each in operation.parameters if each.where == "query" and each.example
    }
    return path + (f"?{urlencode(asked)}" if asked else "")


def _written(lines: Iterable[Promise]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEAD, *lines])
    return out.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Adds what is new, or with --check compares."""
    with (
        tempfile.TemporaryDirectory() as folder,
        TestClient(open_site(Path(folder)), base_url=BASE, follow_redirects=True) as client,
    ):
        held = set(promises(client))
    before = promised() if FILE.exists() else []
    broken, new = sorted(set(before) - held), sorted(held - set(before))
    for line in broken:
        click.echo(f"promised, and no longer so: {' '.join(line)}", err=True)
    if "--check" in arguments:
        for line in new:
            click.echo(f"not promised yet: {' '.join(line)}: run `make docs`", err=True)
        return bool(broken or new)
    FILE.write_text(_written(sorted({*before, *new})), encoding="utf-8")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
