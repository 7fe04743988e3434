"""Which addresses have a file behind them, and how the body that gives it writes its files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from harvester.replay.files.gazetteer import rows_of
from harvester.replay.files.subjects import Patch


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """How a body writes: `above` are lines over the head, `renames` its own headings by column. Its software puts a
    column `before` the others of each table, and one `behind` those of tables whose rows are points."""

    portal: str
    patches: tuple[Patch, ...]
    style: str
    encoding: str
    separator: str
    dates: str
    above: tuple[str, ...]
    before: tuple[tuple[str, str], ...]
    behind: tuple[tuple[str, str], ...]
    renames: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file. `address` is as the portal's records name it, or a path below the portal; `damage` is what went wrong
    with it on its way here, `answer` what is answered instead of it, each "" for nothing."""

    portal: str
    address: str
    form: str
    topic: str
    damage: str
    answer: str

    @property
    def path(self) -> str:
        """Path and query at which it is served, below the portal's address."""
        parts = urlsplit(self.address)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


@cache
def bodies() -> Mapping[str, Body]:
    """The bodies of `portals.csv` by portal."""
    return {row["portal"]: _body(row) for row in rows_of("portals.csv")}


@cache
def listed_files() -> Mapping[str, tuple[Listed, ...]]:
    """The files of `files.csv` by portal."""
    found: dict[str, list[Listed]] = defaultdict(list)
    for row in rows_of("files.csv"):
        found[row["portal"]].append(Listed(**row))
    return {portal: tuple(files) for portal, files in found.items()}


def headed(text: str) -> tuple[tuple[str, str], ...]:
    """Columns, parted by semicolons, each with the heading that it is given or ""."""
    parted = (one.partition("=") for one in _parts(text, ";"))
    return tuple((column, own) for column, _, own in parted)


def _body(row: Mapping[str, str]) -> Body:
    return Body(
        portal=row["portal"],
        patches=tuple(_patch(one) for one in _parts(row["places"], ";")),
        style=row["style"],
        encoding=row["encoding"],
        separator="\t" if row["separator"] == "tab" else row["separator"],
        dates=row["dates"],
        above=_parts(row["above"], "|"),
        before=headed(row["before"]),
        behind=headed(row["behind"]),
        renames=dict(headed(row["renames"])),
    )


def _patch(text: str) -> Patch:
    place, _, share = text.partition(" ")
    return Patch(place=place, share=int(share or 100))


def _parts(text: str, by: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(by) if part.strip())
