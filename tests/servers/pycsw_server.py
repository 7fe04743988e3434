"""A real pycsw over a folder of records: CSW 2.0.2 and 3.0 at its address, OAI-PMH with `?mode=oaipmh`.

It lives in a virtual environment of its own below `.ci/servers`, made once, since it needs an older SQLAlchemy than we.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

WANTED = ("pycsw==2.6.2", "SQLAlchemy<2", "setuptools<81")
HOME = Path(__file__).parents[2] / ".ci" / "servers" / "pycsw-2.6.2"
SERVE = Path(__file__).with_name("serve_pycsw.py")


def installed(home: Path = HOME) -> Path:
    """The Python that has pycsw; skips the test, saying why, where pip cannot fetch it."""
    python, mark = home / "bin" / "python", home / "installed"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes want it at once
        if not mark.exists():
            venv.create(home, with_pip=True)
            _install(python)
            mark.touch()
    return python


@contextmanager
def serving(records: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """Serves records (file name → XML) on a free port of 127.0.0.1; gives the address of its CSW."""
    python = installed()
    shelf = folder / "records"
    shelf.mkdir(parents=True)
    for name, body in records.items():
        (shelf / name).write_bytes(body)
    with (folder / "pycsw.log").open("w") as log:
        command = [str(python), str(SERVE), str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            address = _address(process)
            if not address:
                raise RuntimeError(f"pycsw did not start: {(folder / 'pycsw.log').read_text()[-2000:]}")
            yield address
        finally:
            process.kill()
            process.communicate()


def _install(python: Path) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *WANTED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        pytest.skip(f"pip cannot install {' '.join(WANTED)}: {done.stderr.strip()[-300:]}")


def _address(process: subprocess.Popen[str]) -> str:
    """The line that says where it listens; "" where it ended before."""
    lines = process.stdout or sys.stdin
    return next((line.strip() for line in lines if line.startswith("http://")), "")
