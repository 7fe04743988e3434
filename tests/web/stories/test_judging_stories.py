"""What operators do with stories that people told: each deed once, about what they have seen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from made_up_catalogue import NOW
from sqlalchemy import update
from stories_site import OPERATOR, SAID, Stories, shown

from catalogue.ledger.audit import audit_lines
from catalogue.ledger.quality_schema import checked_links
from catalogue.ledger.reuse_filing import must_file, save_story, send_story
from catalogue.reuses.story import Filed, State

AUTHOR = "ann@example.org"


def judge(stories: Stories, filed: Filed, do: str, reason: str = "") -> int:
    """Sends the form of a story's page; the status."""
    page = f"/operator/stories/{filed.story.id}"
    seen = re.search(r'name="seen" value="([^"]*)"', stories.get(page).text)
    return stories.post(page, do=do, reason=reason, seen=seen[1] if seen else "").status_code


def now(stories: Stories, filed: Filed) -> Filed:
    """The story as it stands now."""
    with stories.ledger.reading() as connection:
        return must_file(connection, filed.story.id)


@pytest.fixture
def desk(stories: Stories) -> Stories:
    """The browser of an operator."""
    stories.sign_in()
    return stories


def test_the_desk_says_how_many_wait(desk: Stories) -> None:
    filed = desk.sent()
    assert "Stories : 1 story to read" in shown(desk.get("/operator"))
    page = desk.get("/operator/stories")
    assert f'href="/operator/stories/{filed.story.id}"' in page.text


def test_the_page_of_a_story_has_everything(desk: Stories) -> None:
    filed = desk.sent(email=AUTHOR)
    page = shown(desk.get(f"/operator/stories/{filed.story.id}"))
    for said in (
        SAID.title,
        SAID.who,
        SAID.changed,
        SAID.evidence,
        AUTHOR,
        "Household bin collection",
        "Unique Property Reference Number",
    ):
        assert said in page


def test_an_approved_story_is_shown_and_its_author_told_where(desk: Stories) -> None:
    filed = desk.sent(email=AUTHOR)
    assert judge(desk, filed, "approve") == 303
    assert desk.get("/reuses/fewer-missed-bins").status_code == 200
    assert "http://catalogue.test/reuses/fewer-missed-bins" in desk.mails(AUTHOR)[0]["text"]
    with desk.ledger.reading() as connection:
        assert audit_lines(connection, thing=filed.story.thing)[0].who == OPERATOR


@pytest.mark.parametrize(("do", "state"), [("ask", State.ASKED), ("refuse", State.REFUSED)])
def test_an_author_reads_why_a_story_is_not_shown(desk: Stories, do: str, state: State) -> None:
    filed = desk.sent(email=AUTHOR)
    assert judge(desk, filed, do) == 422
    assert judge(desk, filed, do, "Too short.") == 303
    assert now(desk, filed).story.state is state
    (mail,) = desk.mails(AUTHOR)
    assert "Too short." in mail["text"]
    assert SAID.title not in mail["text"]


def test_spam_is_refused_in_one_click_and_nobody_is_written_to(desk: Stories) -> None:
    filed = desk.sent(email="victim@elsewhere.example")
    assert judge(desk, filed, "discard") == 303
    assert now(desk, filed).story.state is State.REFUSED
    assert desk.mails("victim@elsewhere.example") == []


def test_nobody_approves_what_they_have_not_seen(desk: Stories) -> None:
    filed = desk.sent()
    page = f"/operator/stories/{filed.story.id}"
    seen = filed.sent.digest
    with desk.ledger.writing() as connection:
        save_story(connection, filed, replace(SAID, story="Buy pills"), email="", now=NOW)
        send_story(connection, must_file(connection, filed.story.id), now=NOW)
    answer = desk.post(page, do="approve", seen=seen)
    assert answer.status_code == 422
    assert "changed it meanwhile" in shown(answer)
    assert now(desk, filed).story.state is State.WAITING


def test_an_unsent_change_is_neither_seen_nor_approved(desk: Stories) -> None:
    filed = desk.sent()
    with desk.ledger.writing() as connection:
        save_story(connection, filed, replace(SAID, story="Not finished"), email="", now=NOW)
    assert "Not finished" not in desk.get(f"/operator/stories/{filed.story.id}").text
    judge(desk, filed, "approve")
    after = now(desk, filed)
    assert after.story.content.story == SAID.story
    assert after.proposed is not None


def test_a_featured_story_is_taken_back_from_the_first_page(desk: Stories) -> None:
    filed = desk.shown()
    judge(desk, filed, "feature")
    assert now(desk, filed).story.featured
    judge(desk, filed, "unfeature")
    assert not now(desk, filed).story.featured
    assert desk.mails(AUTHOR) == []


def test_a_story_is_taken_down_with_a_reason_and_put_back(desk: Stories) -> None:
    filed = desk.shown(email=AUTHOR)
    assert judge(desk, filed, "down", "A doubt.") == 303
    assert desk.get(f"/reuses/{filed.story.slug}").status_code == 410
    assert judge(desk, filed, "approve") == 303
    assert desk.get(f"/reuses/{filed.story.slug}").status_code == 200


def test_a_second_click_does_and_writes_nothing(desk: Stories) -> None:
    filed = desk.sent(email=AUTHOR)
    page, seen = f"/operator/stories/{filed.story.id}", filed.sent.digest
    for _ in range(2):
        assert desk.post(page, do="approve", seen=seen).status_code == 303
    assert len(desk.mails(AUTHOR)) == 1


@pytest.mark.parametrize("do", ["", "nothing", "approve_all"])
def test_what_is_no_deed_is_refused(desk: Stories, do: str) -> None:
    filed = desk.sent()
    assert judge(desk, filed, do) == 422
    assert now(desk, filed).story.state is State.WAITING


def test_evidence_that_is_lost_is_a_task_at_the_desk(desk: Stories) -> None:
    filed = desk.shown()
    dead = {"state": "dead", "checked": NOW, "first_failure": "2026-11-02T08:00:00Z"}
    with desk.ledger.writing() as connection:
        connection.execute(update(checked_links).where(checked_links.c.id == filed.story.link).values(dead))
    assert "the evidence of 1 story cannot be reached" in shown(desk.get("/operator"))
    assert "council.example/minutes, not reached since 2 Nov 2026" in shown(desk.get("/operator/stories"))


def test_who_tells_the_same_is_named_to_operators(desk: Stories) -> None:
    first = desk.sent()
    second = desk.sent(replace(SAID, title="Quite another"))
    page = desk.get(f"/operator/stories/{second.story.id}")
    assert f'href="/operator/stories/{first.story.id}"' in page.text


def test_a_change_is_read_beside_what_is_shown(desk: Stories) -> None:
    filed = desk.shown()
    with desk.ledger.writing() as connection:
        save_story(connection, filed, replace(SAID, changed="Three rounds moved."), email="", now=NOW)
        send_story(connection, must_file(connection, filed.story.id), now=NOW)
    page = shown(desk.get(f"/operator/stories/{filed.story.id}"))
    assert page.index("Three rounds moved.") < page.index("What it says now") < page.index(SAID.changed)
    judge(desk, filed, "approve")
    assert "Three rounds moved." in desk.get(f"/reuses/{filed.story.slug}").text
