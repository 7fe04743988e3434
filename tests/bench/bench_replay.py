"""Serves the bundled portals, scaled, until its input ends: TOTAL PER_PORTAL [KIND]; its first line is the address."""

from __future__ import annotations

import sys

from harvester.replay.recording import bundled_recordings
from harvester.replay.scaling import scale
from harvester.replay.server import build_app, running


def serve(total: int, per_portal: int, kind: str) -> None:
    """Serves the portals of `kind` (all when empty) with `total` datasets together."""
    chosen = [one for one in bundled_recordings() if kind in ("", one.kind)]
    with running(build_app(scale(chosen, total, per_portal=per_portal))) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
