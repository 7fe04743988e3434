"""Stories beside what they are about: on the pages of datasets, publishers, identifiers, portals, and the first one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_catalogue import BARE, BASE, BINS
from stories_site import SAID, Stories, shown

_LISTED = ("dataset", BINS), ("organisation", "leeds-city-council"), ("identifier", "uprn")


@pytest.mark.parametrize(
    "address", [f"/dataset/{BINS}", "/organisation/leeds-city-council", "/vocabulary/identifier/uprn", "/"]
)
def test_a_story_stands_on_the_page_of_what_it_used(stories: Stories, address: str) -> None:
    stories.sent(replace(SAID, title="Not read yet"))
    slug = stories.shown().story.slug
    page = stories.get(address)
    assert f'href="/reuses/{slug}"' in page.text
    assert SAID.changed in shown(page)
    assert 'type="application/atom+xml" href="/reuses.atom' in page.text
    assert "Not read yet" not in page.text


def test_a_dataset_without_stories_asks_for_one(stories: Stories) -> None:
    page = stories.get(f"/dataset/{BARE}").text
    assert f'href="/reuses/new?dataset={BARE}"' in page
    assert "application/atom+xml" not in page


@pytest.mark.parametrize(("what", "name"), _LISTED)
def test_the_list_and_its_feed_are_narrowed_to_a_thing(stories: Stories, what: str, name: str) -> None:
    stories.shown()
    stories.shown(replace(SAID, title="Of nothing", uses=()))
    found = stories.get(f"/reuses.json?{what}={name}").json()
    assert [one["title"] for one in found["stories"]] == [SAID.title]
    assert stories.get(f"/reuses.json?{what}=other").json()["total"] == 0
    assert "Of nothing" not in stories.get(f"/reuses.atom?{what}={name}").text
    assert "All stories" in shown(stories.get(f"/reuses?{what}={name}"))


def test_programs_are_told_how_many_stories_a_dataset_has(stories: Stories) -> None:
    slug = stories.shown().story.slug
    told = stories.get(f"/dataset/{BINS}.json").json()["reuses"]
    assert told["count"] == 1
    assert told["newest"] == [{"iri": f"{BASE}/reuses/{slug}", "title": SAID.title}]
    assert stories.get(told["list"].removeprefix(BASE)).status_code == 200
    assert stories.get("/organisation/leeds-city-council.json").json()["reuses"]["count"] == 1


def test_the_first_page_has_three_and_the_chosen_ones_first(stories: Stories) -> None:
    stories.shown(replace(SAID, title="The chosen one"), featured=True)
    for number in range(4):
        stories.shown(replace(SAID, title=f"Later {number}"))
    page = shown(stories.get("/"))
    assert [title in page for title in ("The chosen one", "Later 3", "Later 2", "Later 1")] == [
        True,
        True,
        True,
        False,
    ]


def test_officers_see_the_stories_of_their_datasets(stories: Stories) -> None:
    stories.shown()
    stories.sign_in()
    assert SAID.title in shown(stories.get("/portal/leeds/manage"))
    assert SAID.title not in shown(stories.get("/portal/empty/manage"))


def test_crawlers_find_each_story_and_leave_forms_alone(stories: Stories) -> None:
    slug = stories.shown().story.slug
    assert f"{BASE}/reuses/{slug}</loc>" in stories.get("/sitemap-pages-1.xml").text
    robots = stories.get("/robots.txt").text
    assert "Disallow: /reuses/new" in robots
    assert "Disallow: /reuses/mine/" in robots
    assert "/reuses" in stories.get("/llms.txt").text
