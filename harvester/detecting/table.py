"""The table of signs and hints (`signs.toml`) as values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("signs.toml")
FORMS = ("json", "xml", "rdf", "ask", "listing", "page", "sitemap", "table")
LAST_TURN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What proves a kind: a question below a portal's root, and what its answer must hold. The file's head says
    what each field means. A sign without a `path` is looked for in the answer at the address as given."""

    kind: str
    form: str
    what: str
    path: str | None = None
    contexts: tuple[str, ...] = ("",)
    turn: int = LAST_TURN
    holds: tuple[tuple[str, str], ...] = ()
    root: tuple[str, ...] = ()
    namespace: str = ""
    given: str = ""
    accept: str = ""
    of_any: bool = False
    yields_to: tuple[str, ...] = ()
    register: str = "root"
    title: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What points to a kind without proving it: one pattern, of an address's path, its host, a header or a body.

    What stands before a `path` is the portal's root; `inside` says that the matched folder belongs to the root.
    """

    kind: str
    path: re.Pattern[str] | None = None
    host: re.Pattern[str] | None = None
    header: re.Pattern[str] | None = None
    body: re.Pattern[str] | None = None
    inside: bool = False
    weight: int = 2
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Every sign and every hint, in the file's order."""

    signs: tuple[Sign, ...]
    hints: tuple[Hint, ...]


@cache
def load_table() -> Table:
    """The table that comes with the product."""
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Table(
        signs=tuple(_sign(one) for one in held["sign"]), hints=tuple(_hint(one) for one in held["hint"])
    )


def _sign(said: Mapping[str, Any]) -> Sign:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    return Sign(**fields | {"holds": tuple(said.get("holds", {}).items())})


def _hint(said: Mapping[str, Any]) -> Hint:
    patterns = ("path", "host", "header", "body")
    fields: dict[str, Any] = {
        name: re.compile(value, re.IGNORECASE) if name in patterns else value for name, value in said.items()
    }
    return Hint(**fields)
