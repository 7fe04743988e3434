"""What DKAN says of a dataset, in the shapes of the standards it speaks (https://dkan.readthedocs.io).

Version 2's metastore gives DCAT-US objects whose parts are references; version 1 gives packages as CKAN has them, with
other habits. Both are made even here and drafted as `pod_dataset.py` and `ckan_package.py` say.

| of version 1 | becomes |
|---|---|
| `state` "Active", of a package and of a resource | "active" |
| `groups`, which are its organisations | `organization`, the first of them |
| `metadata_created` "Mon, 03/14/2016 - 11:11", with or without "Date changed" before it | `2016-03-14T11:11:00` |
| `type` "Dataset" | "dataset" |
| `size` "1.5 MB" | as it is: no number of bytes |

| of version 2 | becomes |
|---|---|
| `{"identifier", "data"}`, where a part is referred to | the part, with that `identifier` if it has none |
| `%Ref:…` | nothing: it repeats the part |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harvester.formats.native import mapping, objects, text

_AMERICAN = re.compile(r"(\d\d)/(\d\d)/(\d{4})(?: - (\d\d:\d\d))?")
_DATES = ("metadata_created", "metadata_modified", "revision_timestamp", "created", "last_modified")


def is_package(said: Mapping[str, Any]) -> bool:
    """Whether a record is a package of version 1."""
    return "resources" in said or "metadata_created" in said or "notes" in said


def even_out(item: object) -> object:
    """A package of version 1 as CKAN would give it; what is no object stays as it is."""
    if not isinstance(item, dict):
        return item
    package = (
        item | _plain(item) | {"resources": [one | _plain(one) for one in objects(item.get("resources"))]}
    )
    owner = mapping(item.get("organization")) or next(iter(objects(item.get("groups"))), {})
    return package | {"organization": owner, "groups": []}


def resolved(item: object) -> object:
    """An object of the metastore with its parts in place of references to them."""
    if isinstance(item, list):
        return [resolved(one) for one in item]
    if not isinstance(item, dict):
        return item
    if "data" in item and set(item) <= {"identifier", "data"}:
        part = resolved(item["data"])
        return {"identifier": item.get("identifier")} | part if isinstance(part, dict) else part
    return {key: resolved(value) for key, value in item.items() if not key.startswith("%Ref:")}


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """The words and dates of an object as CKAN writes them."""
    dates = {name: _iso(text(said[name])) for name in _DATES if said.get(name)}
    words = {name: text(said[name]).lower() for name in ("state", "type") if said.get(name)}
    return dates | words


def _iso(date: str) -> str:
    found = _AMERICAN.search(date)
    if not found:
        return date
    month, day, year, time = found.groups()
    return f"{year}-{month}-{day}" + (f"T{time}:00" if time else "")
