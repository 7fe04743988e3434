"""Plain mails: to a real SMTP server of this test's own, or to files where none is set."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session
from sqlalchemy import select

from catalogue.clock import now_utc
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.notices import due_notices
from catalogue.ledger.outgoing_mail import write_mail
from catalogue.ledger.schema import notices
from catalogue.settings import Settings
from harvester.telling.delivery import deliver

LINK = "https://c.example/sign-in/a-private-link"
ANN = "ann@leeds.example"


@dataclass(slots=True)
class Postbox:
    """What an SMTP server was given, with whom each letter was for."""

    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, _: object, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"


@contextmanager
def post_office(box: Postbox) -> Iterator[int]:
    """An SMTP server on a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """State in a folder of its own, and nothing said of mail."""
    return Settings(home=tmp_path, base="https://c.example")


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    """An empty ledger."""
    made = open_ledger(settings.ledger_url)
    yield made
    made.close()


def filed(
    ledger: Ledger, *, subject: str = "Sign in", text: str = LINK, until: str = "", key: str = "k"
) -> int:
    """A mail in the outbox; its number."""
    now = now_utc()
    with ledger.writing() as connection:
        write_mail(connection, to=ANN, key=key, subject=subject, text=text, now=now, until=until)
        return due_notices(connection, now=now, is_alive=lambda _: True)[-1]


def held(ledger: Ledger) -> str:
    """All that the outbox says."""
    with ledger.reading() as connection:
        return str(connection.execute(select(notices)).mappings().all())


def posted(ledger: Ledger, settings: Settings, number: int) -> list[tuple[list[str], EmailMessage]]:
    """What a server gets where one is set."""
    box = Postbox()
    with post_office(box) as port:
        more = {
            "mail_host": "127.0.0.1",
            "mail_port": port,
            "mail_tls": "none",
            "mail_from": "stook@c.example",
        }
        deliver(number, settings.model_copy(update=more), ledger)
    return box.letters


def test_a_mail_is_sent_and_its_text_is_forgotten(ledger: Ledger, settings: Settings) -> None:
    number = filed(ledger, subject="Gŵyl 招", text=f"Annwyl Siân,\n{LINK}\n")
    assert LINK in held(ledger)
    ((to, letter),) = posted(ledger, settings, number)
    assert (to, letter["To"], letter["Subject"]) == ([ANN], ANN, "Gŵyl 招")
    assert letter.get_content().splitlines() == ["Annwyl Siân,", LINK]
    assert LINK not in held(ledger)


def test_a_mail_of_the_same_key_is_written_once(ledger: Ledger) -> None:
    assert filed(ledger) == filed(ledger)
    assert filed(ledger) != filed(ledger, key="other")


def test_a_subject_adds_no_heads_of_its_own(ledger: Ledger, settings: Settings) -> None:
    number = filed(ledger, subject="Leeds\r\nBcc: all@c.example\r\n\r\nbody")
    ((to, letter),) = posted(ledger, settings, number)
    assert (to, letter["Bcc"]) == ([ANN], None)
    assert letter["Subject"] == "Leeds Bcc: all@c.example body"


def test_a_mail_whose_links_have_ended_is_not_sent(ledger: Ledger, settings: Settings) -> None:
    assert posted(ledger, settings, filed(ledger, until="2026-01-01T00:00:00Z")) == []
    assert "too late" in held(ledger)
    assert LINK not in held(ledger)


def test_without_a_server_a_mail_is_a_file_for_us_alone(
    ledger: Ledger, settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    assert deliver(filed(ledger), settings, ledger)
    (file,) = (settings.home / "mail").iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=default)
    assert (file.suffix, file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (
        ".eml",
        0o600,
        0o700,
    )
    assert (letter["To"], letter["From"]) == (ANN, "stook@c.example")
    assert LINK in file.read_text()
    told = "".join(capfd.readouterr())
    assert str(file) in told
    assert LINK not in told
