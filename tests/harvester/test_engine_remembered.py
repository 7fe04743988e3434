"""Answers that say the same as last time are asked for on condition, and stand again only if all of it is held."""

from __future__ import annotations

import pytest
from living import Live

from catalogue.ledger.schema import records, remembered
from harvester.ended import Ended
from harvester.replay.faults import Edited, Rule, Status

WHOLE = {"changes": "no"}  # the export of a CKAN would be asked for changes alone
KINDS = pytest.mark.parametrize("slug", ["ottermoor", "hirwen"])


def test_a_document_that_is_not_modified_is_not_sent_again(live: Live) -> None:
    """Its records stand as they were, those that cannot be read included."""
    portal = live("ottermoor")
    portal.run()
    before, found = portal.last.counts, portal.house.findings("ottermoor")
    changes = portal.house.last_change()
    assert portal.run() == ["/ottermoor/data.json"]
    assert portal.statuses == [304]
    assert portal.ended is Ended.COMPLETE
    told = portal.last.counts
    assert (told["read"], told["rejected"], told["same"]) == (
        before["read"],
        before["rejected"],
        before["added"],
    )
    assert told.get("missing", 0) == 0
    assert [one.finding for one in portal.house.findings("ottermoor")] == [one.finding for one in found]
    assert portal.house.last_change() == changes


@KINDS
def test_a_document_that_has_changed_is_read(live: Live, slug: str) -> None:
    """And remembered anew."""
    portal = live(slug)
    portal.run(settings=WHOLE)
    portal.become(lambda _: [])
    portal.run(settings=WHOLE)
    assert portal.last.counts["missing"] == 1
    portal.run(settings=WHOLE)
    assert portal.ended is Ended.COMPLETE
    assert portal.last.counts["missing"] == 1  # a run that reads nothing anew misses as any other


def test_a_whole_run_believes_no_such_word(live: Live) -> None:
    """A portal that says so of everything is found out."""
    portal = live("ottermoor")
    portal.run()
    portal.change(title="Newly made up")
    lying = Rule(fault=Status(code=304), pattern="data.json")
    portal.run(lying)
    assert portal.last.counts.get("changed", 0) == 0
    portal.house.full = True
    portal.run()
    assert portal.statuses == [200]
    assert portal.last.counts["changed"] == 1
    assert portal.last.why == "it was asked for"


def test_what_is_no_more_held_as_it_was_is_read_again(live: Live) -> None:
    """The document is asked for without condition then."""
    portal = live("ottermoor")
    portal.run()
    with portal.house.ledger.writing() as connection:
        connection.execute(records.update().values(digest="another"))
    portal.run()
    assert portal.statuses == [304, 200]
    assert portal.ended is Ended.COMPLETE
    portal.run()
    assert portal.statuses == [304]


def test_pages_of_the_same_bytes_are_as_good_without_the_portals_word(live: Live) -> None:
    """The links that they led to are followed again."""
    portal = live("hirwen")
    first = portal.run(settings=WHOLE)
    assert len(first) > 1
    with portal.house.ledger.writing() as connection:
        connection.execute(remembered.update().values(etag="", last_modified=""))
    assert portal.run(settings=WHOLE) == first
    assert set(portal.statuses) == {200}
    assert portal.ended is Ended.COMPLETE
    assert portal.last.counts.get("changed", 0) == 0


def test_an_answer_read_by_other_rules_is_read_again(live: Live) -> None:
    """A setting of the portal is such a rule."""
    portal = live("ottermoor")
    portal.run()
    portal.run(settings={"publisher": "Somebody else made up"})
    assert portal.statuses == [200]
    assert portal.last.why == "records are read by other rules than before"


def test_answers_that_a_complete_run_did_not_meet_are_forgotten(live: Live) -> None:
    """Nobody asks for them again."""
    portal = live("ottermoor")
    portal.run()
    with portal.house.ledger.writing() as connection:
        connection.execute(remembered.update().values(fingerprint="old", run=0))
    portal.run()
    with portal.house.ledger.reading() as connection:
        assert "old" not in set(
            connection.scalars(remembered.select().with_only_columns(remembered.c.fingerprint))
        )


def test_a_truncated_answer_is_not_remembered(live: Live) -> None:
    """What came before the cut is kept; the next run asks for all of it."""
    portal = live("ottermoor")
    portal.run(Rule(fault=Edited(find=r"\}\s*\]\s*\}\s*$", replace="")))
    assert portal.ended is Ended.PARTIAL
    portal.run()
    assert portal.statuses == [200]
    assert portal.ended is Ended.COMPLETE
