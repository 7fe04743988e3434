"""Dumps: whole, readable, without persons, safe in spreadsheets, and published whole or not at all."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import sys
from pathlib import Path

import orjson
import pyoxigraph as ox
import pytest
import zstandard

from catalogue.dumps.checking import check_file
from catalogue.dumps.making import is_being_made, make_dumps, turn
from catalogue.dumps.sets import SUMS, DumpSet, find_file, list_sets, sweep, write_manifest
from catalogue.errors import DumpError
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.links import Links
from catalogue.model import Contact, Dataset
from catalogue.profiles.catalog import about_quads, running_of
from catalogue.settings import Settings
from catalogue.snapshot import unpack_entry
from vocab import load_vocabulary
from vocab.namespaces import DCAT

sys.path.append(str(Path(__file__).parents[2] / "web"))
from made_up_catalogue import BASE, BINS, GONE, Builder, fill, text

FORMULA = '=HYPERLINK("https://evil.example")'


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The made-up catalogue, with a record that a person answers for and one that is a formula."""
    opened = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('dumped') / 'ledger.db'}")
    fill(opened)
    with opened.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("york", "York")
        contact = Contact(fn=text("Jane Smith"), has_email="mailto:jane.smith@york.example")
        person = Dataset(title=text("Lamp posts"), contact_point=(contact,))
        builder.dataset(portal, run, "lamps", person, slug="york")
        builder.dataset(portal, run, "formula", Dataset(title=text(FORMULA)), slug="york")
    return opened


def make(ledger: Ledger, home: Path, *, second: int = 0, anew: bool = False, keep: int = 7) -> DumpSet | None:
    """A set made at a second of a night."""
    now = f"2026-11-28T03:00:{second:02}Z"
    about = about_quads(running_of(Settings(base=BASE)), Links(BASE), load_vocabulary())
    return make_dumps(
        ledger, home, base=BASE, keep=keep, now=now, told=lambda *_: None, anew=anew, about=about
    )


