"""That an index answers the same with its sidecars, without them and with bad ones, and that bad ones are mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from catalogue.indexes.arrays import map_arrays, write_arrays
from catalogue.indexes.folders import Folder
from catalogue.indexes.generation import open_generation
from catalogue.indexes.protocol import Document, Results, Search, Sort, open_index

ASKED = (
    Search(text="tree road", facets=("publisher", "format"), limit=100),
    Search(text='"tree park"', limit=100),
    Search(text="roa", facets=("format",), limit=100),
    Search(facets=("publisher",), sort=Sort.TITLE, limit=100),
    Search(sort=Sort.MODIFIED, limit=100),
)


def document(number: int) -> Document:
    words = ("tree", "road", "park", "roads map")
    title, modified = f"{words[number % 4]} {words[number % 3]}", f"{2000 + number % 20}"
    return Document(
        id=f"d{number}",
        title=title,
        publisher=f"p{number % 5}",
        formats=("CSV", "PDF")[: number % 3],
        modified=modified,
        card={"title": title, "modified": modified},
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An index of two segments."""
    index = open_index(f"whoosh:{tmp_path / 'index'}")
    index.apply(documents=[document(n) for n in range(60)], gone=(), mark=1)
    index.apply(documents=[document(n) for n in range(50, 70)], gone=["d3"], mark=2)
    index.close()
    assert len(sidecars(tmp_path / "index")) == 2
    return tmp_path / "index"


def sidecars(path: Path) -> list[Path]:
    return sorted(path.glob("generation-*/*.arrays"), key=lambda each: each.stat().st_size)


def answers(path: Path) -> list[object]:
    """Totals, scores and facets; of the order only the keys, since equal ones stand as their segments do."""
    index = open_index(f"whoosh:{path}")
    try:
        return [_said(index.search(search), search.sort) for search in ASKED]
    finally:
        index.close()


def _said(found: Results, sort: Sort) -> object:
    key = {Sort.TITLE: "title", Sort.MODIFIED: "modified"}.get(sort, "")
    ordered = [hit.card[key] for hit in found.hits] if key else []
    return found.total, sorted((hit.id, hit.score) for hit in found.hits), dict(found.facets), ordered


def _cut(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _cut_in_the_head(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def _other_form(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"form":', b'"from":', 1))


def _other_columns(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"publisher"', b'"publicher"', 1))


def _no_head(file: Path, _: Path) -> None:
    held = file.read_bytes()
    file.write_bytes(held[:24] + b"[" * (len(held) - 24))


FAULTS: dict[str, Callable[[Path, Path], None]] = {
    "missing": lambda file, _: file.unlink(),
    "empty": lambda file, _: file.write_bytes(b"") and None,
    "cut": _cut,
    "cut in the head": _cut_in_the_head,
    "of another form": _other_form,
    "of other columns": _other_columns,
    "another segment's": lambda file, other: shutil.copyfile(other, file) and None,
    "without a head": _no_head,
    "no file of arrays": lambda file, _: file.write_bytes(b"{}" * 500) and None,
}


@pytest.mark.parametrize("gone", [("nobody",), ()], ids=["a batch", "a mark"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_sidecar_is_done_without_and_the_next_commit_mends_it(
    path: Path, fault: str, gone: tuple[str, ...]
) -> None:
    expected = answers(path)
    other, file = sidecars(path)
    good = file.read_bytes()
    FAULTS[fault](file, other)

    assert answers(path) == expected

    index = open_index(f"whoosh:{path}")
    index.apply(documents=(), gone=gone, mark=3)
    index.close()
    assert file.read_bytes() == good
    assert answers(path) == expected


def test_a_reader_takes_up_a_sidecar_that_was_made_after_it_began(path: Path) -> None:
    for file in sidecars(path):
        file.unlink()
    home = Folder(path)
    before = open_generation(home, home.state(), None)
    writer = open_index(f"whoosh:{path}")
    writer.apply(documents=(), gone=(), mark=3)
    after = open_generation(home, home.state(), before)
    again = open_generation(home, home.state(), after)
    assert not any(segment.sidecar for segment in before.segments)
    assert all(segment.sidecar for segment in after.segments)
    assert again.segments == after.segments
    before.close()
    after.close()
    writer.close()


def test_without_any_sidecar_the_answers_are_the_same_and_reading_writes_nothing(path: Path) -> None:
    expected = answers(path)
    for file in sidecars(path):
        file.unlink()
    before = sorted(path.rglob("*"))
    assert answers(path) == expected
    assert sorted(path.rglob("*")) == before


def test_where_a_sidecar_cannot_be_written_the_commit_goes_on_without(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sidecars(path)[1]
    file.unlink()
    (file / "in the way").mkdir(parents=True)
    index = open_index(f"whoosh:{path}")
    index.apply(documents=[Document(id="new", title="Flood")], gone=(), mark=3)
    assert index.search(Search(text="flood")).total == 1
    assert index.search(Search(text="tree")).total > 0
    index.close()
    assert "no sidecar" in "".join(capsys.readouterr())


def test_what_a_killed_maker_left_is_swept_away(path: Path) -> None:
    left = sidecars(path)[0].with_name("new-MAIN_abcdef.arrays")
    left.write_bytes(b"half of it")
    index = open_index(f"whoosh:{path}")
    index.apply(documents=(), gone=["d1"], mark=3)
    index.close()
    assert not left.exists()


def test_a_sidecar_goes_with_its_segment_and_a_reader_that_has_it_open_reads_on(path: Path) -> None:
    index = open_index(f"whoosh:{path}")
    found = index.search(ASKED[0])
    writer = open_index(f"whoosh:{path}")
    writer.rebuild([document(n) for n in range(5)], mark=9)
    assert len(sidecars(path)) == 1
    assert (found.total, index.search(Search()).total) != (0, 0)
    assert index.search(Search()).total == 5
    index.close()
    writer.close()


def test_an_index_in_memory_has_no_sidecar_and_answers() -> None:
    index = open_index("memory:")
    index.apply(documents=[document(n) for n in range(9)], gone=(), mark=1)
    assert index.search(Search(text="tree")).total > 0
    index.close()


def test_arrays_come_back_as_they_were_and_cannot_be_changed(tmp_path: Path) -> None:
    file, bound = tmp_path / "arrays", {"of": "a"}
    arrays = {
        "numbers": np.arange(5, dtype=np.int64),
        "none": np.empty(0, dtype=np.float32),
        "texts": np.array([b"a", b"bc"], dtype="S64"),
    }
    write_arrays(file, bound, arrays)
    mapped = map_arrays(file, bound)
    assert mapped is not None and mapped.keys() == arrays.keys()
    assert all(np.array_equal(mapped[name], arrays[name]) for name in arrays)
    with pytest.raises(ValueError, match="read-only"):
        mapped["numbers"][0] = 1
    assert map_arrays(file, {"of": "b"}) is None


def test_what_breaks_off_while_arrays_are_written_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "arrays"
    write_arrays(file, {}, {"numbers": np.arange(3)})
    with pytest.raises(TypeError):
        write_arrays(file, {"not": object()}, {"numbers": np.arange(9)})
    mapped = map_arrays(file, {})
    assert mapped is not None and mapped["numbers"].tolist() == [0, 1, 2]
    assert [each.name for each in tmp_path.iterdir()] == ["arrays"]
