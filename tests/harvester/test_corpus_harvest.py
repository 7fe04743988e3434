"""Every recorded portal is harvested over HTTP: a verdict for each, and as many records as its folder says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import House, Serve

from harvester.harvest import Ended
from harvester.replay.recording import Recording, load_recordings
from harvester.replay.server import portal_entry, replay_of

CORPUS = os.environ.get("STOOK_CORPUS")
MOST = int(os.environ.get("STOOK_CORPUS_MOST", "3000"))  # records; each of the largest takes a minute or two
AT_ONCE = 12  # portals of one test

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals"),
]


def recorded() -> tuple[Recording, ...]:
    return load_recordings(Path(CORPUS)) if CORPUS else ()


def in_parts() -> list[Sequence[Recording]]:
    chosen = [one for one in recorded() if (one.expected or 0) <= MOST]
    return [chosen[start : start + AT_ONCE] for start in range(0, len(chosen), AT_ONCE)]


def test_every_recorded_portal_is_served_or_says_why_not() -> None:
    for recording in recorded():
        entry = portal_entry(recording, replay_of(recording), "http://replay.example")
        assert entry["served"] or entry["reason"], recording.slug


@pytest.mark.parametrize("part", in_parts(), ids=lambda part: f"{part[0].slug}..{part[-1].slug}")
def test_recorded_portals_are_harvested_with_the_counts_that_their_folders_state(
    part: Sequence[Recording], house: House, serve: Serve
) -> None:
    """Of what was captured whole everything comes; of a sample all that is in it."""
    served = [recording for recording in part if replay_of(recording)]
    with serve(served) as (address, _):
        house.allow(address)
        for recording in served:
            house.register(recording, address)
        ended = {recording.slug: house.crawl(recording.slug) for recording in served}
    wrong = [told for one in served if (told := what_is_wrong(house, one, ended[one.slug]))]
    assert not wrong, "\n".join(wrong)


def what_is_wrong(house: House, recording: Recording, ended: Ended) -> str:
    """What a run did not bring, or "". Of a flattened recording several rows may speak of one dataset."""
    expected = recording.expected or 0
    last = house.status(recording.slug).last
    counts = last.counts if last else {}
    listed = counts.get("read", 0) + counts.get("rejected", 0)
    if recording.kind == "ckan":  # of recorded answers of CKAN distinct packages are counted
        listed -= counts.get("repeated", 0)
    few = range(1, expected + 1) if recording.form == "flattened" else (expected,)
    whole = ended is Ended.COMPLETE or recording.form == "partial" or not expected
    if listed in few and whole:
        return ""
    return f"{recording.slug} {ended.name}: {listed} of {expected}; {house.sentence(recording.slug)}"
