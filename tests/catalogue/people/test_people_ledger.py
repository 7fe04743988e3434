"""Links by mail, sessions and rights in the ledger."""

from __future__ import annotations

import threading
from datetime import timedelta

from made_up_ledger import Field
from sqlalchemy import func, select

from catalogue.clock import shifted
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.mailed_links import MailedLink, read_link, take_link, write_link
from catalogue.ledger.outgoing_mail import write_mail
from catalogue.ledger.people import forget_person, meet_person
from catalogue.ledger.people_schema import mutes, people, sessions, sign_ins
from catalogue.ledger.rights import grant, has_right, revoke, rights_of, rights_to
from catalogue.ledger.schema import notices
from catalogue.ledger.sessions import (
    LONGEST,
    end_session,
    end_sessions,
    open_session,
    renew_session,
    session_of,
    sessions_of,
)

NOW = "2026-11-28T09:00:00Z"
ANN = "ann@leeds.example"
LINK = MailedLink(email=ANN, why="sign-in", next="/account")


def later(**span: float) -> str:
    return shifted(NOW, timedelta(**span))


def written(ledger: Ledger, carried: str = "t") -> None:
    with ledger.writing() as connection:
        write_link(connection, LINK, token=carried, lasts=timedelta(minutes=20), now=NOW)


def test_a_link_is_used_once(ledger: Ledger) -> None:
    written(ledger)
    with ledger.writing() as connection:
        assert read_link(connection, "t", why="sign-in", now=NOW) == LINK
        assert take_link(connection, "t", why="sign-in", now=NOW) == LINK
        assert take_link(connection, "t", why="sign-in", now=NOW) is None
        assert read_link(connection, "t", why="sign-in", now=NOW) is None


def test_a_link_ends_and_serves_no_other_purpose(ledger: Ledger) -> None:
    written(ledger)
    with ledger.writing() as connection:
        assert take_link(connection, "t", why="proof", now=NOW) is None
        assert take_link(connection, "T", why="sign-in", now=NOW) is None
        assert take_link(connection, "t", why="sign-in", now=later(minutes=20)) is None
        assert take_link(connection, "t", why="sign-in", now=later(minutes=19)) == LINK


def test_of_two_that_use_a_link_at_once_one_gets_it(ledger: Ledger) -> None:
    written(ledger)
    start, got = threading.Barrier(4), []

    def use() -> None:
        start.wait()
        with ledger.writing() as connection:
            got.append(take_link(connection, "t", why="sign-in", now=NOW))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(map(bool, got)) == [False, False, False, True]


def test_the_ledger_holds_nothing_that_a_link_or_a_cookie_carries(ledger: Ledger) -> None:
    written(ledger, "what-the-link-carries")
    with ledger.writing() as connection:
        open_session(connection, meet_person(connection, ANN, now=NOW), token="what-the-cookie-is", now=NOW)
        held = [
            str(row) for table in (sign_ins, sessions, people) for row in connection.execute(select(table))
        ]
    assert held
    assert not [row for row in held if "what-the" in row]


def test_links_that_ended_long_ago_are_forgotten(ledger: Ledger) -> None:
    written(ledger)
    with ledger.writing() as connection:
        write_link(connection, LINK, token="u", lasts=timedelta(minutes=20), now=later(days=2))
        assert connection.scalar(select(func.count()).select_from(sign_ins)) == 1


def test_a_session_lasts_as_long_as_it_comes_back_and_no_longer_than_the_longest(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        open_session(connection, meet_person(connection, ANN, now=NOW), token="s", now=NOW)
        assert session_of(connection, "s", now=later(days=14)) is None
        at = NOW
        for _ in range(8):
            at = shifted(at, timedelta(days=12))
            held = session_of(connection, "s", now=at)
            if held is None:
                break
            assert held.is_due(at)
            renew_session(connection, held, now=at)
        assert shifted(NOW, LONGEST) <= at


def test_signing_out_ends_one_session_and_signing_out_everywhere_all(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        ann = meet_person(connection, ANN, now=NOW)
        bea = meet_person(connection, "bea@leeds.example", now=NOW)
        for person, token in ((ann, "a"), (ann, "b"), (ann, "c"), (bea, "d")):
            open_session(connection, person, token=token, now=NOW)
        end_session(connection, "a")
        assert [bool(session_of(connection, one, now=NOW)) for one in "abcd"] == [False, True, True, True]
        assert end_sessions(connection, ANN) == 2
        assert [bool(session_of(connection, one, now=NOW)) for one in "abcd"] == [False, False, False, True]
        assert sessions_of(connection, ANN, now=NOW) == ()


def test_the_same_address_is_the_same_person(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        first = meet_person(connection, ANN, now=NOW)
        again = meet_person(connection, ANN, now=later(days=1))
    assert (first.id, again.seen) == (again.id, later(days=1))


def test_whoever_is_forgotten_leaves_nothing_but_the_portal(field: Field) -> None:
    with field.ledger.writing() as connection:
        ann = meet_person(connection, ANN, now=NOW)
        open_session(connection, ann, token="s", now=NOW)
        write_link(connection, LINK, token="t", lasts=timedelta(minutes=20), now=NOW)
        grant(connection, "leeds", ANN, by="op@c.example", now=NOW)
        write_mail(connection, to=ANN, key="k", subject="S", text="T", now=NOW)
        forget_person(connection, ANN, name="forgotten x")
        left = [
            connection.scalar(select(func.count()).select_from(table))
            for table in (people, sessions, sign_ins, mutes, notices)
        ]
        assert left == [0, 0, 0, 0, 0]
        assert not has_right(connection, "leeds", ANN)


def test_a_right_is_granted_once_and_taken_back(field: Field) -> None:
    with field.ledger.writing() as connection:
        assert grant(connection, "leeds", ANN, by="op@c.example", now=NOW)
        assert not grant(connection, "leeds", ANN, by="op@c.example", now=NOW)
        assert has_right(connection, "leeds", ANN)
        assert rights_to(connection, "leeds") == rights_of(connection, ANN)
        assert revoke(connection, "leeds", ANN)
        assert not revoke(connection, "leeds", ANN)
        assert not has_right(connection, "leeds", ANN)
