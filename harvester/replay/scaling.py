"""Multiplies replayed portals up to a number of datasets, so that benches have something to carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import orjson

from harvester.replay.lines import Lines
from harvester.replay.recording import Recording

_PLACES = (
    "Abbotsfield", "Birchgrove", "Castle", "Dunmore", "Eastgate", "Fernhill", "Greenside", "Hollybush",
    "Inchmere", "Jubilee", "Kingsway", "Longford", "Millbank", "Northfields", "Oakwood", "Priory",
    "Quayside", "Riverside", "St Anne's", "Townend", "Upper Moor", "Valley", "Westbrook", "Yewtree",
)  # fmt: skip
_YEARS = tuple(range(2009, 2026))
_KEYS: Mapping[str, Sequence[str]] = {
    "arcgis_hub": ("id",),
    "ckan": ("id", "name"),
    "dcat": ("iri", "turtle"),
    "pod": ("identifier", "landingPage"),
}
_TITLE = re.compile(r'(dct:title ")([^"]*)')


def scale(recordings: Sequence[Recording], total: int, *, per_portal: int = 2500) -> list[Recording]:
    """Portals with `total` datasets together: each record again and again with its own id and title.

    Each given portal gets its share by size; a share of more than `per_portal` is cut into several portals
    (`slug-2`, `slug-3` …), since no council has that many. Records are made when they are asked for.
    """
    held = sum(len(recording.records) for recording in recordings)
    portals: list[Recording] = []
    for recording, share in zip(recordings, _shares(recordings, total), strict=True):
        starts = range(0, share, per_portal) if held else ()
        for number, start in enumerate(starts, start=1):
            count = min(per_portal, share - start)
            portals.append(_scaled(recording, number, start=start, count=count))
    return portals


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledLines:
    """Lines `start` to `start + count` of an endless repetition of records, each time varied."""

    base: Lines
    vary: Callable[[dict[str, Any], int], dict[str, Any]]
    start: int
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: int, /) -> bytes:
        if not 0 <= place < self.count:
            raise IndexError(place)
        copy, original = divmod(self.start + place, len(self.base))
        line = self.base[original]
        return orjson.dumps(self.vary(orjson.loads(line), copy)) if copy else line

    def __iter__(self) -> Iterator[bytes]:
        return (self[place] for place in range(self.count))


def _scaled(recording: Recording, number: int, *, start: int, count: int) -> Recording:
    def vary(record: dict[str, Any], copy: int) -> dict[str, Any]:
        return _varied(record, copy, _KEYS.get(recording.kind, ("id",)))

    return replace(
        recording,
        slug=recording.slug if number == 1 else f"{recording.slug}-{number}",
        title=recording.title if number == 1 else f"{recording.title} ({number})",
        expected=None,
        records=ScaledLines(base=recording.records, vary=vary, start=start, count=count),
    )


def _shares(recordings: Sequence[Recording], total: int) -> list[int]:
    held = sum(len(recording.records) for recording in recordings) or 1
    ends, counted = [0], 0
    for recording in recordings:
        counted += len(recording.records)
        ends.append(total * counted // held)
    return [after - before for before, after in pairwise(ends)]


def _varied(record: dict[str, Any], copy: int, keys: Sequence[str]) -> dict[str, Any]:
    addition = f"{_PLACES[copy % len(_PLACES)]} {_YEARS[copy // len(_PLACES) % len(_YEARS)]}"
    varied = record | {
        key: _marked(key, record[key], copy) for key in keys if isinstance(record.get(key), str)
    }
    if "turtle" in varied:
        iri, new = record["iri"], varied["iri"]
        text = record["turtle"].replace(f"<{iri}", f"<{new}")
        varied["turtle"] = _TITLE.sub(lambda title: f"{title[1]}{title[2]}, {addition}", text)
    if isinstance(varied.get("title"), str):
        varied["title"] = f"{varied['title']}, {addition}"
    for name in ("description", "notes"):
        if isinstance(varied.get(name), str):
            varied[name] = f"{varied[name]} This extract is for {addition}."
    return varied


def _marked(key: str, value: str, copy: int) -> str:
    if re.fullmatch(r"[0-9a-f]{32}(_\d+)?", value):  # an ArcGIS item: the id must stay 32 hex digits
        return f"{copy:08x}{value[8:]}"
    if re.fullmatch(r"[0-9a-f]{8}-[0-9a-f-]{27}", value):
        return f"{copy:08x}{value[8:]}"
    return value if key == "turtle" else f"{value}-{copy}"
