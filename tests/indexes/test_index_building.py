"""That an index built in several processes is the one that a single process builds, or none at all."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from catalogue.errors import IndexUnavailable
from catalogue.indexes.building import build
from catalogue.indexes.folders import Folder, State, new_folder
from catalogue.indexes.protocol import Document, Results, Search, open_index
from catalogue.indexes.whoosh import WhooshIndex

MANY = 20
_PATIENCE_SECONDS = 60


def document(number: int, title: str = "Tree map") -> Document:
    return Document(id=f"d{number}", title=title, formats=(f"F{number % 3}",), card={"number": number})


def built(path: Path, documents: Iterable[Document], processes: int) -> Folder:
    home = Folder(path)
    home.storage("")  # the folder itself
    after = State(folder=new_folder(), generation=1, mark=7)
    build(home, home.state(), after, documents, processes=processes, many=MANY)
    return home


def found(home: Folder, text: str) -> tuple[int, list[tuple[str, float]], object]:
    index = WhooshIndex(home)
    results: Results = index.search(Search(text=text, facets=("format",), limit=500))
    index.close()
    hits = sorted((hit.id, round(hit.score, 4)) for hit in results.hits)
    return results.total, hits, dict(results.facets)


@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_build_what_one_does(tmp_path: Path, processes: int) -> None:
    documents = [document(n, ("Tree map", "Road", "Road tree")[n % 3]) for n in range(100)]
    one = built(tmp_path / "one", documents, 1)
    several = built(tmp_path / "several", documents, processes)
    assert len(list((tmp_path / "several").glob("generation-*/*.arrays"))) == processes
    for text in ("", "tree", "road tree", '"tree map"'):
        assert found(several, text) == found(one, text)


def test_of_a_document_given_twice_the_last_counts_in_any_process(tmp_path: Path) -> None:
    documents = [*(document(n) for n in range(60)), *(document(n, "Flood") for n in range(10, 40))]
    home = built(tmp_path, documents, 2)
    assert (found(home, "")[0], found(home, "flood")[0], found(home, "tree")[0]) == (60, 30, 30)


def test_changes_go_on_after_it(tmp_path: Path) -> None:
    built(tmp_path, [document(n) for n in range(50)], 2)
    index = open_index(f"whoosh:{tmp_path}")
    index.apply(documents=[document(3, "Flood")], gone=["d4"], mark=8)
    assert (index.search(Search()).total, index.search(Search(text="flood")).total) == (49, 1)
    index.close()


def test_few_documents_are_built_in_this_process(tmp_path: Path) -> None:
    home = built(tmp_path, [document(n) for n in range(MANY - 1)], 2)
    assert found(home, "tree")[0] == MANY - 1
    assert len(list(tmp_path.glob("generation-*/MAIN_*.seg"))) == 1


def test_a_stream_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterator[Document]:
        yield from (document(n, "Flood") for n in range(50))
        raise LookupError("the ledger went away")

    home = built(tmp_path, [document(n) for n in range(50)], 2)
    with pytest.raises(LookupError):
        built(tmp_path, broken(), 2)
    assert (found(home, "tree")[0], found(home, "flood")[0]) == (50, 0)


def test_a_process_that_is_killed_leaves_what_was_there_and_the_next_build_works(tmp_path: Path) -> None:
    def killing() -> Iterator[Document]:
        yield from (document(n, "Flood") for n in range(MANY + 1))
        os.kill(_a_builder(), signal.SIGKILL)
        yield from (document(n, "Flood") for n in range(MANY + 1, 2_000))

    home = built(tmp_path, [document(n) for n in range(50)], 2)
    with pytest.raises(IndexUnavailable, match="ended with -9"):
        built(tmp_path, killing(), 2)
    assert (found(home, "tree")[0], found(home, "flood")[0]) == (50, 0)
    built(tmp_path, [document(n, "Flood") for n in range(60)], 2)
    assert (found(home, "tree")[0], found(home, "flood")[0]) == (0, 60)
    assert len(list(tmp_path.glob("generation-*"))) == 1


BUILDER = """
import sys
from pathlib import Path
from catalogue.indexes.building import build
from catalogue.indexes.folders import Folder, State, new_folder
from catalogue.indexes.protocol import Document
def documents():
    yield from (Document(id=f"d{n}", title="Flood") for n in range(100))
    print(Path("/proc/thread-self/children").read_text(), flush=True)
    sys.stdin.read()
home = Folder(Path(sys.argv[1]))
with home.writing():
    after = State(folder=new_folder(), generation=1, mark=8)
    build(home, home.state(), after, documents(), processes=2, many=20)
"""


def test_with_a_builder_that_is_killed_its_processes_end_and_the_old_content_stays(tmp_path: Path) -> None:
    home = built(tmp_path, [document(n) for n in range(50)], 2)
    command = [sys.executable, "-c", BUILDER, str(tmp_path)]
    builder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert builder.stdout is not None
    parts = [os.pidfd_open(int(pid)) for pid in builder.stdout.readline().split()]
    assert len(parts) == 2
    builder.kill()
    builder.communicate()
    for part in parts:
        assert select.select([part], [], [], _PATIENCE_SECONDS)[0]
        os.close(part)
    assert (found(home, "tree")[0], found(home, "flood")[0]) == (50, 0)
    index = open_index(f"whoosh:{tmp_path}")
    index.apply(documents=[document(1, "Flood")], gone=(), mark=9)
    index.close()
    assert len(list(tmp_path.glob("generation-*"))) == 1


def _a_builder() -> int:
    """A child of this process that writes a part; other tests may have left children of other kinds."""
    children = Path("/proc/thread-self/children").read_text().split()
    return next(int(pid) for pid in children if b"catalogue.indexes.building" in _command(pid))


def _command(pid: str) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()
