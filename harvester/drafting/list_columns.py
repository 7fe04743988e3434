"""What a column of a list of datasets holds, told by its name (`list_columns.toml`) or by the portal's own setting."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("list_columns.toml")
_NUMBERED = re.compile(r"(.*\D)[\s_#-]*(\d{1,2})")
_LANGUAGE = re.compile(r"(.+?)[\s_:@/(\[-]+(\w{2,8})[)\]]?")
_LANGUAGE_FIRST = re.compile(r"(\w{5,8})[\s_-]+(.+)")
_PLACES = re.compile(r"~\d+")  # behind the name of a second column of the same name


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column holds: its `role` in the table of names, the language of its texts, its number among columns of one
    name, the format of the files that it leads to. The lowest `rank` goes first where several have one role."""

    role: str
    rank: int = 0
    lang: str = ""
    number: int = 0
    format: str = ""
    welsh: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    roles: Mapping[str, Column]
    languages: Mapping[str, str]
    formats: frozenset[str]
    nothing: frozenset[str]


def read_columns(names: Iterable[str], chosen: Mapping[str, str]) -> dict[str, Column]:
    """The columns that are known, by their names. `chosen` gives roles to names in the portal's own setting; where it
    gives one, no other column has that role."""
    taken = {column.role for column in map(_by_role, chosen.values())}
    found: dict[str, Column] = {}
    for name in names:
        own = chosen.get(_PLACES.sub("", name).casefold().strip())
        column = _by_role(own) if own else read_column(name)
        if column and (own or column.role not in taken):
            found[name] = column
    english = {column.role for column in found.values() if not column.welsh}
    return {
        name: replace(column, lang="cy") if column.welsh and column.role in english else column
        for name, column in found.items()
    }


def read_column(name: str) -> Column | None:
    """What a column of this name holds; None where nobody knows."""
    bare = _PLACES.sub("", name).strip()
    return next((found for found in _ways(bare) if found), None)


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty, or holds a word that stands for that."""
    return cell.casefold() in _names().nothing or not cell


def chosen_columns(setting: object) -> dict[str, str]:
    """A portal's setting `columns`, as an object or as text (`title=Name of set; download=Link`): role by name."""
    if isinstance(setting, Mapping):
        pairs = [(str(role), str(name)) for role, name in setting.items()]
    else:
        parts = (part.partition("=") for part in str(setting or "").split(";"))
        pairs = [(role, name) for role, sign, name in parts if sign]
    return {name.strip().casefold(): role.strip() for role, name in pairs if name.strip() and role.strip()}


def roles() -> frozenset[str]:
    """Every role that a column may have."""
    return frozenset(column.role for column in _names().roles.values())


def _by_role(role: str) -> Column:
    """A role that a portal's setting names; `title.cy` says the language as well."""
    plain, _, lang = role.partition(".")
    return Column(role=plain, rank=-1, lang=lang)


def _ways(name: str) -> Iterator[Column | None]:
    """A name read as it stands, by its second language, then without language or number, or as a format's."""
    yield _named(name)
    yield from (_named(part) for part in name.split("/")[1:2] if part)  # Welsh / English
    for pattern, text, tag in ((_LANGUAGE, 1, 2), (_LANGUAGE_FIRST, 2, 1)):
        if (parts := pattern.fullmatch(name)) and (lang := _names().languages.get(_plain(parts[tag]))):
            column = _named(parts[text])
            yield replace(column, lang=lang, welsh=False) if column else None
    if parts := _NUMBERED.fullmatch(name):
        column = _named(parts[1]) or _of_format(parts[1])
        yield replace(column, number=int(parts[2])) if column else None
    yield _of_format(name)


def _named(name: str) -> Column | None:
    return _names().roles.get(_plain(name))


def _of_format(name: str) -> Column | None:
    """A column that is called after a format (`CSV link`) holds addresses of files of that format."""
    plain = _plain(name)
    return (
        Column(role="file_of_format", format=plain) if plain in _names().formats else _of_format_with(plain)
    )


def _of_format_with(plain: str) -> Column | None:
    for word in _behind():
        stem = plain.removesuffix(word)
        if stem != plain and stem in _names().formats:
            return Column(role="file_of_format", format=stem)
    return None


def _plain(name: str) -> str:
    """A name's letters and digits, small and without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name).casefold() if sign.isalnum())


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _behind() -> tuple[str, ...]:
    return tuple(_table()["behind_formats"])


@cache
def _names() -> _Names:
    table = _table()
    roles: dict[str, Column] = {}
    for part in ("dataset", "file", "welsh"):
        for role, names in table[part].items():
            for rank, name in enumerate(names):
                roles.setdefault(_plain(name), Column(role=role, rank=rank, welsh=part == "welsh"))
    return _Names(
        roles=roles,
        languages={word: tag for tag, words in table["languages"].items() for word in words},
        formats=frozenset(table["formats"]),
        nothing=frozenset(table["nothing"]),
    )
