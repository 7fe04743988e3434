"""Mails to a real SMTP server and signed posts to a real HTTP server, both of this test's own."""

from __future__ import annotations

import hashlib
import hmac
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from catalogue.clock import now_utc
from catalogue.errors import SettingsError
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.notices import Notice, due_notices, outbox_size, write_notices
from catalogue.ledger.schema import notices
from catalogue.settings import Settings
from harvester.asking.guard import AddressRefused
from harvester.telling.delivery import deliver
from harvester.telling.mail import mail_of, send_mail
from harvester.telling.webhook import WebhookFailed, send_webhook, sign
from harvester.telling.wording import subject_of, text_of

BODY = {
    "portal": "leeds", "title": "Data Mill North", "state": "failing", "before": "ok", "verdict": "failed",
    "sentence": "0 of 0 records read.", "meaning": "The last run could read nothing.", "run": 7,
    "at": "2026-11-28T12:00:00Z", "reminder": False, "page": "https://c.example/portal/leeds",
}  # fmt: skip
NOTICE = Notice(
    key="leeds/7/failing/desk", portal="leeds", channel="mail", target="desk@c.example", body=BODY,
    made="2026-11-28T12:00:00Z",
)  # fmt: skip
SECRET = "a-key-for-tests"
# the server of the test asks for a password on an open line, which stays within this machine
_ON_THIS_MACHINE = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@dataclass(slots=True)
class Letterbox:
    """What an SMTP server was given."""

    letters: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, _: object, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"

    def authenticate(self, *given: Any) -> AuthResult:
        held = given[-1]
        assert isinstance(held, LoginPassword)
        self.logins.append((held.login.decode(), held.password.decode()))
        return AuthResult(success=held.password == SECRET.encode(), handled=False)


@contextmanager
def mail_server(box: Letterbox, **options: Any) -> Iterator[int]:
    """An SMTP server on a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """State in a folder of its own, and a sender."""
    return Settings(home=tmp_path, mail_from="stook@c.example", mail_host="127.0.0.1", mail_tls="none")


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    """A ledger with one notice to send."""
    made = open_ledger(settings.ledger_url)
    with made.writing() as connection:
        write_notices(connection, [NOTICE], now=now_utc())
    yield made
    made.close()


def test_a_notice_is_mailed(settings: Settings, ledger: Ledger) -> None:
    """Once; then it is no longer in the outbox."""
    box = Letterbox()
    with mail_server(box) as port:
        there = settings.model_copy(update={"mail_port": port})
        assert deliver(_due(ledger), there, ledger)
        assert not deliver(1, there, ledger)
    (letter,) = box.letters
    assert (letter["From"], letter["To"]) == ("stook@c.example", "desk@c.example")
    assert letter["Subject"] == "Data Mill North: failing"
    assert "https://c.example/portal/leeds" in letter.get_content()
    assert letter["Auto-Submitted"] == "auto-generated"
    with ledger.reading() as connection:
        assert outbox_size(connection) == 0


def test_a_second_copy_of_a_mail_has_the_same_name(settings: Settings) -> None:
    """So a mail program shows it once; another notice has another."""
    first, second = (mail_of(NOTICE, settings.mail_from) for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"] != mail_of(replace(NOTICE, key="x"), settings.mail_from)["Message-ID"]


@_ON_THIS_MACHINE
def test_a_server_that_wants_a_password_gets_the_one_referred_to(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The setting itself holds only where it is."""
    monkeypatch.setenv("STOOK_SECRET_MAIL", SECRET)
    box = Letterbox()
    options = {"authenticator": box.authenticate, "auth_required": True, "auth_require_tls": False}
    with mail_server(box, **options) as port:
        login = {"mail_port": port, "mail_user": "stook", "mail_password": "secret:MAIL"}
        send_mail(NOTICE, settings.model_copy(update=login))
    assert box.logins == [("stook", SECRET)]
    assert len(box.letters) == 1


