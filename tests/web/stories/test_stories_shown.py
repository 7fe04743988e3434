"""Stories as everybody reads them: the list, one story, each in all its forms, and what is shown no more."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from made_up_catalogue import BASE, BINS, EVIL, GONE, NOW
from sqlalchemy import update
from stories_site import OPERATOR, SAID, Stories, shown

from catalogue.ledger import reuse_deeds
from catalogue.ledger.quality_schema import checked_links
from catalogue.ledger.reuse_deeds import Judge
from catalogue.ledger.reuse_filing import must_file, withdraw_story
from catalogue.reuses.story import Use, What
from vocab.namespaces import DCT, DUV

_ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_story_says_what_changed_by_which_data(stories: Stories) -> None:
    filed = stories.shown()
    page = stories.get(f"/reuses/{filed.story.slug}")
    assert page.status_code == 200
    for said in (SAID.title, SAID.who, SAID.changed, "Household bin collection rounds", "Leeds City Council"):
        assert said in shown(page)
    assert f'href="/dataset/{BINS}"' in page.text
    assert 'href="/identifier/uprn"' in page.text
    assert "<em>joined</em>" in page.text


def test_no_link_of_a_visitor_is_vouched_for(stories: Stories) -> None:
    page = stories.get(f"/reuses/{stories.shown().story.slug}").text
    for address in (SAID.evidence, "https://joined.example/how"):
        assert f'<a href="{address}" rel="nofollow ugc noopener external">' in page


def test_a_story_that_waits_is_nowhere(stories: Stories) -> None:
    filed = stories.sent()
    assert stories.get(f"/reuses/{filed.story.slug}").status_code == 404
    assert SAID.title not in stories.get("/reuses").text
    assert stories.get("/reuses.json").json()["total"] == 0


def test_scripts_of_a_visitor_are_text(stories: Stories) -> None:
    hostile = replace(
        SAID, title=f"T {EVIL}", who=EVIL, changed=EVIL, story=f"{EVIL} [x](javascript:alert(1))"
    )
    filed = stories.shown(hostile)
    for address in ("/reuses", f"/reuses/{filed.story.slug}"):
        page = stories.get(address).text
        assert EVIL not in page
        assert "javascript:" not in page.replace("[x](javascript:alert(1))", "")


def test_a_withdrawn_dataset_stays_named_with_its_state(stories: Stories) -> None:
    uses = (
        Use(what=What.DATASET, name=GONE, title="Old"),
        Use(what=What.DATASET, name="never", title="Lost list"),
    )
    page = shown(stories.get(f"/reuses/{stories.shown(replace(SAID, uses=uses)).story.slug}"))
    assert "Old parking zones Leeds City Council withdrawn from its portal since" in page
    assert "Lost list no longer known here" in page


def test_evidence_that_is_dead_is_told_with_its_day(stories: Stories) -> None:
    filed = stories.shown()
    dead = {"state": "dead", "checked": NOW, "first_failure": "2026-11-02T08:00:00Z"}
    with stories.ledger.writing() as connection:
        connection.execute(update(checked_links).where(checked_links.c.id == filed.story.link).values(dead))
    page = shown(stories.get(f"/reuses/{filed.story.slug}"))
    assert "The evidence could not be reached since 2 Nov 2026" in page
    told = stories.get(f"/reuses/{filed.story.slug}.json").json()
    assert told["evidence"] == {"address": SAID.evidence, "unreachable_since": "2026-11-02T08:00:00Z"}


@pytest.mark.parametrize("ended", ["withdrawn by its author", "taken down"])
def test_a_story_that_ended_is_gone_and_says_by_whom(stories: Stories, ended: str) -> None:
    filed = stories.shown()
    with stories.ledger.writing() as connection:
        if ended == "taken down":
            judge = Judge(who=OPERATOR, now=NOW, vocabulary=stories.site.vocabulary)
            reuse_deeds.take_down(connection, must_file(connection, filed.story.id), judge, "No longer true")
        else:
            withdraw_story(connection, must_file(connection, filed.story.id), now=NOW)
    page = stories.get(f"/reuses/{filed.story.slug}")
    assert page.status_code == 410
    assert ended in shown(page)
    assert SAID.story not in page.text


def test_the_list_is_found_by_words_and_by_theme(stories: Stories) -> None:
    stories.shown()
    stories.shown(replace(SAID, title="Quiet streets", changed="A street was closed.", story="", uses=()))
    for query, title in (("q=missed", SAID.title), ("q=QUIET", "Quiet streets"), ("theme=ENVI", SAID.title)):
        found = stories.get(f"/reuses.json?{query}").json()
        assert [one["title"] for one in found["stories"]] == [title]


def test_the_feed_has_each_story_the_newest_first(stories: Stories) -> None:
    stories.shown()
    feed = ElementTree.fromstring(stories.get("/reuses.atom").content)  # noqa: S314 # our own
    assert [one.findtext(f"{_ATOM}title") for one in feed.findall(f"{_ATOM}entry")] == [SAID.title]


def test_a_long_list_goes_on_at_the_next_page(stories: Stories) -> None:
    for number in range(21):
        stories.shown(replace(SAID, title=f"Story {number:02}", story=str(number)))
    first = stories.get("/reuses.json").json()
    assert (first["total"], len(first["stories"])) == (21, 20)
    assert first["next"] == f"{BASE}/reuses.json?page=2"
    assert len(stories.get("/reuses.json?page=2").json()["stories"]) == 1
    graph = stories.get("/reuses.nt").text
    assert '#totalItems> "21"^^' in graph
    assert f"#next> <{BASE}/reuses.nt?page=2>" in graph
    assert "#next>" not in stories.get("/reuses.nt?page=2").text


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf"])
@pytest.mark.parametrize("listed", [True, False])
def test_a_story_is_a_usage_that_refers_to_its_dataset(stories: Stories, suffix: str, listed: bool) -> None:
    slug = stories.shown().story.slug
    answer = stories.get(f"/reuses.{suffix}" if listed else f"/reuses/{slug}.{suffix}")
    formats = {"ttl": "TURTLE", "jsonld": "JSON_LD", "nt": "N_TRIPLES", "rdf": "RDF_XML"}
    graph = {quad.triple for quad in ox.parse(answer.content, getattr(ox.RdfFormat, formats[suffix]))}
    story, dataset = ox.NamedNode(f"{BASE}/reuses/{slug}"), ox.NamedNode(f"{BASE}/dataset/{BINS}")
    assert ox.Triple(story, ox.NamedNode(DUV.refersTo), dataset) in graph
    assert ox.Triple(dataset, ox.NamedNode(DUV.hasUsage), story) in graph
    assert ox.Triple(story, ox.NamedNode(DCT.title), ox.Literal(SAID.title)) in graph
