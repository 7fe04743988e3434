"""The road of a page's records: each on its own, whatever the others are."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog
from small_spider import LOOSE, record_of, small_spider

from catalogue.ledger.runs import Known, Staged
from catalogue.snapshot import unpack_entry, unsqueeze
from harvester.record import Record
from harvester.road import PageRoad, mapper_version
from vocab import load_vocabulary


def walk(*records: Record, known: Known | None = None, page: str = "p1") -> list[Staged]:
    """The records of one page, walked."""
    spider = small_spider()
    road = PageRoad(spider, spider.portal, load_vocabulary(), page)
    with structlog.testing.capture_logs():
        return list(road.walk(records, known or Known()))


def codes(staged: Staged) -> list[str]:
    """The rules that were found broken."""
    return [finding.code for finding in staged.findings]


def test_a_good_record_is_ready_to_be_committed() -> None:
    """With its entry, its body and what lists show."""
    (staged,) = walk(record_of("a", "Bins"))
    assert (staged.key, staged.outcome, staged.title) == ("a", "read", "Bins")
    assert staged.entry and unpack_entry(unsqueeze(staged.entry)).dataset.title[0].value == "Bins"
    assert staged.body and unsqueeze(staged.body) == b'{"title":"Bins"}'


def test_an_unchanged_record_is_not_mapped_again() -> None:
    """Its digest says so."""
    record = record_of("a", "Bins")
    (staged,) = walk(record, known=Known(digests={"a": record.digest}))
    assert (staged.outcome, staged.entry, staged.body) == ("same", None, None)


@pytest.mark.parametrize(
    ("title", "code", "words"),
    [
        ("", "unreadable-record", "The record 'b' has no title."),
        ("refused", "unreadable-record", "Record b is refused."),
        ("bug", "fault-in-reader", "because of a fault in our reader (ZeroDivisionError)."),
    ],
)
def test_a_bad_record_is_rejected_with_its_reason_and_the_others_go_on(
    title: str, code: str, words: str
) -> None:
    """A bug of ours is caught around one record only."""
    staged = walk(record_of("a", "Bins"), record_of("b", title), record_of("c", "Trees"))
    assert [one.outcome for one in staged] == ["read", "rejected", "read"]
    assert staged[1].key == "rejected:b"
    assert codes(staged[1]) == [code]
    assert staged[1].findings[0].message.endswith(words)
    assert staged[1].findings[0].rejected


def test_two_records_of_one_key_are_told_apart_by_their_turn() -> None:
    """With a warning on the second and those after it."""
    staged = walk(record_of("a", "Bins"), record_of("a", "Trees"), record_of("a", "Roads"))
    assert [one.key for one in staged] == ["a", "a~2", "a~3"]
    assert ["identifier-used-twice" in codes(one) for one in staged] == [False, True, True]


def test_a_record_that_stands_twice_word_for_word_is_taken_once() -> None:
    """However often it stands there, each rejection has a name of its own."""
    staged = walk(*[record_of("a", "Bins")] * 3)
    assert [one.outcome for one in staged] == ["read", "rejected", "rejected"]
    assert codes(staged[1]) == ["duplicate-record"]
    assert len({one.key for one in staged}) == 3


@pytest.mark.parametrize("met", ["a", "rejected:a"])
def test_a_record_of_an_earlier_page_is_only_repeated(met: str) -> None:
    """Whether it was read there or rejected; its own page, read again, does not count."""
    (staged,) = walk(record_of("a", "Bins"), known=Known(pages={met: "p0"}))
    assert (staged.outcome, codes(staged)) == ("repeated", ["repeated-record"])
    (again,) = walk(record_of("a", "Bins"), known=Known(pages={met: "p1"}))
    assert again.outcome == "read"


def test_a_record_without_a_key_of_its_own_is_read_with_a_warning() -> None:
    """Its key was made from its content."""
    (staged,) = walk(record_of("weak:1", "Bins", weak=True))
    assert staged.outcome == "read"
    assert "no-identifier" in codes(staged)


def test_what_is_no_record_has_a_name_within_its_page() -> None:
    """So that two of them can be kept."""
    spider = small_spider()
    road = PageRoad(spider, spider.portal, load_vocabulary(), "f" * 64)
    names = {
        road.reject(LOOSE).key,
        road.reject(LOOSE).key,
        road.remark(LOOSE, 0).key,
        road.remark(LOOSE, 1).key,
    }
    assert len(names) == 4


def test_a_process_names_its_mapper_by_what_it_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an upgrade puts on the disk while it works; and a record costs no look at the disk."""
    before = mapper_version(small_spider().portal)

    def upgraded(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(Path, "read_bytes", upgraded)
    assert mapper_version(small_spider().portal) == before


def test_the_mapper_version_follows_the_vocabularies_and_the_portals_own_data(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A changed word, setting or publisher maps every record again."""
    (tmp_path / "a.ttl").write_text("one")
    before = mapper_version(small_spider().portal, tmp_path)
    assert mapper_version(small_spider().portal, tmp_path) == before
    assert mapper_version(small_spider(publisher="X").portal, tmp_path) != before
    (tmp_path / "a.ttl").write_text("two")
    assert mapper_version(small_spider().portal, tmp_path) != before