@pytest.fixture(scope="module")
def home(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a set in it."""
    folder = tmp_path_factory.mktemp("home")
    assert make(ledger, folder)
    return folder


def content(home: Path, form: str) -> bytes:
    """What is in a file of the newest set, under both packings."""
    change = list_sets(home)[0].change
    packed = {one: find_file(home, f"catalogue-{change}.{form}.{one}") for one in ("gz", "zst")}
    assert packed["gz"] and packed["zst"]
    unpacked = gzip.decompress(packed["gz"][0].read_bytes())
    assert zstandard.ZstdDecompressor().stream_reader(packed["zst"][0].read_bytes()).read() == unpacked
    return unpacked


def test_every_form_has_every_dataset_that_is_shown(home: Path) -> None:
    quads = list(ox.parse(content(home, "nq"), ox.RdfFormat.N_QUADS))
    triples = list(ox.parse(content(home, "ttl"), ox.RdfFormat.TURTLE))
    rows = list(csv.DictReader(io.StringIO(content(home, "csv").decode(), newline="")))
    lines = [orjson.loads(line) for line in content(home, "jsonl").splitlines()]

    graphs = {quad.graph_name.value for quad in quads}
    assert len(graphs) - 1 == len(rows) == len(lines) == 5
    assert f"{BASE}/catalog" in graphs
    assert f"{BASE}/dataset/{BINS}" in graphs
    assert f"{BASE}/dataset/{GONE}" not in graphs
    assert {quad.triple for quad in quads} == {triple.triple for triple in triples}
    assert {row["id"] for row in rows} == {line["id"] for line in lines}


def test_the_catalogue_is_in_the_dump_and_lists_its_datasets(home: Path) -> None:
    quads = list(ox.parse(content(home, "nq"), ox.RdfFormat.N_QUADS))
    catalogue = [quad for quad in quads if quad.graph_name == ox.NamedNode(f"{BASE}/catalog")]

    assert sum(quad.predicate.value == DCAT.dataset for quad in catalogue) == 5
    assert any(quad.object == ox.NamedNode(DCAT.Catalog) for quad in catalogue)


def test_a_line_is_the_snapshot_and_can_be_read_into_the_model_again(home: Path) -> None:
    line = next(one for one in content(home, "jsonl").splitlines() if BINS.encode() in one)

    assert unpack_entry(line).dataset.title[0].value == "Household bin collection rounds"


def test_no_cell_begins_as_a_formula(home: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(content(home, "csv").decode(), newline="")))

    assert "'" + FORMULA in {row["title"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("form", ["nq", "ttl", "csv", "jsonl"])
def test_addresses_of_persons_are_in_no_form_and_those_of_roles_are_kept(home: Path, form: str) -> None:
    found = content(home, form)

    assert b"jane" not in found.lower()
    assert (b"mailto:data@leeds.example" in found) is (form != "csv")


def test_the_digests_are_those_of_the_files(home: Path) -> None:
    made = list_sets(home)[0]
    sums = (home / made.folder / SUMS).read_text().splitlines()

    assert len(sums) == 8
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256((home / made.folder / name).read_bytes()).hexdigest() == digest


def test_nothing_is_made_where_nothing_has_changed(ledger: Ledger, home: Path) -> None:
    assert make(ledger, home, second=1) is None
    assert len(list_sets(home)) == 1


def test_the_same_catalogue_gives_the_same_bytes(ledger: Ledger, tmp_path: Path) -> None:
    first, second = (make(ledger, tmp_path, second=n, anew=True) for n in (1, 2))
    assert first and second

    assert [one.sha256 for one in first.files] == [one.sha256 for one in second.files]


def test_only_the_newest_sets_are_kept(ledger: Ledger, tmp_path: Path) -> None:
    for second in range(4):
        make(ledger, tmp_path, second=second, anew=True, keep=2)

    assert [one.made[-3:] for one in list_sets(tmp_path)] == ["03Z", "02Z"]


def test_what_a_killed_maker_left_is_never_listed_and_is_swept_away(ledger: Ledger, tmp_path: Path) -> None:
    left = tmp_path / ".making-left"
    left.mkdir()
    (left / "catalogue-7.nq.gz").write_bytes(b"half")
    assert list_sets(tmp_path) == ()

    make(ledger, tmp_path)

    assert not left.exists()
    assert len(list_sets(tmp_path)) == 1


def test_a_set_that_does_not_read_back_is_not_published(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A portal's address that is no IRI, were it ever let through, is the likeliest way to spoil a dump."""
    spoilt = b"<http://a.example/ b> <http://a.example/p> <http://a.example/c> .\n"
    monkeypatch.setattr("catalogue.dumps.making.make_piece", _spoiling(spoilt))
    with pytest.raises(DumpError):
        make(ledger, tmp_path)

    assert list_sets(tmp_path) == ()


def test_a_file_that_was_cut_short_is_noticed(home: Path, tmp_path: Path) -> None:
    found = find_file(home, f"catalogue-{list_sets(home)[0].change}.nq.gz")
    assert found
    cut = tmp_path / found[1].name
    cut.write_bytes(found[0].read_bytes()[:-20])
    with pytest.raises(DumpError):
        check_file(cut, found[1])


@pytest.mark.parametrize(
    "name", ["../manifest.json", "manifest.json", ".lock", "", "..", "a/b", "x" * 300, "\x00"]
)
def test_only_what_a_set_lists_is_found(home: Path, name: str) -> None:
    assert find_file(home, name) is None


def test_one_makes_at_a_time(home: Path) -> None:
    assert not is_being_made(home)
    with turn(home):
        assert is_being_made(home)


def _spoiling(quads: bytes):
    from catalogue.dumps.forms import Piece, make_piece

    def made(*given, **more) -> Piece:
        piece = make_piece(*given, **more)
        return Piece(
            snapshot=piece.snapshot, change=piece.change, quads=piece.quads + quads, links=piece.links
        )

    return made


def test_a_set_that_is_being_removed_is_listed_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("20261127T010000Z-4", "20261128T010000Z-5"):
        (tmp_path / name).mkdir()
        made = DumpSet(made=name, change=int(name[-1]), base=BASE, datasets=0, statements=0, files=())
        write_manifest(tmp_path / name, made)
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)  # it died before the first file was gone
    sweep(tmp_path, keep=1)
    assert [one.change for one in list_sets(tmp_path)] == [5]
