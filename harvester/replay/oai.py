"""Replays what is recorded as `oai`, the kind's older name."""

from harvester.replay.oai_pmh import build

__all__ = ["build"]
