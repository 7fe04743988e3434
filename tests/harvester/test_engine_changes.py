"""Runs that ask for changes alone: proven first, checked by the total, and never believed to miss anything."""

from __future__ import annotations

import pytest
from living import Live

from harvester.ended import Ended
from harvester.replay.faults import Edited, Rule, Status

FUTURE = ("2100-01", "4102444800000")
KINDS = pytest.mark.parametrize("slug", ["holmshire", "thornmere"])


@pytest.mark.parametrize("slug", ["holmshire", "thornmere", "hirwen", "wexcombe"])
def test_an_unchanged_portal_is_asked_in_few_requests(live: Live, slug: str) -> None:
    """The second run proves the filter, the third only asks for the total and the changes."""
    portal = live(slug)
    first = portal.run()
    assert portal.last.since == ""
    second = portal.run()
    assert portal.ended is Ended.COMPLETE
    assert len(second) + 1 < 10
    assert any(date in one for date in FUTURE for one in second)
    third = portal.run()
    assert len(third) <= 4
    assert portal.last.since
    assert portal.last.counts.get("changed", 0) + portal.last.counts.get("missing", 0) == 0
    assert first
    assert not any(date in one for date in FUTURE for one in third)


@KINDS
def test_what_has_changed_is_read_and_the_rest_is_kept(live: Live, slug: str) -> None:
    """Nothing counts as missing for not having changed."""
    portal = live(slug)
    portal.run()
    before = portal.house.datasets(slug)
    portal.change(title="Newly made up")
    portal.run()
    assert portal.last.since
    assert portal.last.counts["changed"] == 1
    assert "missing" not in portal.last.counts
    assert portal.house.datasets(slug) == before
    assert portal.last.sentence.startswith("1 of 1 records changed since ")


@KINDS
def test_a_record_that_is_gone_shows_in_the_total(live: Live, slug: str) -> None:
    """The run then asks for everything, and misses the one."""
    portal = live(slug)
    portal.run()
    portal.remove()
    portal.run()
    assert portal.ended is Ended.COMPLETE
    assert (portal.last.since, portal.last.whole) == ("", True)
    assert "had" in portal.last.why
    assert portal.last.counts["missing"] == 1


def test_a_filter_that_the_portal_ignores_is_not_used_again_for_a_month(live: Live) -> None:
    """Asked for the year 2100 it gives everything."""
    portal = live("holmshire")
    portal.run()
    ignored = Rule(fault=Edited(find=rb'"count":0'.decode(), replace='"count":7'), pattern="2100")
    second = portal.run(ignored)
    assert portal.last.since == ""
    assert "its filter by date is not supported: 7 records have changed in the year 2100" in portal.last.why
    assert portal.ended is Ended.COMPLETE
    third = portal.run()
    assert portal.last.since == ""
    assert not any("metadata_modified" in one for one in third)
    assert len(second) > len(third)


def test_records_without_a_date_make_the_filter_unsound(live: Live) -> None:
    """They would never be read again."""
    portal = live("holmshire")
    portal.become(lambda first: [{k: v for k, v in first.items() if k != "metadata_modified"}])
    portal.run()
    portal.run()
    assert portal.last.since == ""
    assert "since 1970" in portal.last.why


def test_changes_that_cannot_be_asked_for_are_asked_for_with_everything_else(live: Live) -> None:
    """A portal that answers the filter with an error is read whole, in the same run."""
    portal = live("holmshire")
    portal.run()
    portal.run()
    portal.run(Rule(fault=Status(code=409), pattern="metadata_modified"))
    assert portal.ended is Ended.COMPLETE
    assert (portal.last.since, portal.last.why) == ("", "its changes could not be asked for")


def test_after_a_partial_run_everything_is_asked_for(live: Live) -> None:
    """It has not moved the instant."""
    portal = live("thornmere")
    portal.run()
    portal.run(
        Rule(fault=Status(code=404), pattern="items"), Rule(fault=Status(code=404), pattern="feed|data.json")
    )
    assert portal.ended is Ended.FAILED
    portal.run()
    assert (portal.last.since, portal.last.why) == ("", "the run before it was not complete")


def test_a_portal_may_be_registered_as_never_asked_for_changes(live: Live) -> None:
    """By its setting `changes`."""
    portal = live("holmshire")
    portal.run(settings={"changes": "no"})
    portal.run(settings={"changes": "no"})
    assert portal.last.since == ""
    assert not portal.last.whole
