"""schemathesis asks every example of the document of a site that runs, and holds the answers against what is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import serving
from made_up_catalogue import open_site

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site, served on a free port of this machine."""
    with serving(open_site(tmp_path_factory.mktemp("served"), many=45)) as served:
        yield served


def test_every_example_is_answered_as_the_document_says(address: str, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", f"{address}/openapi.json"]
    command += ["--url", address, "--checks", "all", "--phases", "examples", "--seed", "1", "--no-color"]
    command += ["--continue-on-failure"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
