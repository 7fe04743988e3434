"""Telling a story without an account, from the first page of the form to the private page of what became of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from made_up_catalogue import BINS, GONE, NOW
from starlette.testclient import TestClient
from stories_site import OPERATOR, SAID, Stories, shown

from catalogue.ledger import reuse_deeds
from catalogue.ledger.reuse_deeds import Judge
from catalogue.ledger.reuse_filing import count_waiting_stories, story_of
from catalogue.reuses.story import Filed, State, What

WORDS = {
    "title": "Fewer missed bins",
    "who": "Friends of the Aire",
    "kind": "service",
    "changed": "Two rounds moved.",
    "story": "How it was *done*.",
    "evidence": "https://council.example/minutes",
    "email": "",
}


def begun(stories: Stories, **more: str) -> str:
    """A story whose words are kept; its private page."""
    answer = stories.post("/reuses/new", **WORDS | more)
    assert answer.status_code == 303, shown(answer)
    return answer.headers["location"].removesuffix("/data")


def told(stories: Stories, **more: str) -> str:
    """A story that was sent; its private page."""
    page = begun(stories, **more)
    assert stories.post(f"{page}/data", addresses=f"/dataset/{BINS}", identifiers="UPRN").status_code == 303
    assert stories.post(f"{page}/answers").headers["location"] == page
    return page


def filed(stories: Stories, page: str) -> Filed:
    """What stands behind a private page."""
    with stories.ledger.reading() as connection:
        found = story_of(connection, page.rpartition("/")[2])
    assert found
    return found


def decide(stories: Stories, page: str, deed: str, reason: str = "") -> None:
    """What an operator decides."""
    judge = Judge(who=OPERATOR, now=NOW, vocabulary=stories.site.vocabulary)
    with stories.ledger.writing() as connection:
        done = getattr(reuse_deeds, deed)
        assert done(connection, filed(stories, page), judge, *([reason] if reason else []))


def test_a_story_is_told_in_three_steps_and_waits(stories: Stories) -> None:
    page = told(stories, email="Ann@Example.org")
    held = filed(stories, page)
    assert (held.story.state, held.email) == (State.WAITING, "ann@example.org")
    assert held.story.content.names(What.DATASET) == (BINS,)
    assert held.story.content.names(What.IDENTIFIER) == ("uprn",)
    assert "waits for those who run this catalogue" in shown(stories.get(page))


def test_a_dataset_named_in_the_address_is_there_from_the_first(stories: Stories) -> None:
    first = stories.get(f"/reuses/new?dataset={BINS}")
    assert "Household bin collection rounds" in shown(first)
    page = begun(stories, dataset=BINS)
    assert f'value="{BINS}" checked' in stories.get(f"{page}/data").text


def test_a_catalogue_without_operators_says_that_nobody_reads_yet(
    stories: Stories, client: TestClient
) -> None:
    told = "Nobody is named yet who reads stories"
    assert told not in shown(stories.get("/reuses/new"))
    assert told in shown(client.get("/reuses/new"))


@pytest.mark.parametrize("name", ["nothing", "../../etc", "<script>", "x" * 5000, "'; DROP TABLE reuses"])
def test_a_story_about_a_dataset_that_does_not_exist_begins_without_it(stories: Stories, name: str) -> None:
    assert stories.get("/reuses/new", params={"dataset": name}).status_code == 200
    assert filed(stories, begun(stories, dataset=name)).newest.uses == ()


def test_what_is_missing_is_listed_and_what_was_typed_is_kept(stories: Stories) -> None:
    answer = stories.post("/reuses/new", **WORDS | {"title": "", "kind": "", "email": "no address"})
    assert answer.status_code == 422
    for name in ("title", "kind", "email"):
        assert f'href="#field-{name}"' in answer.text
        assert f'id="field-{name}"' in answer.text
    assert 'value="Friends of the Aire"' in answer.text
    assert "How it was *done*." in answer.text


@pytest.mark.parametrize(
    "pasted",
    [
        f"http://catalogue.test/dataset/{BINS}",
        f"/dataset/{BINS}.json",
        f"{BINS}",
        f"https://x/dataset/{BINS}#record",
    ],
)
def test_datasets_are_named_by_pasting_their_addresses(stories: Stories, pasted: str) -> None:
    page = begun(stories)
    answer = stories.post(f"{page}/data", addresses=f"{pasted}\n/organisation/leeds-city-council\n")
    assert answer.headers["location"] == f"{page}/answers"
    said = filed(stories, page).newest
    assert said.names(What.DATASET) == (BINS,)
    assert said.names(What.ORGANISATION) == ("leeds-city-council",)


def test_a_withdrawn_dataset_may_have_been_used(stories: Stories) -> None:
    page = begun(stories)
    stories.post(f"{page}/data", addresses=f"/dataset/{GONE}")
    assert filed(stories, page).newest.names(What.DATASET) == (GONE,)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("addresses", "https://elsewhere.example/"),
        ("addresses", "/dataset/nothing"),
        ("identifiers", "wingspan"),
    ],
)
def test_what_is_not_known_here_is_said_beside_its_field(stories: Stories, field: str, typed: str) -> None:
    page = begun(stories)
    answer = stories.post(f"{page}/data", **{field: typed})
    assert answer.status_code == 422
    assert f'id="wrong-{field}"' in answer.text
    assert typed in answer.text


def test_a_search_keeps_what_is_ticked(stories: Stories) -> None:
    page = begun(stories)
    answer = stories.post(f"{page}/data", dataset=BINS, q="bins", do="find")
    assert answer.headers["location"] == f"{page}/data?q=bins"
    assert f'value="{BINS}" checked' in stories.get(answer.headers["location"]).text


def test_a_dataset_whose_tick_is_taken_away_is_not_used(stories: Stories) -> None:
    page = told(stories)
    stories.post(f"{page}/data", identifiers="UPRN")
    assert filed(stories, page).newest.names(What.DATASET) == ()


def test_sending_twice_sends_once_and_writes_to_operators_once_a_day(stories: Stories) -> None:
    page = told(stories)
    stories.post(f"{page}/answers")
    told(stories, title="Another")
    with stories.ledger.reading() as connection:
        assert count_waiting_stories(connection) == 2
    mails = stories.mails(OPERATOR)
    assert len(mails) == 1
    assert WORDS["title"] not in str(mails)


def test_nothing_is_mailed_to_an_address_that_somebody_typed_before_an_operator_decides(
    stories: Stories,
) -> None:
    told(stories, email="victim@elsewhere.example")
    assert stories.mails("victim@elsewhere.example") == []


def test_a_private_page_is_kept_by_nobody_and_names_no_other_story(stories: Stories) -> None:
    answer = stories.get(told(stories))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("step", ["", "/edit", "/data", "/answers", "/withdraw"])
def test_nobody_guesses_a_private_link(stories: Stories, step: str) -> None:
    page = told(stories)
    other = page[:-1] + ("a" if page[-1] != "a" else "b")
    assert stories.get(f"{other}{step}").status_code == 404
    if step:
        assert stories.post(f"{page}{step}", f"{other}{step}", **WORDS).status_code == 404
    assert filed(stories, page).story.state is State.WAITING


def test_its_number_or_its_address_is_no_private_link(stories: Stories) -> None:
    story = stories.shown().story
    for name in (str(story.id), story.slug):
        assert stories.get(f"/reuses/mine/{name}").status_code == 404


def test_a_change_of_what_is_shown_waits_and_the_old_is_shown(stories: Stories) -> None:
    page = told(stories)
    decide(stories, page, "approve")
    slug = filed(stories, page).story.slug
    stories.post(f"{page}/edit", **WORDS | {"title": "Something else"})
    assert "is not sent" in shown(stories.get(page))
    stories.post(f"{page}/answers")
    assert "the change waits to be read" in shown(stories.get(page))
    assert "Something else" not in stories.get(f"/reuses/{slug}").text


def test_what_an_operator_wrote_stands_on_the_private_page(stories: Stories) -> None:
    page = told(stories)
    decide(stories, page, "ask_for_changes", "Say which rounds.")
    assert "Say which rounds." in shown(stories.get(page))
    stories.post(f"{page}/edit", **WORDS | {"changed": "Rounds 4 and 5."})
    stories.post(f"{page}/answers")
    assert filed(stories, page).story.state is State.WAITING


@pytest.mark.parametrize("deed", ["refuse", "take_down"])
def test_what_was_refused_or_taken_down_is_forgotten_when_its_author_wants_it(
    stories: Stories, deed: str
) -> None:
    page = told(stories, email="ann@example.org")
    if deed == "take_down":
        decide(stories, page, "approve")
    decide(stories, page, deed, "A doubt.")
    assert stories.post(f"{page}/withdraw").status_code == 303
    held = filed(stories, page)
    assert (held.story.state, held.email, held.story.content.title) == (State.WITHDRAWN, "", "")


@pytest.mark.parametrize("step", ["edit", "data", "answers"])
def test_a_story_that_was_refused_is_changed_no_more(stories: Stories, step: str) -> None:
    page = told(stories)
    decide(stories, page, "refuse", "It is an advertisement.")
    assert stories.get(f"{page}/{step}").headers["location"] == page
    assert stories.post(page, f"{page}/{step}", **WORDS).headers["location"] == page
    assert "advertisement" in shown(stories.get(page))


def test_its_author_withdraws_a_story_and_it_is_gone(stories: Stories) -> None:
    page = told(stories, email="ann@example.org")
    decide(stories, page, "approve")
    slug = filed(stories, page).story.slug
    assert stories.post(f"{page}/withdraw").status_code == 303
    assert stories.get(f"/reuses/{slug}").status_code == 410
    assert "what it said is forgotten" in shown(stories.get(page))
    assert filed(stories, page).email == ""


def test_a_draft_that_is_withdrawn_leaves_nothing(stories: Stories) -> None:
    page = begun(stories)
    assert stories.post(f"{page}/withdraw").headers["location"] == "/reuses"
    assert stories.get(page).status_code == 404


def test_who_tells_what_is_shown_already_is_told_so(stories: Stories) -> None:
    there = stories.shown(replace(SAID, title=WORDS["title"]))
    page = begun(stories)
    assert f'href="/reuses/{there.story.slug}"' in stories.get(f"{page}/answers").text


def test_a_story_that_waits_is_never_named_to_another_author(stories: Stories) -> None:
    stories.sent(replace(SAID, title=WORDS["title"]))
    assert "told here already" not in shown(stories.get(f"{begun(stories)}/answers"))


def test_each_field_of_a_form_has_a_label_and_each_page_one_heading(stories: Stories) -> None:
    page = begun(stories)
    for address in (
        "/reuses/new",
        page,
        *(f"{page}/{step}" for step in ("edit", "data", "answers", "withdraw")),
    ):
        text = stories.get(address).text
        named = set(re.findall(r'<label for="([^"]+)"', text))
        shown_fields = re.findall(
            r"<(?:input|textarea)\b(?![^>]*type=\"hidden\")[^>]*\bid=\"([^\"]+)\"", text
        )
        assert set(shown_fields) <= named
        assert text.count("<h1") == 1
