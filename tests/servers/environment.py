"""Other projects' servers, each in a virtual environment of its own below `.ci/servers`, made once."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHELF = Path(__file__).parents[2] / ".ci" / "servers"


def installed(name: str, *wanted: str) -> Path:
    """The Python that has what is wanted; skips the test, saying why, where pip cannot fetch it."""
    home = SHELF / name
    python, mark = home / "bin" / "python", home / "installed"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes want it at once
        if not mark.exists():
            venv.create(home, with_pip=True)
            _install(python, wanted)
            mark.touch()
    return python


@contextmanager
def started(command: list[str], log: Path) -> Iterator[str]:
    """Runs a server until the block ends; gives the address that is the first line of its output."""
    with log.open("w") as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True)
        try:
            address = _address(process)
            if not address:
                raise RuntimeError(f"{command[1]} did not start: {log.read_text()[-2000:]}")
            yield address
        finally:
            process.kill()
            process.communicate()


def _install(python: Path, wanted: tuple[str, ...]) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        pytest.skip(f"pip cannot install {' '.join(wanted)}: {done.stderr.strip()[-300:]}")


def _address(process: subprocess.Popen[str]) -> str:
    """The line that says where it listens; "" where it ended before."""
    lines = process.stdout or sys.stdin
    return next((line.strip() for line in lines if line.startswith("http://")), "")
