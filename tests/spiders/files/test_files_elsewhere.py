"""The setting `files`: where the software's downloads lie, for an organisation that has them elsewhere."""

from typing import Any

import pytest

from catalogue.errors import PortalError
from catalogue.portal import Portal
from harvester.asking.terms import check_terms
from harvester.replay.recording import bundled_recordings

RECORDINGS = {one.slug: one for one in bundled_recordings()}


def downloads(walked: Any) -> set[str]:
    drafted, _ = walked.drafts()
    return {url for one in drafted.values() for file in one.distribution for url in file.download_url}


@pytest.mark.parametrize(
    ("slug", "usual"),
    [("thornmere", "https://data.thornmere.example/"), ("rivervale", "https://data.rivervale.example/")],
)
def test_downloads_lie_at_the_portal_unless_it_says_where(walk: Any, slug: str, usual: str) -> None:
    assert any(url.startswith(usual) for url in downloads(walk(RECORDINGS[slug])))
    moved = downloads(walk(RECORDINGS[slug], files="https://files.madeup.example/here/"))
    assert moved
    assert all(url.startswith("https://files.madeup.example/here/") for url in moved)


def test_files_is_an_address() -> None:
    portal = Portal(
        slug="a", title="A", kind="socrata", address="https://a.example", settings={"files": "here"}
    )
    with pytest.raises(PortalError, match="portals/a: setting files is 'here'; an address was expected"):
        check_terms(portal)
