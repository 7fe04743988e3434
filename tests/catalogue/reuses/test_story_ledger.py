"""Stories in the ledger: begun, sent, looked at, shown, changed and withdrawn, and how their evidence is followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from made_up_ledger import NOW, Field, later, read
from sqlalchemy import Connection, select, update

from catalogue.clock import shifted
from catalogue.entry import mint_id
from catalogue.ledger import reuse_deeds, reuse_filing
from catalogue.ledger.audit import audit_lines
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.links import follow_links
from catalogue.ledger.quality_schema import checked_links, link_uses
from catalogue.ledger.reuse_deeds import Judge
from catalogue.ledger.reuse_filing import (
    DRAFTS_KEPT,
    begin_story,
    count_waiting_stories,
    filed_story,
    forget_drafts,
    must_file,
    save_story,
    send_story,
    similar_stories,
    story_of,
    waiting_stories,
    withdraw_story,
)
from catalogue.ledger.reuses import (
    Wanted,
    count_stories,
    datasets_of,
    evidence_of,
    first_stories,
    list_stories,
    reuses_of,
    story_at,
)
from catalogue.linkage.standing import State as LinkState
from catalogue.reuses.story import Content, Filed, State, Use, What
from vocab import load_vocabulary

BINS = mint_id("leeds", "bins")
EVIDENCE = "https://council.example/minutes#item-4"
SAID = Content(
    title="Fewer missed bins in Ynys Môn",
    who="A residents' group",
    kind="service",
    changed="The council moved two rounds to a Tuesday.",
    story="We *joined* rounds with addresses.",
    evidence=EVIDENCE,
    uses=(
        Use(what=What.DATASET, name=BINS, title="Bin rounds"),
        Use(what=What.IDENTIFIER, name="uprn", title="UPRN"),
    ),
)
JUDGE = Judge(who="op@stook.example", now=later(1), vocabulary=load_vocabulary())
TOKEN = "t" * 43


def sent(connection: Connection, said: Content = SAID, *, token: str = TOKEN) -> Filed:
    """A story at which an operator is asked to look."""
    filed = begin_story(connection, said, token=token, email="a@b.example", now=NOW)
    assert send_story(connection, filed, now=NOW)
    return must_file(connection, filed.story.id)


def shown(connection: Connection, said: Content = SAID, *, token: str = TOKEN) -> Filed:
    """A story that everybody may read."""
    filed = sent(connection, said, token=token)
    assert reuse_deeds.approve(connection, filed, JUDGE)
    return must_file(connection, filed.story.id)


def test_a_draft_is_seen_by_nobody_but_its_author(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = begin_story(connection, SAID, token=TOKEN, email="", now=NOW)
        assert story_of(connection, TOKEN) == filed
        assert filed_story(connection, filed.story.id) is None
        assert count_waiting_stories(connection) == 0
        assert count_stories(connection, Wanted()) == 0


def test_a_story_that_waits_is_not_shown(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = sent(connection)
        assert waiting_stories(connection) == (filed,)
        assert story_at(connection, filed.story.slug) is None
        assert first_stories(connection, limit=3) == ()


def test_an_approved_story_has_an_address_made_of_its_title(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        assert shown(connection).story.slug == "fewer-missed-bins-in-ynys-mon"
        assert shown(connection, token="u" * 43).story.slug == "fewer-missed-bins-in-ynys-mon-2"


@pytest.mark.parametrize("title", ["New", "mine", "…"])
def test_no_story_takes_an_address_of_a_page_of_ours(ledger: Ledger, title: str) -> None:
    with ledger.writing() as connection:
        assert shown(connection, replace(SAID, title=title)).story.slug not in ("new", "mine", "")


def test_words_are_found_without_accents_and_case(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = shown(connection)
        assert list_stories(connection, Wanted(text="YNYS mon"), limit=5) == (filed.story,)
        assert count_stories(connection, Wanted(text="ynys nothing")) == 0
        assert count_stories(connection, Wanted(text="100%_")) == 0


def test_a_story_stands_by_its_dataset_its_publisher_and_its_identifier(field: Field) -> None:
    field.run(read("bins"))
    with field.ledger.writing() as connection:
        story = shown(connection).story
        for what, name in (("dataset", BINS), ("organisation", "leeds-city-council"), ("identifier", "uprn")):
            assert reuses_of(connection, what, name) == (story,)
        assert reuses_of(connection, "identifier", "usrn") == ()


def test_a_dataset_that_is_gone_keeps_the_name_that_it_had(field: Field) -> None:
    field.run(read("bins", "Rounds of today"))
    with field.ledger.writing() as connection:
        gone = replace(SAID, uses=(*SAID.uses, Use(what=What.DATASET, name="nothing", title="Old list")))
        found = datasets_of(connection, (shown(connection, gone).story.content,))
    assert (found["nothing"].title, found["nothing"].state) == ("Old list", "gone")
    assert (found[BINS].title, found[BINS].state) == ("Rounds of today", "live")


def test_a_change_of_a_story_that_is_shown_waits_beside_it(ledger: Ledger) -> None:
    new = replace(SAID, title="Otherwise")
    with ledger.writing() as connection:
        filed = shown(connection)
        save_story(connection, filed, new, email="", now=later(2))
        assert count_waiting_stories(connection) == 0
        assert send_story(connection, must_file(connection, filed.story.id), now=later(2))
        waiting = must_file(connection, filed.story.id)
        assert (waiting.story.content, waiting.newest, bool(waiting.waits)) == (SAID, new, True)
        assert reuse_deeds.approve(connection, waiting, JUDGE)
        now_shown = story_at(connection, filed.story.slug)
    assert now_shown
    assert now_shown.content == new


def test_a_refused_change_leaves_what_is_shown(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = shown(connection)
        save_story(connection, filed, replace(SAID, title="Spam"), email="", now=later(2))
        send_story(connection, must_file(connection, filed.story.id), now=later(2))
        assert reuse_deeds.refuse(connection, must_file(connection, filed.story.id), JUDGE, "No")
        after = must_file(connection, filed.story.id)
    assert (after.story.state, after.story.content, after.proposed, after.waits) == (
        State.SHOWN,
        SAID,
        None,
        "",
    )


def test_a_story_that_was_sent_back_waits_again_when_it_is_sent_again(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = sent(connection)
        assert reuse_deeds.ask_for_changes(connection, filed, JUDGE, "Say when")
        asked = must_file(connection, filed.story.id)
        assert (asked.story.state, asked.waits, asked.reason) == (State.ASKED, "", "Say when")
        save_story(connection, asked, replace(SAID, changed="In May."), email="", now=later(2))
        assert send_story(connection, must_file(connection, filed.story.id), now=later(2))
        assert must_file(connection, filed.story.id).story.content.changed == "In May."


def test_each_deed_is_done_once_and_written_down_once(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = sent(connection)
        assert not send_story(connection, filed, now=NOW)
        assert reuse_deeds.approve(connection, filed, JUDGE)
        now_shown = must_file(connection, filed.story.id)
        assert not reuse_deeds.approve(connection, now_shown, JUDGE)
        assert reuse_deeds.feature(connection, now_shown, JUDGE, featured=True)
        assert not reuse_deeds.feature(
            connection, must_file(connection, filed.story.id), JUDGE, featured=True
        )
        lines = audit_lines(connection, thing=filed.story.thing)
    assert [line.action for line in lines] == ["story put on the first page", "story shown", "story sent"]
    assert "Fewer" not in repr(lines)


def test_chosen_stories_come_first_on_the_first_page(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        old = shown(connection)
        shown(connection, token="u" * 43)
        reuse_deeds.feature(connection, old, JUDGE, featured=True)
        assert first_stories(connection, limit=2)[0].id == old.story.id


def test_what_its_author_withdraws_is_forgotten(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = shown(connection)
        assert withdraw_story(connection, filed, now=later(3))
        after = must_file(connection, filed.story.id)
        assert (after.story.state, after.email, after.story.content.story) == (State.WITHDRAWN, "", "")
        assert after.story.content.uses == ()
        assert not withdraw_story(connection, after, now=later(3))


def test_evidence_is_checked_once_a_story_is_shown_and_never_before(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = sent(connection)
        assert connection.scalars(select(checked_links.c.url)).all() == []
        reuse_deeds.approve(connection, filed, JUDGE)
        assert connection.scalars(select(checked_links.c.url)).all() == ["https://council.example/minutes"]


def test_looking_at_every_dataset_again_forgets_no_evidence(field: Field) -> None:
    field.run(read("bins"))
    with field.ledger.writing() as connection:
        story = shown(connection).story
    follow_links(field.ledger, anew=True)
    field.run(read("bins", addresses=("https://leeds.example/a.csv",)))
    follow_links(field.ledger)
    with field.ledger.writing() as connection:
        assert connection.scalars(select(link_uses.c.role).where(link_uses.c.entry_id == story.thing)).all()
        values = {"state": "dead", "checked": later(9), "first_failure": later(2)}
        connection.execute(
            update(checked_links).where(checked_links.c.id == _link(connection, story.id)).values(values)
        )
        link = evidence_of(connection, (must_file(connection, story.id).story,))[story.id]
    assert (link.state, link.first_failure) == (LinkState.DEAD, later(2))


def test_evidence_that_a_dataset_leads_to_too_stays_when_the_story_goes(field: Field) -> None:
    field.run(read("bins", addresses=(EVIDENCE,)))
    follow_links(field.ledger)
    with field.ledger.writing() as connection:
        filed = shown(connection)
        assert len(connection.scalars(select(checked_links.c.id)).all()) == 1
        reuse_deeds.take_down(connection, filed, JUDGE, "It is not true")
        assert connection.scalars(select(link_uses.c.role)).all() == ["access"]
        assert len(connection.scalars(select(checked_links.c.id)).all()) == 1


def test_a_story_that_was_taken_down_can_be_put_back_at_its_address(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = shown(connection)
        reuse_deeds.take_down(connection, filed, JUDGE, "A doubt")
        down = must_file(connection, filed.story.id)
        assert count_stories(connection, Wanted()) == 0
        assert reuse_deeds.approve(connection, down, JUDGE)
        again = story_at(connection, filed.story.slug)
    assert again
    assert again.state is State.SHOWN


def test_who_tells_the_same_again_is_noticed(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed = sent(connection)
        other = sent(connection, replace(SAID, title="Another", story="Other words."), token="u" * 43)
        apart = replace(SAID, title="Apart", story="Apart.", evidence="https://elsewhere.example/")
        sent(connection, apart, token="v" * 43)
        assert [one.story.id for one in similar_stories(connection, filed, SAID)] == [other.story.id]


def test_drafts_that_nobody_sends_are_forgotten(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        begin_story(connection, SAID, token=TOKEN, email="", now=NOW)
        assert forget_drafts(connection, now=later(1)) == 0
        assert forget_drafts(connection, now=shifted(NOW, DRAFTS_KEPT + timedelta(seconds=1))) == 1


def test_a_flood_of_drafts_makes_room_after_a_day(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reuse_filing, "MOST_OPEN", 1)
    with ledger.writing() as connection:
        begin_story(connection, SAID, token=TOKEN, email="", now=NOW)
        with pytest.raises(reuse_filing.TooManyStories):
            begin_story(connection, SAID, token="u" * 43, email="", now=later(0.5))
        begin_story(connection, SAID, token="u" * 43, email="", now=later(1.1))
        assert story_of(connection, TOKEN) is None


def _link(connection: Connection, number: int) -> int | None:
    return must_file(connection, number).story.link
