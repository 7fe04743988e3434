"""The house stands as its plan says: who may import whom, what has a home, what is documented."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("vocab", "catalogue", "harvester", "web")
MAY_IMPORT = {
    "vocab": set(),
    "catalogue": {"vocab"},
    "harvester": {"vocab", "catalogue"},
    "web": {"vocab", "catalogue"},
}
NO_HOME = {"utils", "helpers", "common", "base", "misc"}


def modules(room: str) -> Iterator[Path]:
    """Every module of a room."""
    return (ROOT / room).rglob("*.py")


def data_files(room: str) -> Iterator[Path]:
    """Every file of a room that is neither code nor a document; what npm fetches has its own list of files."""
    for path in (ROOT / room).rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc", ".md") and "assets" not in path.parts:
            yield path


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports, also inside its functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    others = set(ROOMS) - {room} - MAY_IMPORT[room]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if name in others
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_wheel_would_hold_every_data_file_of_a_room(room: str) -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"][room]
    packed = {path for pattern in told for path in (ROOT / room).glob(pattern)}
    left = [path for path in data_files(room) if path not in packed]
    assert [str(path.relative_to(ROOT)) for path in left] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_lacks_a_noun(room: str) -> None:
    assert [path.name for path in modules(room) if path.stem in NO_HOME] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_says_what_it_is(room: str) -> None:
    silent = [path for path in modules(room) if not ast.get_docstring(ast.parse(path.read_text()))]
    assert [str(path.relative_to(ROOT)) for path in silent if path.stat().st_size] == []


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_generated_documents_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "tests" / "documents" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_web_process_has_nothing_to_fetch_with() -> None:
    fetchers = {"scrapy", "urllib3", "requests", "httpx2", "aiohttp"}
    wrong = [path.name for path in modules("web") for name in imported(path) if name in fetchers]
    assert wrong == []
