"""Multiplies replayed portals up to a number of datasets, so that benches have something to carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
_IDS = ("id", "name", "identifier", "dataset_id", "dataset_uid")
_INNER = ("metas", "default", "resource")  # where Opendatasoft and Socrata keep a title
_YEARS = tuple(range(2009, 2026))
_HEX = re.compile(r"[0-9a-f]{8}(?=[0-9a-f]{24}|-[0-9a-f]{4}-)")
_TURTLE_TITLE = re.compile(r'("[^"\\]*)("(?:@\w+)? [;,])')
_XML_TEXT = re.compile(r"(>[^<]+)(</gco:CharacterString>)")
_YAML_TITLE = re.compile(r'^(title: .*?)("?)$', re.MULTILINE)
_TURTLE_KEY = re.compile(r'(dct:identifier "[^"]*)')


def scale(recordings: Sequence[Recording], total: int, *, per_portal: int = 2500) -> list[Recording]:
    """Portals with `total` datasets together: each record again and again with its own id and title.

    Only sound records are repeated, so that every one of `total` can be found again. Each given portal gets its
    share; a share of more than `per_portal` is cut into several portals (`slug-2`, `slug-3` …), since no council
    has that many. Records are made when they are asked for.
    """
    return [
        _scaled(recording, number, start=start, count=min(per_portal, share - start))
        for recording, share in zip(recordings, _shares(recordings, total), strict=True)
        for number, start in enumerate(range(0, share, per_portal), start=1)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledLines:
    """Lines `start` to `start + count` of an endless repetition of sound records, each time varied."""

    base: Lines
    sound: int  # how many of the base, from its first, are repeated
    start: int
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: int, /) -> bytes:
        if not 0 <= place < self.count:
            raise IndexError(place)
        copy, original = divmod(self.start + place, self.sound)
        return varied(self.base[original], copy) if copy else self.base[original]

    def __iter__(self) -> Iterator[bytes]:
        return (self[place] for place in range(self.count))


def varied(line: bytes, copy: int) -> bytes:
    """A copy of a record: other addresses, ids and title, and a sentence more in its description."""
    addition = f"{_PLACES[copy % len(_PLACES)]} {_YEARS[copy // len(_PLACES) % len(_YEARS)]}"
    # Addresses move first: equal addresses of files would make the copies one dataset in many portals.
    record = orjson.loads(line.replace(b".example/", b".example/%d/" % copy))
    return orjson.dumps(_varied(record, copy, addition))


def _varied(record: Mapping[str, Any], copy: int, addition: str) -> dict[str, Any]:
    """A record with ids and texts of its own, also in the objects where some kinds keep them."""
    inner = {
        name: _varied(record[name], copy, addition) for name in _INNER if isinstance(record.get(name), dict)
    }
    own = _own_ids(record, copy)
    xml = _own_xml(record, str(own["id"]), addition) if "xml" in record and "id" in own else {}
    return {**record, **own, **_own_texts(record, copy, addition), **xml, **inner}


def _scaled(recording: Recording, number: int, *, start: int, count: int) -> Recording:
    return replace(
        recording,
        slug=recording.slug if number == 1 else f"{recording.slug}-{number}",
        title=recording.title if number == 1 else f"{recording.title} ({number})",
        expected=None,
        records=ScaledLines(base=recording.records, sound=_sound(recording), start=start, count=count),
    )


def _sound(recording: Recording) -> int:
    """How many records, from the first, are datasets with an id and a title of their own."""
    return int(recording.options.get("sound", len(recording.records)))


def _shares(recordings: Sequence[Recording], total: int) -> list[int]:
    held = sum(map(_sound, recordings)) or 1
    ends, counted = [0], 0
    for recording in recordings:
        counted += _sound(recording)
        ends.append(total * counted // held)
    return [after - before for before, after in pairwise(ends)]


def _own_ids(record: Mapping[str, Any], copy: int) -> dict[str, Any]:
    own: dict[str, Any] = {
        key: _own_id(record[key], copy) for key in _IDS if isinstance(record.get(key), str)
    }
    if isinstance(record.get("resources"), list):
        own["resources"] = [
            resource | {"id": _own_id(resource["id"], copy), "package_id": own.get("id")}
            for resource in record["resources"]
        ]
    return own


def _own_id(value: str, copy: int) -> str:
    """The id of a copy; a UUID, and 32 hex digits as ArcGIS has them, stay what they are."""
    found = _HEX.match(value)
    if not found:
        return f"{value}-{copy}"
    return f"{(int(found[0], 16) + copy) % 2**32:08x}{value[8:]}"


def _own_xml(record: Mapping[str, Any], identifier: str, addition: str) -> dict[str, Any]:
    """A record of ISO metadata under another identifier and title; its file gets the identifier's name."""
    old, xml = str(record["id"]), str(record["xml"])
    for before, after in ((old, identifier), (old.upper(), identifier.upper())):
        xml = xml.replace(before, after)
    head, mark, rest = xml.partition("<gmd:title")
    return {
        "xml": head + mark + _XML_TEXT.sub(rf"\1, {addition}\2", rest, count=1),
        "path": f"{identifier}.xml",
    }


def _own_texts(record: Mapping[str, Any], copy: int, addition: str) -> dict[str, Any]:
    own: dict[str, Any] = {}
    if record.get("dct_title_s"):
        own["dct_title_s"] = f"{record['dct_title_s']}, {addition}"
    if record.get("title"):
        own["title"] = f"{record['title']}, {addition}"
    for name in ("description", "notes"):
        if record.get(name):
            own[name] = f"{record[name]} This extract is for {addition}."
    if "text" in record:  # Markdown, with its title in a head of YAML
        own["text"] = _YAML_TITLE.sub(rf"\1 {addition}\2", record["text"], count=1)
    if "turtle" in record:
        head, mark, rest = record["turtle"].partition("dct:description")
        rest = _TURTLE_KEY.sub(rf"\1-{copy}", rest)
        own["turtle"] = _TURTLE_TITLE.sub(rf"\1, {addition}\2", head) + mark + rest
    return own
