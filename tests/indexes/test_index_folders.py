"""What other processes see, and what a killed one leaves behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.errors import IndexUnavailable
from catalogue.indexes.protocol import Document, Search, open_index
from catalogue.indexes.schema import FORM
from catalogue.indexes.whoosh import WhooshIndex

WRITER = """
import sys
from catalogue.indexes.protocol import Document, open_index
def documents():
    for number in range(300):
        yield Document(id=f"d{number}", title="New")
    print("halfway", flush=True)
    if sys.argv[2] == "wait":
        sys.stdin.read()
index = open_index("whoosh:" + sys.argv[1])
(index.rebuild(documents(), mark=2) if sys.argv[3] == "rebuild"
 else index.apply(documents=documents(), gone=["old"], mark=2))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder with an index of one document."""
    path = tmp_path / "index"
    index = open_index(f"whoosh:{path}")
    index.apply(documents=[Document(id="old", title="Old")], gone=(), mark=1)
    index.close()
    return path


@pytest.fixture
def reader(path: Path) -> Iterator[WhooshIndex]:
    opened = open_index(f"whoosh:{path}")
    assert isinstance(opened, WhooshIndex)
    yield opened
    opened.close()


def writer(path: Path, *, wait: bool, verb: str = "apply") -> subprocess.Popen[bytes]:
    """Another process that writes; one that waits does so in the middle of its batch, with the lock held."""
    command = [sys.executable, "-c", WRITER, str(path), "wait" if wait else "run", verb]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"halfway\n"
    return process


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def titles(index: WhooshIndex) -> tuple[int, int]:
    """How many old and how many new documents are found."""
    return index.search(Search(text="old")).total, index.search(Search(text="new")).total


@pytest.mark.parametrize("verb", ["apply", "rebuild"])
def test_an_open_reader_sees_the_commit_of_another_process(
    path: Path, reader: WhooshIndex, verb: str
) -> None:
    assert titles(reader) == (1, 0)
    process = writer(path, wait=False, verb=verb)
    process.communicate()
    assert process.returncode == 0
    assert (titles(reader), reader.mark()) == ((0, 300), 2)


@pytest.mark.parametrize("verb", ["apply", "rebuild"])
def test_a_killed_writer_leaves_the_old_content_and_the_next_one_works(
    path: Path, reader: WhooshIndex, verb: str
) -> None:
    kill(writer(path, wait=True, verb=verb))
    assert (titles(reader), reader.mark()) == ((1, 0), 1)
    reader.apply(documents=[Document(id="n", title="New")], gone=(), mark=3)
    assert (titles(reader), reader.mark()) == ((1, 1), 3)


def test_what_a_killed_writer_left_is_swept_away(path: Path, reader: WhooshIndex) -> None:
    kill(writer(path, wait=True, verb="rebuild"))
    kill(writer(path, wait=True))
    reader.rebuild([Document(id="n", title="New")], mark=3)
    names = sorted(each.name.split("-")[0] for each in path.iterdir())
    assert names == ["current", "generation", "write.lock"]
    assert len(list(next(path.glob("generation-*")).iterdir())) == 3  # one segment, its sidecar and the table


def test_a_second_writer_is_refused_and_searching_goes_on(path: Path, reader: WhooshIndex) -> None:
    process = writer(path, wait=True)
    with pytest.raises(IndexUnavailable, match="is being written already"):
        reader.apply(documents=(), gone=["old"], mark=9)
    assert titles(reader) == (1, 0)
    kill(process)


def test_a_batch_that_breaks_off_changes_nothing(path: Path, reader: WhooshIndex) -> None:
    def documents() -> Iterator[Document]:
        yield Document(id="n", title="New")
        raise LookupError("the ledger went away")

    with pytest.raises(LookupError):
        reader.apply(documents=documents(), gone=["old"], mark=2)
    assert (titles(reader), reader.mark()) == ((1, 0), 1)
    reader.apply(documents=[Document(id="n", title="New")], gone=(), mark=2)
    assert titles(reader) == (1, 1)


def test_files_that_are_not_ours_are_left_alone(path: Path, reader: WhooshIndex) -> None:
    (path / "photos").mkdir()
    (path / "notes.txt").write_text("mine")
    reader.rebuild([], mark=2)
    assert (path / "photos").is_dir() and (path / "notes.txt").exists()


def test_an_index_of_another_form_asks_to_be_rebuilt_and_can_be(path: Path, reader: WhooshIndex) -> None:
    current = path / "current"
    current.write_text(current.read_text().replace(f'"form": {FORM}', '"form": 0'))
    assert reader.is_outdated()
    with pytest.raises(IndexUnavailable, match="rebuild"):
        reader.search(Search())
    reader.rebuild([Document(id="n", title="New")], mark=2)
    assert (titles(reader), reader.is_outdated()) == ((0, 1), False)


def test_an_index_of_the_last_form_is_searched_but_not_written_until_it_is_rebuilt(
    path: Path, reader: WhooshIndex
) -> None:
    current = path / "current"
    current.write_text(current.read_text().replace(f'"form": {FORM}', f'"form": {FORM - 1}'))

    assert reader.is_outdated()
    assert reader.search(Search(text="old", facets=("concept",))).total == 1
    with pytest.raises(IndexUnavailable, match="rebuild"):
        reader.apply(documents=[Document(id="n", title="New")], gone=(), mark=2)


# Whoosh forgets to close a file that it cannot read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("name", ["current", "generation-*/*.seg", "generation-*/*.toc"])
def test_a_damaged_index_asks_to_be_rebuilt_and_can_be(path: Path, reader: WhooshIndex, name: str) -> None:
    next(path.glob(name)).write_bytes(b"damaged" * 9)
    with pytest.raises(IndexUnavailable, match="rebuild it"):
        reader.search(Search())
    reader.rebuild([Document(id="n", title="New")], mark=2)
    assert titles(reader) == (0, 1)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    index = open_index(f"whoosh:{tmp_path / 'file' / 'index'}")
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        index.apply(documents=[], gone=["x"], mark=1)


def test_searches_in_threads_go_on_while_batches_are_written(path: Path, reader: WhooshIndex) -> None:
    totals: list[int] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            totals.append(reader.search(Search(text="old")).total)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        reader.apply(documents=[Document(id=f"n{number}", title="New")], gone=(), mark=number)
    done.set()
    for thread in threads:
        thread.join()
    assert set(totals) == {1}
    assert titles(reader) == (1, 10)
