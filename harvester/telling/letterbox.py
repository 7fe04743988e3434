"""Mails that no server is set to send: each a file in the home folder, so that a catalogue can be tried without one."""

from __future__ import annotations

import os
import secrets
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import structlog

from catalogue.ledger.notices import Notice
from catalogue.settings import Settings

log = structlog.get_logger()

_KEPT = 500


def keep_mail(message: EmailMessage, notice: Notice, settings: Settings) -> Path:
    """Writes the mail whole, readable by us alone, and says where; the same notice makes the same file."""
    folder = settings.home / "mail"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = sha256(notice.key.encode()).hexdigest()[:12]
    file = folder / f"{notice.made.replace(':', '')}-{digest}.eml"
    _write(file, message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
    _thin(folder)
    log.warning("mail written to a file, since no mail_host is set", file=str(file))
    return file


def _write(file: Path, body: bytes) -> None:
    part = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _thin(folder: Path) -> None:
    """Keeps the newest; their names begin with when they were written."""
    for old in sorted(folder.glob("*.eml"))[:-_KEPT]:
        old.unlink(missing_ok=True)
