"""A snapshot gives back the entry it was made of, and the same entry always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import NASTY, QUICK, things

from catalogue.entry import Entry, Mapping, mint_id
from catalogue.model import Agent, Dataset, DatasetSeries, Distribution
from catalogue.quality.claims import Claims
from catalogue.snapshot import Snapshot, catalog_record, pack_entry, squeeze, unpack_entry, unsqueeze, with_id
from catalogue.values import Term, Text, Typed

ENTRY = Entry(id="abc", portal="leeds", key="bins", source="https://leeds.test/bins", dataset=Dataset())
mappings = st.builds(
    Mapping,
    property=st.just("license"),
    word=st.text(max_size=5),
    iri=st.text(max_size=5),
    how=st.just("label"),
)


def entry_of(dataset: Dataset, *held: Mapping) -> Entry:
    return replace(ENTRY, dataset=dataset, mappings=held)


@QUICK
@given(things(), st.lists(mappings, max_size=2))
def test_an_entry_is_unpacked_as_it_was_packed(dataset: Any, held: list[Mapping]) -> None:
    entry = entry_of(dataset, *held)
    packed = pack_entry(entry)
    half = any("\ud800" <= char <= "\udfff" for char in _words(entry))

    assert unpack_entry(packed) == entry or half
    assert pack_entry(unpack_entry(packed)) == packed


def _words(entry: Entry) -> str:
    """Every text of an entry, end to end."""
    found: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, Iterable):
            for inner in value:
                gather(inner)
        elif is_dataclass(value):
            gather(getattr(value, field.name) for field in fields(value))

    gather(entry)
    return "".join(found)


@QUICK
@given(things(DatasetSeries))
def test_packing_twice_gives_the_same_bytes(dataset: Any) -> None:
    assert pack_entry(entry_of(dataset)) == pack_entry(replace(entry_of(dataset)))


def test_keys_slugs_extra_triples_and_the_kind_are_kept() -> None:
    dataset = DatasetSeries(
        publisher=Agent(slug="leeds-city-council"),
        distribution=(Distribution(key="csv"),),
        extra=(("", "<urn:x:a>", "_:e0"), ("_:e0", "<urn:x:b>", '"c"')),
    )

    assert unpack_entry(pack_entry(entry_of(dataset))) == entry_of(dataset)


def test_only_what_is_said_is_written() -> None:
    packed = orjson.loads(pack_entry(entry_of(Dataset(title=(Text("Bins"),)))))

    assert packed["dataset"] == {"title": [["Bins", ""]]}


def test_half_a_character_is_replaced_by_the_sign_for_it() -> None:
    entry = entry_of(Dataset(title=(Text("half \ud83d"),)), Mapping(property="theme", word="\udc00"))

    back = unpack_entry(pack_entry(entry))

    assert back.dataset.title[0].value.startswith("half \ufffd")
    assert "\udc00" not in back.mappings[0].word


def test_what_is_kept_of_the_published_words_stands_before_the_mappings() -> None:
    """Names of publishers are read from the mappings alone, which end the snapshot."""
    entry = replace(
        entry_of(Dataset(), Mapping(property="publisher", word="Leeds CC", iri="", how="")),
        claims=Claims(dataset=("keyword",), files=(("format", "size"), ())),
    )
    packed = pack_entry(entry)
    assert unpack_entry(packed) == entry
    assert list(orjson.loads(packed))[-1] == "mappings"


def test_squeezed_bytes_come_back() -> None:
    body = "".join(NASTY).encode(errors="replace") * 50

    assert unsqueeze(squeeze(body)) == body
    assert len(squeeze(body)) < len(body) / 4


def test_a_record_says_when_it_was_first_seen_and_last_changed() -> None:
    snapshot = Snapshot(
        entry=ENTRY, first_seen="2026-01-01T00:00:00Z", last_changed="2026-02-01T00:00:00Z", run=3, mapper="m"
    )

    record = catalog_record(snapshot)

    date_time = "http://www.w3.org/2001/XMLSchema#dateTime"
    assert record.issued == Typed("2026-01-01T00:00:00Z", date_time)
    assert record.modified == Typed("2026-02-01T00:00:00Z", date_time)
    assert record.source == ("https://leeds.test/bins",)


def test_an_entry_keeps_all_but_its_identifier_under_another() -> None:
    assert with_id(ENTRY, "abc") is ENTRY
    assert with_id(ENTRY, "new") == replace(ENTRY, id="new")


def test_an_identifier_depends_on_portal_and_key_alone() -> None:
    assert mint_id("leeds", "bins") == mint_id("leeds", "bins")
    assert mint_id("leeds", "bins") not in (mint_id("leeds", "bin"), mint_id("york", "bins"))


@QUICK
@given(st.text(max_size=20), st.text(max_size=20))
def test_an_identifier_is_twelve_small_letters_and_digits(portal: str, key: str) -> None:
    name = mint_id(portal, key)

    assert len(name) == 12
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_term_of_two_parts_from_an_older_snapshot_has_no_link() -> None:
    packed = orjson.loads(pack_entry(entry_of(Dataset(license=Term("Ours", "urn:x:c", "https://a.test/")))))
    packed["dataset"]["license"] = packed["dataset"]["license"][:2]

    assert unpack_entry(orjson.dumps(packed)).dataset.license == Term("Ours", "urn:x:c")
