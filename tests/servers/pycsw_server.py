"""A real pycsw over a folder of records: CSW 2.0.2 and 3.0 at its address, OAI-PMH with `?mode=oaipmh`.

It lives in an environment of its own, since it needs an older SQLAlchemy than we.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from environment import installed, started

WANTED = ("pycsw==2.6.2", "SQLAlchemy<2", "setuptools<81")
SERVE = Path(__file__).with_name("serve_pycsw.py")


@contextmanager
def serving(records: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """Serves records (file name → XML) on a free port of 127.0.0.1; gives the address of its CSW."""
    python = installed("pycsw-2.6.2", *WANTED)
    shelf = folder / "records"
    shelf.mkdir(parents=True)
    for name, body in records.items():
        (shelf / name).write_bytes(body)
    with started([str(python), str(SERVE), str(folder)], folder / "pycsw.log") as address:
        yield address
