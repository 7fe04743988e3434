"""The shape of a portal's records: which fields a sample of them has, and which most have lost or gained.

A template that the portal's software changes shows here before anybody misses what it carried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson
from lxml import etree
from pyoxigraph import NamedNode, RdfFormat, parse

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from harvester.formats.xml import Element, read_record
from vocab.namespaces import RDF

MOST, FEW = 0.5, 0.05
LEAST = 5  # records that say something of a shape
_DEEP = 8
_PATHS = 2_000
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many of a sample of records have each path (`resources[].url`, `/MD_Metadata/fileIdentifier`, or the class
    and property of a statement)."""

    records: int
    paths: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What became of a shape: paths that most records have now and few had, and the reverse; outermost only."""

    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def shape_of(records: Iterable[tuple[bytes, str]]) -> Shape:
    """The shape of records, each a body with its media type; paths that few have are left out."""
    counted: Counter[str] = Counter()
    total = 0
    for body, media_type in records:
        total += 1
        counted.update(paths_of(body, media_type))
    return Shape(records=total, paths={path: n for path, n in sorted(counted.items()) if n > total * FEW})


def paths_of(body: bytes, media_type: str) -> frozenset[str]:
    """The paths of one record, 2,000 at most, eight steps deep; none of what cannot be read."""
    try:
        if "json" in media_type:
            found = _of_json(orjson.loads(body), "", _DEEP)
        elif media_type == "application/n-triples":
            found = _of_statements(body)
        else:
            found = _of_element(read_record(body), "", _DEEP)
        return frozenset(path for path, _ in zip(found, range(_PATHS), strict=False))
    except (ValueError, SyntaxError, RecordError):
        return frozenset()


def compare_shapes(before: Shape, now: Shape) -> Turn:
    """What most records have lost and gained; nothing where a sample is too small to tell."""
    if min(before.records, now.records) < LEAST:
        return Turn()
    return Turn(came=_risen(before, now), gone=_risen(now, before))


def finding_of(turn: Turn) -> Finding | None:
    """A turn in words; a warning where something is gone. None for no turn."""
    if not (turn.came or turn.gone):
        return None
    said = [f"{verb}: {_listed(paths)}" for verb, paths in (("gone", turn.gone), ("new", turn.came)) if paths]
    return Finding(
        code="shape-changed",
        severity=Severity.WARNING if turn.gone else Severity.INFO,
        message=f"Most records of this portal have other fields than at the last complete run; {'; '.join(said)}.",
        fix="Look whether the portal's software or its template has changed, and whether anything is missing here."
        if turn.gone
        else "",
    )


def _risen(low: Shape, high: Shape) -> tuple[str, ...]:
    paths = {
        path
        for path, count in high.paths.items()
        if count >= high.records * MOST and low.paths.get(path, 0) <= low.records * FEW
    }
    return tuple(sorted(path for path in paths if not any(above in paths for above in _above(path))))


def _above(path: str) -> Iterator[str]:
    """The paths that hold this one."""
    for place, letter in enumerate(path):
        if letter in "./[" and place:
            yield path[:place]


def _listed(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more


def _of_json(value: object, path: str, deep: int) -> Iterator[str]:
    if isinstance(value, dict) and deep:
        for key, inner in value.items():
            below = f"{path}.{key}" if path else str(key)
            if inner not in (None, "", [], {}):
                yield below
                yield from _of_json(inner, below, deep - 1)
    elif isinstance(value, list) and deep:
        for inner in value:
            yield from _of_json(inner, f"{path}[]", deep - 1)


def _of_statements(body: bytes) -> Iterator[str]:
    statements = list(parse(body, format=RdfFormat.N_TRIPLES))
    kinds = {one.subject: one.object.value for one in statements if one.predicate == NamedNode(RDF.type)}
    for one in statements:
        yield f"{_local(kinds.get(one.subject, ''))} {one.predicate.value}".strip()


def _of_element(element: Element, path: str, deep: int) -> Iterator[str]:
    here = f"{path}/{etree.QName(element).localname}"
    yield here
    if deep:
        for inner in element:
            if isinstance(inner.tag, str):
                yield from _of_element(inner, here, deep - 1)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
