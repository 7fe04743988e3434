"""What a check of an address found, as its page shows it: what answered, and what people will see of its records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from catalogue.compact import compact_json
from catalogue.finding import Finding
from catalogue.quality.advice import Advice
from catalogue.snapshot import squeeze, unsqueeze

VERSION = 1  # of what is kept; another one cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """What answered at an address. Without a `kind` it is no portal that we read: `how` then says why, `advice` what
    to do. `software` is the kind's name for people; `address` what to register; `tried` one line a request, only where
    nothing was found."""

    kind: str = ""
    software: str = ""
    address: str = ""
    title: str = ""
    version: str = ""
    how: str = ""
    note: str = ""
    advice: str = ""
    tried: tuple[str, ...] = ()
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownValue:
    """One value: what is `published`, and what people will see, `shown` ("" where nobody knows what it means).

    `property` is the model's name for it (`distribution.license`), `label` that name for people; `iri` the concept that
    it means, `how` the rule by which it was read ("preferred", "portal default" …) or "" for text taken as it is.
    """

    label: str
    property: str
    published: str
    shown: str
    iri: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRecord:
    """One record, published beside shown. `source` is its own page at the portal; `licence` a sentence on what people
    may do with it; `rejected` says why it could not be read ("" for one that was).

    `lacks` are the codes of the metrics that it fails as published. Both scores are points, None where not worked out.
    """

    key: str
    title: str
    source: str = ""
    publisher: str = ""
    licence: str = ""
    rejected: str = ""
    values: tuple[ShownValue, ...] = ()
    findings: tuple[Finding, ...] = ()
    lacks: tuple[str, ...] = ()
    published_points: int | None = None
    here_points: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """Something without which no dataset of the portal can be shown, and how to mend it."""

    code: str
    sentence: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean score of 405, and its band ("Good")."""

    points: float
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A body whose records the sample holds, the `code` it is known by here ("" for one that we do not know), and
    how many of them."""

    name: str
    slug: str
    code: str
    datasets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found out so far; it is whole when its check has ended.

    `declared` is how many records the portal says it has, None where it does not say; `read` and `rejected` count the
    sample. `advice` is ranked by points gained, `publishers` by records. `seconds` is how long the check took;
    `partial` says that something kept it from reading all that it wanted.
    """

    sentence: str = ""
    kind: str = ""
    software: str = ""
    address: str = ""
    title: str = ""
    declared: int | None = None
    read: int = 0
    rejected: int = 0
    requests: int = 0
    seconds: float = 0.0
    partial: bool = False
    blocking: tuple[Blocking, ...] = ()
    advice: tuple[Advice, ...] = ()
    published: Mean | None = None
    here: Mean | None = None
    publishers: tuple[Publisher, ...] = ()
    records: tuple[SampleRecord, ...] = ()


def to_json(report: Report) -> dict[str, Any]:
    """A report for programs, with its version."""
    held = _adapter().dump_python(report, mode="json")
    return {"version": VERSION, **held}


def from_json(said: dict[str, Any]) -> Report | None:
    """The inverse of to_json; None for what another version of this program wrote."""
    if said.get("version") != VERSION:
        return None
    try:
        return _adapter().validate_python({name: one for name, one in said.items() if name != "version"})
    except ValidationError:
        return None


def pack_report(report: Report) -> bytes:
    """A report as the ledger keeps it. Half characters, which a portal may send and UTF-8 cannot say, are replaced."""
    return squeeze(compact_json(to_json(report)))


def unpack_report(body: bytes) -> Report | None:
    """The inverse of pack_report; None for what another version of this program wrote."""
    return from_json(orjson.loads(unsqueeze(body)))


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)
