"""Replays a recorded folder of ISO records as a folder on the web: of many, those that begin alike lie together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harvester.replay.answering import Replay
from harvester.replay.recording import Recording
from harvester.replay.waf import folder_replay

_MANY = 1000
_ALIKE = 2  # letters


def build(recording: Recording) -> Replay:
    """The folder at `/waf/`, listed as the kind `waf`; a record's file bears its id."""
    return folder_replay(recording, _path)


def _path(record: Mapping[str, Any], total: int) -> str:
    name = str(record["id"]).replace("/", "-")
    return f"{name[:_ALIKE]}/{name}.xml" if total > _MANY else f"{name}.xml"
