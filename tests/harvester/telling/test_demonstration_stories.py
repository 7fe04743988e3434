"""The stories of the demonstration: each can be told, is marked as made up, and is about datasets that are bundled."""

from __future__ import annotations

from pathlib import Path

from harvester.demonstration import STORIES_FILE, demonstration_stories
from harvester.replay.recording import bundled_recordings

ALLOW = ("127.0.0.1:8100",)


def test_every_story_is_made_up_and_says_so() -> None:
    stories = demonstration_stories("http://127.0.0.1:8100/", ALLOW)
    assert len(stories) >= 3
    assert all(one.made_up and one.datasets and one.identifiers for one in stories)
    assert sum(one.featured for one in stories) == 3


def test_every_dataset_of_a_story_is_in_the_records_of_a_bundled_portal() -> None:
    folders = {one.slug: STORIES_FILE.parent / "portals" / one.slug for one in bundled_recordings()}
    for story in demonstration_stories("http://127.0.0.1:8100/", ALLOW):
        for named in story.datasets:
            portal, _, key = named.partition("/")
            assert any(key in file.read_text("utf-8", "replace") for file in _records(folders[portal])), named


def _records(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]
