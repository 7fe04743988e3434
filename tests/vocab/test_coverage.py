"""How much of what real portals write is understood; reads the strings of a folder of recorded portals."""

from __future__ import annotations

import csv
import io
import lzma
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from vocab import fold, load_vocabulary
from vocab.rules import says_nothing

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def strings() -> Path:
    corpus = os.environ.get("STOOK_CORPUS")
    if not corpus:
        pytest.skip("STOOK_CORPUS names no folder of recorded portals")
    return Path(corpus) / "strings"


@pytest.mark.parametrize(
    ("scheme", "file", "counted", "share"),
    [
        ("licence", "uk/licences.csv", "count", 0.99),
        ("licence", "licences.csv.xz", "uk_records", 0.98),
        ("licence", "licences.csv.xz", "records", 0.98),
        ("file-type", "uk/formats.csv", "count", 0.995),
        ("file-type", "formats.csv", "uk_records", 0.99),
        ("frequency", "uk/frequencies.csv", "count", 0.995),
        ("frequency", "frequencies.csv", "uk_records", 0.995),
        ("language", "uk/languages.csv", "count", 0.995),
        ("theme", "uk/themes.csv", "count", 0.90),
    ],
)
def test_of_the_records_that_say_something_most_are_understood(
    strings: Path, scheme: str, file: str, counted: str, share: float
) -> None:
    vocabulary = load_vocabulary()
    said = [
        (word, count) for word, count in rows(strings / file, counted) if not says_nothing(fold(word), scheme)
    ]
    understood = sum(count for word, count in said if vocabulary.match(scheme, word))
    assert understood / sum(count for _, count in said) >= share


def rows(path: Path, counted: str) -> Iterator[tuple[str, int]]:
    content = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    for row in csv.DictReader(io.StringIO(content.decode())):
        yield row["value"], int(row[counted] or 0)
