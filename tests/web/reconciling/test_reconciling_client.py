"""A real client of the API, unmodified, over HTTP: reconciler."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from browsing import serving
from environment import installed
from starlette.applications import Starlette

pytestmark = pytest.mark.service

# It speaks of `np.NaN`, which NumPy 2 has no more, and pandas 3 wants NumPy 2.
WANTED = ("reconciler==0.2.2", "numpy<2", "pandas<3")
ASK = Path(__file__).with_name("reconcile_a_column.py")
NAMES = (
    "Leeds City Council",
    "KENT COUNTY COUNCIL",
    "Cornwall",
    "Leeds Citty Council",
    "Cardiff Council",
    "zzzz",
)


def test_reconciler_reconciles_a_column(app: Starlette) -> None:
    python = installed("reconciler", *WANTED)
    with serving(app) as address:
        asked = [str(python), str(ASK), f"{address}/reconcile", *NAMES]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["first"] == [
        ["Leeds City Council", "vocabulary/council/E08000035", True],
        ["KENT COUNTY COUNCIL", "vocabulary/council/E10000016", True],
        ["Cornwall", "vocabulary/council/E06000052", True],
        ["Leeds Citty Council", "vocabulary/council/E08000035", False],
        ["Cardiff Council", "vocabulary/council/W06000015", True],
        ["zzzz", "", False],
    ]
    assert found["types"] == ["body"]
    assert found["candidates"] > 2 * len(NAMES)
    assert [match for _, _, match in found["held"]] == [True, True, True, False, False, False]