@_ON_THIS_MACHINE
def test_a_wrong_password_is_told_without_being_told(
    settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the ledger nor the log holds it."""
    monkeypatch.setenv("STOOK_SECRET_MAIL", "not-the-password")
    box = Letterbox()
    options = {"authenticator": box.authenticate, "auth_required": True, "auth_require_tls": False}
    with mail_server(box, **options) as port:
        login = {"mail_port": port, "mail_user": "stook", "mail_password": "secret:MAIL"}
        assert not deliver(_due(ledger), settings.model_copy(update=login), ledger)
    with ledger.reading() as connection:
        said = str(connection.scalar(select(notices.c.outcome)))
    told = "".join(capfd.readouterr())
    assert "SMTPAuthenticationError" in said
    assert "notice not sent" in told
    assert "not-the-password" not in said + told
    assert box.letters == []


def test_a_mail_server_whose_certificate_nobody_vouches_for_is_not_trusted(
    settings: Settings, tmp_path: Path
) -> None:
    """Neither after STARTTLS nor at once."""
    context, box = _own_certificate(tmp_path), Letterbox()
    servers = {"starttls": mail_server(box, tls_context=context), "tls": _tls_only(context)}
    for way, server in servers.items():
        with server as port, pytest.raises(ssl.SSLCertVerificationError):
            send_mail(NOTICE, settings.model_copy(update={"mail_port": port, "mail_tls": way}))
    assert box.letters == []


def test_a_server_that_cannot_be_reached_puts_the_notice_off(settings: Settings, ledger: Ledger) -> None:
    """Another worker, or this one, tries again later."""
    there = settings.model_copy(update={"mail_port": 1})
    assert not deliver(_due(ledger), there, ledger)
    with ledger.reading() as connection:
        row = connection.execute(select(notices)).mappings().one()
    assert row["due"] > row["made"]
    assert row["taken_by"] == row["ended"] == ""
    assert "ConnectionRefusedError" in row["outcome"]


def test_a_mail_without_a_sender_is_refused() -> None:
    """With the setting that is empty."""
    with pytest.raises(SettingsError, match="mail_from"):
        mail_of(NOTICE, "")


def test_a_title_from_a_portal_stays_in_its_line() -> None:
    """Made up: it would add a head of its own to the mail."""
    evil = BODY | {"title": "Leeds\r\nBcc: all@c.example"}
    assert subject_of(evil) == "Leeds Bcc: all@c.example: failing"
    assert mail_of(replace(NOTICE, body=evil), "stook@c.example")["Bcc"] is None


def test_a_reminder_says_so() -> None:
    """In its subject and its text."""
    again = BODY | {"reminder": True, "before": "failing"}
    assert subject_of(again) == "Data Mill North: still failing"
    assert "once a week" in text_of(again)
    assert "It was ok before." in text_of(BODY)


@dataclass(slots=True)
class Receiver:
    """What an HTTP server was sent, and what it answers, one status a request and then 204."""

    statuses: list[int] = field(default_factory=list)
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiving(receiver: Receiver) -> Iterator[str]:
    """A webhook on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.posts.append((dict(self.headers), body))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook?for=stook"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def signing(settings: Settings, tmp_path: Path) -> Settings:
    """With a key in a file, and this machine allowed."""
    file = tmp_path / "secrets" / "HOOK"
    file.parent.mkdir()
    file.write_text(f"{SECRET}\n")
    file.chmod(0o600)
    where = {"webhook_secret": "secret:HOOK", "allow": ("127.0.0.1",)}
    return settings.model_copy(update=where)


def test_a_webhook_is_signed_over_its_time_and_its_body(signing: Settings) -> None:
    """So that its receiver knows who sent it, that nobody changed it, and that it is no old one."""
    receiver = Receiver()
    with receiving(receiver) as address:
        send_webhook(replace(NOTICE, target=address), signing, clock=lambda: 1_795_867_200.9)
    ((heads, body),) = receiver.posts
    assert heads["Stook-Timestamp"] == "1795867200"
    expected = hmac.new(SECRET.encode(), b"1795867200." + body, hashlib.sha256).hexdigest()
    assert heads["Stook-Signature"] == f"sha256={expected}" == sign(body, "1795867200", SECRET)
    assert orjson.loads(body) == BODY
    assert heads["Content-Type"] == "application/json"
    assert heads["User-Agent"].startswith("Stook/")


def test_a_webhook_that_is_sent_again_has_the_same_key(signing: Settings, ledger: Ledger) -> None:
    """Its receiver was out of order, and answers the second time."""
    receiver = Receiver(statuses=[503])
    with receiving(receiver) as address:
        hook = replace(NOTICE, key="leeds/7/failing/hook", channel="webhook", target=address)
        with ledger.writing() as connection:
            write_notices(connection, [hook], now=now_utc())
        number = _due(ledger, channel="webhook")
        assert not deliver(number, signing, ledger)
        assert deliver(number, signing, ledger)
    first, second = (heads["Idempotency-Key"] for heads, _ in receiver.posts)
    assert first == second


def test_a_webhook_that_moves_is_not_followed(signing: Settings) -> None:
    """Nobody checked where it leads."""
    receiver = Receiver(statuses=[302])
    with (
        receiving(receiver) as address,
        pytest.raises(WebhookFailed, match="302; redirects are not followed"),
    ):
        send_webhook(replace(NOTICE, target=address), signing)
    assert len(receiver.posts) == 1


def test_a_webhook_on_a_private_network_is_refused(signing: Settings) -> None:
    """Unless the operator names it."""
    receiver = Receiver()
    guarded = signing.model_copy(update={"allow": ()})
    with receiving(receiver) as address:
        for target in (address, "http://169.254.169.254/", "http://localhost/", "file:///etc/passwd"):
            with pytest.raises(AddressRefused):
                send_webhook(replace(NOTICE, target=target), guarded)
    assert receiver.posts == []


def test_a_webhook_whose_name_leads_inside_is_refused(
    signing: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is looked up once, and what was looked up is what is connected to."""
    looked_up: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(AddressRefused, match="no public address"):
        send_webhook(replace(NOTICE, target="http://hook.example/x"), signing)
    assert looked_up == ["hook.example"]


def test_a_webhook_without_a_key_is_not_sent(settings: Settings) -> None:
    """An unsigned one could be anybody's."""
    with pytest.raises(SettingsError, match="always signed"):
        send_webhook(replace(NOTICE, target="http://127.0.0.1:1/"), settings)


def _due(ledger: Ledger, channel: str = "mail") -> int:
    with ledger.writing() as connection:
        due = due_notices(connection, now=now_utc(), is_alive=lambda _: True)
        rows = connection.execute(select(notices.c.id).where(notices.c.channel == channel))
        return next(row.id for row in rows if row.id in due)


@contextmanager
def _tls_only(context: ssl.SSLContext) -> Iterator[int]:
    """A port that speaks TLS from the first byte, and gets no further with who does not trust it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            taken, _ = listener.accept()
            with taken:
                try:
                    context.wrap_socket(taken, server_side=True).close()
                except ssl.SSLError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        yield int(listener.getsockname()[1])
        thread.join()


def _own_certificate(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate that it signed itself, for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(today - timedelta(days=1))
    signed = made.not_valid_after(today + timedelta(days=1)).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    kind, open_ = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "server.pem"
    file.write_bytes(key.private_bytes(pem, kind, open_) + signed.public_bytes(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


def test_a_long_link_stays_whole_in_the_message_as_it_is_sent() -> None:
    link = f"https://data.example.org/register/contact/{'x' * 60}"
    for text in (f"Open it:\n\n{link}\n", f"Öffnen:\n\n{link}\n"):
        message = mail_of(replace(NOTICE, body={"subject": "Confirm", "text": text}), "stook@example.org")
        assert message.get_content() == text
    message = mail_of(replace(NOTICE, body={"subject": "Confirm", "text": f"{link}\n"}), "stook@example.org")
    assert link in message.as_string()
