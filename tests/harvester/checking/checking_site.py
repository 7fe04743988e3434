"""Sites of these tests' own, and checks of them as a worker does them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogue.ledger.checks import Check, check_of, file_check
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.settings import Settings, load_settings
from harvester.bell import Bell

NOW, SOON = "2026-11-28T12:00:00Z", "2026-11-28T12:00:05Z"


@dataclass(slots=True)
class Desk:
    """Somebody who files checks, and the bell that has them done."""

    ledger: Ledger
    settings: Settings

    def checked(self, address: str, name: str = "a") -> Check:
        """A check of an address, filed and done."""
        self.file(address, name)
        bell = Bell(self.settings, self.ledger)
        bell.finish()
        bell.stop()
        return self.seen(name)

    def file(self, address: str, name: str = "a") -> None:
        """Files a check under the digest `name`."""
        with self.ledger.writing() as connection:
            file_check(connection, address, token_digest=name, client="", now=NOW)

    def seen(self, name: str = "a") -> Check:
        """The check under the digest `name`, which must be there."""
        with self.ledger.reading() as connection:
            check = check_of(connection, name, now=SOON)
        assert check is not None
        return check


def desk_in(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> Desk:
    """A desk whose processes may ask this machine's servers, without waiting between requests."""
    given = {"HOME": str(folder), "ALLOW": "127.0.0.1", "DELAY": "0", "BACKOFF": "0", "TIMEOUT": "2"}
    for name, value in (given | settings).items():
        monkeypatch.setenv(f"STOOK_{name}", value)
    made = load_settings()
    return Desk(open_ledger(made.ledger_url), made)
