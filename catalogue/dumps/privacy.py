"""What of a description is somebody's own: e-mail addresses of persons, which a dump leaves out.

A page can be corrected; a dump is copied, and its copies cannot. So it carries only addresses of roles (opendata@,
gis.team@), wherever in a description they stand; with a person's, the name and telephone of the contact go too. What
cannot be told to be a role is taken for a person.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from catalogue.entry import Entry
from catalogue.snapshot import Snapshot, pack_entry, unpack_entry

WITHHELD = "withheld"

_ROLES = Path(__file__).parent / "roles.csv"
_ADDRESS = re.compile(r"([\w.+'-]{1,64})(?:@|%40)((?:[\w-]{1,63}\.)+[A-Za-z]{2,24})")
_PARTS = re.compile(r"[\W\d_]+")
_LONG = 5  # letters from which a word is told within a longer one
_MAIL = ("has_email", "mbox")
_PERSONAL = ("fn", "has_telephone", "has_url")


def without_persons(snapshot: Snapshot) -> Snapshot:
    """The snapshot without addresses of persons; the same one where it holds none."""
    body = pack_entry(snapshot.entry)
    if b"@" not in body and b"%40" not in body:
        return snapshot
    held = orjson.loads(body)
    cleaned = _without(held)
    return snapshot if cleaned == held else replace(snapshot, entry=_entry(cleaned))


def is_role(local: str) -> bool:
    """Whether the part of an address before the @ names a role."""
    words = [one for one in _PARTS.split(local.lower()) if one]
    roles = _roles()
    if any(one in roles for one in words):
        return True
    return len(words) == 1 and any(
        words[0].startswith(one) or words[0].endswith(one) for one in _long_roles()
    )


def _entry(packed: dict[str, Any]) -> Entry:
    return unpack_entry(orjson.dumps(packed))


def _without(value: Any) -> Any:
    match value:
        case dict():
            return _without_in_thing(value)
        case list():
            return [_without(one) for one in value]
        case str():
            return _masked(value)
        case _:
            return value


def _without_in_thing(thing: dict[str, Any]) -> dict[str, Any]:
    """A packed thing. An address that is a thing's name goes as a whole: masked, all such things would be one."""
    gone = {name for name in (*_MAIL, "iri") if _is_personal(thing.get(name))}
    if "has_email" in gone:
        gone.update(_PERSONAL)
    kept = {name: value for name, value in thing.items() if name not in gone}
    extra = kept.pop("extra", ())
    cleaned = {name: _without(value) for name, value in kept.items()}
    said = [*_statements(extra)]
    return cleaned | ({"extra": said} if said else {})


def _statements(extra: Any) -> Iterator[list[str]]:
    """Statements beyond the model: one that leads to or from an address goes, in text it is masked."""
    for subject, predicate, value in extra:
        if not any(one.startswith("<") and _is_personal(one) for one in (subject, value)):
            yield [subject, predicate, _masked(value)]


def _is_personal(value: Any) -> bool:
    return isinstance(value, str) and any(not is_role(local) for local, _ in _ADDRESS.findall(value))


def _masked(text: str) -> str:
    if "@" not in text and "%40" not in text:
        return text
    return _ADDRESS.sub(lambda found: found[0] if is_role(found[1]) else WITHHELD, text)


@cache
def _roles() -> frozenset[str]:
    with _ROLES.open(newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return frozenset(row["word"] for row in csv.DictReader(lines))


@cache
def _long_roles() -> tuple[str, ...]:
    return tuple(sorted(one for one in _roles() if len(one) >= _LONG))
