"""Mails about a portal carry a way out of their own, and are not sent to whoever took it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from catalogue.clock import now_utc
from catalogue.comparison import Verdict
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.mutes import ALL, tell_no_more
from catalogue.ledger.notices import Notice, write_notices
from catalogue.ledger.portals import add_portal
from catalogue.ledger.schema import notices
from catalogue.ledger.watches import Audience, watch_run
from catalogue.portal import Portal
from catalogue.settings import Settings
from catalogue.signing import signing_key
from catalogue.unsubscribing import Unsubscription, from_token
from catalogue.watching import Outcome
from harvester.telling.delivery import deliver
from harvester.telling.mail import mail_of

ANN, BEA = "Ann@leeds.example", "bea@leeds.example"
BODY = {
    "portal": "leeds", "title": "Leeds", "state": "failing", "before": "ok", "verdict": "failed",
    "sentence": "0 read.", "meaning": "Nothing could be read.", "run": 7, "at": "2026-11-28T12:00:00Z",
    "reminder": False, "page": "https://c.example/portal/leeds",
}  # fmt: skip
NOTICE = Notice(
    key="leeds/7", portal="leeds", channel="mail", target=ANN, body=BODY, made="2026-11-28T12:00:00Z"
)


def kept(settings: Settings) -> str:
    """The one mail that was written to a file."""
    (file,) = (settings.home / "mail").glob("*.eml")
    return file.read_text()


def delivered(ledger: Ledger, settings: Settings) -> bool:
    with ledger.writing() as connection:
        write_notices(connection, [NOTICE], now=now_utc())
    return deliver(1, settings, ledger)


def test_each_reader_has_a_way_out_of_their_own(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, base="https://c.example")
    ledger = open_ledger(settings.ledger_url)
    assert delivered(ledger, settings)
    ledger.close()
    text = kept(settings)
    link = text.partition("List-Unsubscribe: <")[2].partition(">")[0]
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in text
    read = from_token(signing_key(tmp_path), link.removeprefix("https://c.example/unsubscribe/"))
    assert read == Unsubscription(email=ANN.lower(), portal="leeds")


def test_one_click_is_offered_over_tls_alone() -> None:
    """RFC 8058, 3.1."""
    message = mail_of(NOTICE, "stook@c.example", unsubscribe="http://127.0.0.1:8000/unsubscribe/x")
    assert (message["List-Unsubscribe-Post"], message["List-Unsubscribe"]) == (
        None,
        "<http://127.0.0.1:8000/unsubscribe/x>",
    )
    assert "To be told no more about this portal: http://127.0.0.1:8000" in message.get_content()


@pytest.mark.parametrize("portal", ["leeds", ALL])
def test_a_notice_that_waits_is_not_sent_to_whoever_left_meanwhile(tmp_path: Path, portal: str) -> None:
    settings = Settings(home=tmp_path)
    ledger = open_ledger(settings.ledger_url)
    with ledger.writing() as connection:
        tell_no_more(connection, ANN.lower(), portal, now=now_utc())
    assert not delivered(ledger, settings)
    with ledger.reading() as connection:
        assert connection.scalar(select(notices.c.outcome)) == "not wanted"
    ledger.close()
    assert not (tmp_path / "mail").exists()


def test_whoever_left_is_written_no_notices_and_others_are(tmp_path: Path) -> None:
    ledger, now = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}"), now_utc()
    to = Audience(base="https://c.example", mails=True, mail=(ANN, BEA))
    with ledger.writing() as connection:
        add_portal(
            connection, Portal(slug="leeds", title="L", kind="ckan", address="https://l.example/"), now=now
        )
        tell_no_more(connection, ANN.lower(), "leeds", now=now)
        watch_run(connection, "leeds", 1, Outcome(verdict=Verdict.FAILED), to, now=now)
        assert connection.scalars(select(notices.c.target)).all() == [BEA]
    ledger.close()
