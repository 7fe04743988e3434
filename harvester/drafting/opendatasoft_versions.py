"""A dataset of Opendatasoft in the shape of Explore 2.1, whichever version or export gave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harvester.formats.native import mapping


def even_out(item: object) -> object:
    """A dataset in the shape of Explore 2.1, whichever interface gave it: version 2 wraps it in `dataset`, version 1
    calls it `datasetid` with its metas flat, an export may write `default.title` for a key."""
    said = mapping(item)
    inner = mapping(said.get("dataset")) or said
    if "datasetid" in inner:
        return _from_version_1(inner)
    if any(key.startswith("default.") for key in inner):
        return _unflattened(inner)
    return inner if inner else item


def _from_version_1(said: Mapping[str, Any]) -> dict[str, Any]:
    metas = {"default": dict(mapping(said.get("metas"))), **mapping(said.get("interop_metas"))}
    if custom := mapping(said.get("extra_metas")):
        metas = {"custom": custom, **metas}
    rest = {key: value for key, value in said.items() if key not in ("datasetid", "interop_metas")}
    return rest | {"dataset_id": said["datasetid"], "metas": metas}


def _unflattened(said: Mapping[str, Any]) -> dict[str, Any]:
    metas: dict[str, dict[str, Any]] = {}
    rest: dict[str, Any] = {}
    for key, value in said.items():
        block, dot, name = key.partition(".")
        if dot:
            metas.setdefault(block, {})[name] = value
        else:
            rest[{"datasetid": "dataset_id"}.get(key, key)] = value
    return rest | {"metas": metas}
