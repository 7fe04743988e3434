"""Lines to copy do what they say: they are run against a server of ours, with files as councils write them."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from web.plain.lines import File, lines_for
from web.plain.quoting import plain_address

FILES = {
    "plain.csv": "UPRN,Name\n007,Tŷ\n010003456789,£5\n".encode(),
    "marked.csv": b"\xef\xbb\xbf" + "UPRN,Name\n007,Tŷ\n010003456789,£5\n".encode(),
    "old.csv": 'Made in 2026;;\nUPRN;"Na""me"\n007;caf\xe9\n010003456789;\xa35\n'.encode("cp1252"),
    "it's $(id) & `x`.csv": b"UPRN,Name\n007,a\n010003456789,b\n",
    "tabs.tsv": b"UPRN\tName\n007\ta\n010003456789\tb\n",
    "bare.csv": b"007,a\n010003456789,b\n",
    "data.json": b'[{"UPRN": "007"}, {"UPRN": "010003456789"}]',
    "map.geojson": b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, '
    b'"properties": {"UPRN": "007"}}]}',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files lie."""
    folder = tmp_path_factory.mktemp("files")
    for name, body in FILES.items():
        (folder / name).write_bytes(body)
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """The address of a server on this machine that has these files."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


def a_file(served: str, name: str) -> File:
    """One of the files, as its sample would tell of it."""
    return File(
        address=plain_address(f"{served}/{name}"),
        family={"tsv": "tsv", "json": "json", "geojson": "geojson"}.get(name.rpartition(".")[2], "csv"),
        ending=name.rpartition(".")[2],
        encoding="windows-1252" if name == "old.csv" else "",
        separator=";" if name == "old.csv" else "",
        header={"old.csv": 2, "bare.csv": 0}.get(name),
        codes=() if "json" in name else ("UPRN",),
    )


TABLES = [name for name in FILES if "json" not in name]


def said_by(
    language: str, files: dict[str, File], folder: Path, command: list[str], mark: str = ""
) -> dict[str, str]:
    """What the lines of a language say of each file, all run as one program; `mark` is a line of it that prints ¶."""
    codes = {
        name: next(one.code for one in lines_for(file) if one.language == language)
        for name, file in files.items()
    }
    program = folder / "program"
    program.write_text("".join(f"{code}\n{mark}\n" for code in codes.values()), encoding="utf-8")
    ran = subprocess.run(
        [*command, str(program)], cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return dict(zip(codes, ran.stdout.split("¶"), strict=False))


def files_at(served: str, names: Iterable[str] = FILES) -> dict[str, File]:
    """Some of the files by their names."""
    return {name: a_file(served, name) for name in names}


def has_r(package: str) -> bool:
    """Whether R is there with a package."""
    asked = ["Rscript", "--vanilla", "-e", f"stopifnot(requireNamespace('{package}', quietly = TRUE))"]
    return (
        bool(shutil.which("Rscript"))
        and not subprocess.run(asked, capture_output=True, check=False).returncode
    )


def test_curl_saves_each_file(served: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    said_by("curl, in a terminal", files_at(served), tmp_path, ["/bin/bash", "-e"])

    saved = sorted(one.read_bytes() for one in tmp_path.iterdir() if one.name != "program")
    assert saved == sorted(FILES.values())


def test_python_alone_reads_each_file(served: str, tmp_path: Path) -> None:
    said = said_by("Python alone", files_at(served), tmp_path, [sys.executable], 'print("¶")')

    assert {name: text.split()[0] for name, text in said.items() if name in FILES} == {
        name: "1" if name == "map.geojson" else "2" for name in FILES
    }
    assert all("'007'" in said[name] for name in TABLES)


def test_pandas_reads_each_table_and_keeps_the_zeros_of_codes(served: str, tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    said = said_by("Python with pandas", files_at(served, TABLES), tmp_path, [sys.executable], 'print("¶")')

    assert [name for name in TABLES if "010003456789" not in said[name]] == []
    assert all(text in said["old.csv"] for text in ("é", "£5", 'Na"me'))


@pytest.mark.parametrize(("language", "package"), [("R alone", "utils"), ("R with readr", "readr")])
def test_r_reads_each_table_and_keeps_the_zeros_of_codes(
    served: str, tmp_path: Path, language: str, package: str
) -> None:
    if not has_r(package):
        pytest.skip(f"R with {package} is not installed")
    command = ["env", "LC_ALL=C.UTF-8", "Rscript", "--vanilla"]
    said = said_by(language, files_at(served, TABLES), tmp_path, command, r'cat("\u00b6")')

    assert [name for name in TABLES if "010003456789" not in said[name]] == []
    assert all(text in said["old.csv"] for text in ("é", "£5", 'Na"me'))


def test_r_reads_json_and_the_facts_of_features(served: str, tmp_path: Path) -> None:
    if not has_r("jsonlite"):
        pytest.skip("R with jsonlite is not installed")
    files = files_at(served, ("data.json", "map.geojson"))
    said = said_by("R with jsonlite", files, tmp_path, ["Rscript", "--vanilla"], r'cat("\u00b6")')

    assert all("UPRN" in said[name] and "007" in said[name] for name in files)


@pytest.mark.parametrize(
    ("language", "package", "command"),
    [
        ("Python with pandas", "", [sys.executable]),
        ("R with readxl", "readxl", ["Rscript", "--vanilla"]),
    ],
)
def test_a_workbook_is_read(
    folder: Path, served: str, tmp_path: Path, language: str, package: str, command: list[str]
) -> None:
    if package and not has_r(package):
        pytest.skip(f"R with {package} is not installed")
    workbook = pytest.importorskip("openpyxl", reason="openpyxl is not installed").Workbook()
    for row in (["Made in 2026"], ["UPRN", "Name"], ["007", "Tŷ"]):
        workbook.active.append(row)
    workbook.save(folder / "book.xlsx")
    book = File(address=f"{served}/book.xlsx", family="sheet", ending="xlsx", header=2, codes=("UPRN",))
    said = said_by(language, {"book": book}, tmp_path, command)["book"]

    assert "UPRN" in said and "Tŷ" in said and "Made in 2026" not in said


def test_a_package_with_files_in_it_is_only_fetched() -> None:
    packed = File(address="https://data.example/a.ZIP?v=2", family="csv", ending="csv")
    assert [one.language for one in lines_for(packed)] == ["curl, in a terminal"]


@pytest.mark.parametrize(
    ("name", "encoding", "python"),
    [
        ("UTF-8", "utf-8", "utf-8-sig"),
        ("nothing known", "", "utf-8-sig"),
        ("an unknown name", "x-none", "utf-8-sig"),
        ("no name", "a\0b", "utf-8-sig"),
        ("what is no encoding of texts", "hex", "utf-8-sig"),
        ("Windows", "windows-1252", "cp1252"),
        ("Macintosh", "macintosh", "mac-roman"),
        ("UTF-16", "utf-16le", "utf-16"),
    ],
)
def test_an_encoding_goes_by_pythons_name(name: str, encoding: str, python: str) -> None:
    file = File(address="https://data.example/a.csv", family="csv", ending="csv", encoding=encoding)
    assert any(f'encoding="{python}"' in one.code for one in lines_for(file)), name
