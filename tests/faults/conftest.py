"""The bench's own modules, and the house that it borrows from the engine's tests, are found by name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "harvester")]
