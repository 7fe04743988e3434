"""A portal whose records change their shape is told of; one whose records nobody can read is left at once."""

from __future__ import annotations

import orjson
import pytest
from living import Live, made_of

from harvester.ended import Ended
from harvester.replay.faults import Edited, Rule


def test_a_field_that_all_records_lose_is_a_finding_and_told_with_the_run(live: Live) -> None:
    """The council's software may have changed a template."""
    portal = live("holmshire")
    portal.house.full = True
    portal.run()
    assert not portal.house.findings("holmshire", "shape-changed")
    packages = [orjson.loads(line) for line in portal.recording.records]
    portal.recording = made_of(
        portal.recording,
        ({k: v for k, v in one.items() if k != "notes"} | {"abstract": "Made up"} for one in packages),
    )
    portal.run()
    (told,) = portal.house.findings("holmshire", "shape-changed")
    assert "gone: notes; new: abstract" in told.finding.message
    assert portal.last.shape == {"gone": ["notes"], "came": ["abstract"]}
    portal.run()
    assert not portal.house.findings("holmshire", "shape-changed")
    assert portal.last.shape == {}


@pytest.mark.parametrize("slug", ["holmshire", "thornmere", "ottermoor"])
def test_a_portal_of_whose_first_page_nothing_can_be_read_is_asked_no_further(live: Live, slug: str) -> None:
    """The run failed, and all that is held stays."""
    portal = live(slug)
    portal.house.full = True
    portal.run()
    before = portal.house.datasets(slug)
    asked = portal.run(Rule(fault=Edited(find='"(title|name)":', replace='"headline":')))
    assert portal.ended is Ended.FAILED
    assert len(asked) == 1
    assert "none of the first " in portal.last.sentence
    assert portal.house.datasets(slug) == before


def test_a_change_that_cannot_be_read_ends_no_run(live: Live) -> None:
    """It is rejected with its reason, and the last good version stays."""
    portal = live("holmshire")
    portal.run()
    before = portal.house.datasets("holmshire")
    portal.change(title="", name="")
    portal.run()
    assert portal.ended is Ended.COMPLETE
    assert portal.last.since
    assert portal.last.counts["rejected"] == 1
    assert portal.house.datasets("holmshire") == before
