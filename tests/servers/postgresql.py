"""A PostgreSQL of a test's own, from the machine's programs, which refuse to be run by root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PLACES = "/usr/lib/postgresql/*/bin"


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database; skips the test, saying why, where there is no PostgreSQL."""
    programs, user = _programs(), _other_user()
    folder = Path(
        tempfile.mkdtemp(prefix="stook-postgresql-")
    )  # pytest's own folders are open to their owner alone
    if user:
        shutil.chown(folder, "postgres")
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    data = ["-D", str(folder / "data")]
    server = [*user, str(programs / "pg_ctl"), *data]
    try:
        _run([*user, str(programs / "initdb"), *data, "-A", "trust", "-U", "stook", "-N"])
        _run([*server, "-w", "-l", str(folder / "log"), "-o", options, "start"])
        _run([str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "stook", "made_up"])
        yield f"postgresql://stook@127.0.0.1:{port}/made_up"
    finally:
        _run([*server, "-m", "immediate", "stop"])
        shutil.rmtree(folder)


def _programs() -> Path:
    found = sorted(path for path in Path("/").glob(_PLACES[1:]) if (path / "initdb").exists())
    if not found:
        pytest.skip(f"PostgreSQL is not installed: no initdb in {_PLACES}")
    return found[-1]


def _other_user() -> list[str]:
    """What makes root somebody else; nothing for anybody else."""
    if os.getuid():
        return []
    if not shutil.which("runuser"):
        pytest.skip("PostgreSQL cannot be run by root, and runuser, which would make it another, is not here")
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr[-500:]}")
