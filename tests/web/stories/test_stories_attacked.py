"""What people try who do not want to tell a story: floods, forged forms, scripts, hidden characters, far too much."""

from __future__ import annotations

import pytest
from made_up_catalogue import EVIL
from sqlalchemy import func, select
from stories_site import OPERATOR, Stories, shown
from test_telling_a_story import WORDS, begun, filed, told

from catalogue.ledger import reuse_filing
from catalogue.ledger.columns_schema import reuses
from catalogue.reuses.story import State
from web.forms.fairness import Fairness


def count(stories: Stories) -> int:
    """How many stories there are, drafts among them."""
    with stories.ledger.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(reuses)) or 0)


def test_one_visitor_sends_only_so_many_stories(stories: Stories) -> None:
    for number in range(5):
        told(stories, title=f"Story {number}")
    page = begun(stories, title="One too many")
    answer = stories.post(f"{page}/answers")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "One too many" in answer.text
    assert filed(stories, page).story.state is State.DRAFT


def test_one_visitor_begins_only_so_many_and_keeps_what_was_typed(stories: Stories) -> None:
    strict = stories.settings.model_copy(update={"change_limit": "2/hour"})
    object.__setattr__(stories.site, "fairness", Fairness(strict))
    for _ in range(2):
        begun(stories)
    answer = stories.post("/reuses/new", **WORDS)
    assert answer.status_code == 429
    assert WORDS["story"] in answer.text
    assert count(stories) == 2


def test_no_more_are_kept_than_operators_could_read(
    stories: Stories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reuse_filing, "MOST_OPEN", 1)
    begun(stories)
    answer = stories.post("/reuses/new", **WORDS)
    assert answer.status_code == 503
    assert WORDS["story"] in answer.text


@pytest.mark.parametrize("proof", ["", "x", "a.b.c", "é" * 50])
def test_a_form_that_is_not_ours_tells_nothing(stories: Stories, proof: str) -> None:
    stories.get("/reuses/new")
    answer = stories.client.post("/reuses/new", data=WORDS | {"proof": proof})
    assert answer.status_code == 403
    assert count(stories) == 0


def test_a_form_that_another_site_sends_tells_nothing(stories: Stories) -> None:
    heads = {"Sec-Fetch-Site": "cross-site"}
    found = stories.get("/reuses/new").text.partition('name="proof" value="')[2].partition('"')[0]
    answer = stories.client.post("/reuses/new", data=WORDS | {"proof": found}, headers=heads)
    assert answer.status_code == 403
    assert WORDS["story"] not in answer.text
    assert count(stories) == 0


def test_a_megabyte_is_refused_before_it_is_read(stories: Stories) -> None:
    assert stories.post("/reuses/new", **WORDS | {"story": "x" * 1_000_000}).status_code == 413
    assert count(stories) == 0


def test_a_story_that_is_too_long_is_refused_and_not_cut(stories: Stories) -> None:
    answer = stories.post("/reuses/new", **WORDS | {"story": "y" * 5_000})
    assert answer.status_code == 422
    assert "5,000 characters" in shown(answer)
    assert "y" * 5_000 in answer.text


@pytest.mark.parametrize("field", ["title", "who", "changed", "story"])
def test_scripts_are_text_on_every_page(stories: Stories, field: str) -> None:
    page = told(stories, **{field: f"{EVIL}<img src=x onerror=alert(1)>"})
    number = filed(stories, page).story.id
    stories.sign_in()
    desk = "/operator/stories"
    for address in (
        page,
        *(f"{page}/{step}" for step in ("edit", "data", "answers", "withdraw")),
        desk,
        f"{desk}/{number}",
    ):
        text = stories.get(address).text
        assert "<script>alert" not in text
        assert "<img" not in text


@pytest.mark.parametrize("field", ["kind", "evidence", "email", "dataset"])
def test_scripts_in_what_is_not_taken_are_text_too(stories: Stories, field: str) -> None:
    answer = stories.post("/reuses/new", **WORDS | {field: f'"><{EVIL}', "title": ""})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_characters_that_hide_or_turn_text_are_not_kept(stories: Stories) -> None:
    page = told(stories, title="Fewer \u202esnib\u202c bins\u200b", story="a\u2066b\u2069\x00c")
    said = filed(stories, page).story.content
    assert (said.title, said.story) == ("Fewer snib bins", "ab c")


def test_half_a_character_is_no_error(stories: Stories) -> None:
    proof = stories.get("/reuses/new").text.partition('name="proof" value="')[2].partition('"')[0]
    body = f"proof={proof}&title=%ED%A0%80".encode()
    heads = {"Content-Type": "application/x-www-form-urlencoded"}
    assert stories.client.post("/reuses/new", content=body, headers=heads).status_code == 400


def test_two_hundred_ticked_datasets_are_no_error(stories: Stories) -> None:
    page = begun(stories)
    lines = "\n".join(f"/dataset/aaaa{number:08}" for number in range(500))
    answer = stories.post(f"{page}/data", addresses=lines, identifiers=", ".join(["UPRN"] * 900))
    assert answer.status_code == 422
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("address", ["/operator/stories", "/operator/stories/1"])
def test_only_operators_read_what_waits(stories: Stories, address: str) -> None:
    stories.sent()
    assert stories.get(address).status_code == 403
    stories.sign_in("ann@leeds.gov.uk")
    assert stories.get(address).status_code == 403
    assert stories.post("/sign-in", address, do="approve").status_code in (403, 405)


def test_a_draft_is_not_the_business_of_operators(stories: Stories) -> None:
    number = filed(stories, begun(stories)).story.id
    stories.sign_in(OPERATOR)
    assert stories.get(f"/operator/stories/{number}").status_code == 404
