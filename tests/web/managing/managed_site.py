"""A site with a portal that waits for its officer, and browsers that are signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from httpx2 import Response
from made_up_catalogue import BASE, BINS, EVIL, NOW, open_site
from sqlalchemy import Table, delete, insert, select, update
from starlette.testclient import TestClient

from catalogue.ledger.people import meet_person
from catalogue.ledger.people_schema import audit
from catalogue.ledger.rights import grant
from catalogue.ledger.schema import entries, filings, held_back, matches, portals, runs
from catalogue.ledger.sessions import open_session
from catalogue.signing import new_token
from web.people.visitor import cookie_name, session_signer
from web.site import Site

OPERATOR = "chief@catalogue.example"
STRANGER = "stranger@elsewhere.example"
MANAGE = "/portal/leeds/manage"


@dataclass(slots=True, kw_only=True)
class Managed:
    """The site, and one browser."""

    site: Site
    client: TestClient
    turn: int = 0

    @property
    def officer(self) -> str:
        """Somebody else in each test, since one may change only so much in an hour."""
        return f"officer-{self.turn}@leeds.example"

    def begin_again(self) -> None:
        """The portal as it was, and nobody signed in."""
        self.client.cookies.clear()
        self.turn += 1
        with self.site.ledger.writing() as connection:
            for table in (audit, held_back, matches, filings):
                connection.execute(delete(table))
            connection.execute(delete(runs).where(runs.c.finished == ""))
            portal = connection.scalar(select(portals.c.id).where(portals.c.slug == "leeds"))
            plain = {"paused": False, "settings": {"delay": 2}, "next_run": "2026-11-29T02:00:00Z"}
            connection.execute(update(portals).values(**plain, every=None, quiet="", zone="", contact=""))
            connection.execute(update(entries).where(entries.c.id == BINS).values(state="live", key="bins"))
            grant(connection, "leeds", self.officer, by="registration/1", now=NOW)
            common = {"portal_id": portal, "run": 2, "since": "2026-11-22T03:12:00Z", "decision": ""}
            held = {"key": "bins", "entry_id": BINS, "title": EVIL, "reason": "12 of 15 are gone"}
            connection.execute(insert(held_back).values(**common, **held, kind="removal"))
            connection.execute(insert(held_back).values(**common, **(held | {"key": "new"}), kind="addition"))
            match = {"entry_id": BINS, "title": "Bins", "evidence": "the same title", "doubt": ""}
            connection.execute(insert(matches).values(**common, **match, key="new-bins", moved=False))

    def sign_in(self, email: str = "") -> None:
        """The browser is signed in as somebody, the officer if nobody is named."""
        token = new_token()
        with self.site.ledger.writing() as connection:
            open_session(
                connection, meet_person(connection, email or self.officer, now=NOW), token=token, now=NOW
            )
        self.client.cookies.set(cookie_name(self.site), session_signer(self.site).dumps(token))

    def page(self) -> str:
        """The page on which the portal is managed."""
        return self.client.get(MANAGE).text

    def do(self, name: str, **fields: str | list[str]) -> Response:
        """Sends a form of the page."""
        proof = re.search(r'name="proof" value="([^"]+)"', self.page())
        assert proof
        return self.client.post(MANAGE, data={"proof": proof[1], "do": name, **fields})

    def portal(self) -> dict[str, Any]:
        """The portal as the ledger has it."""
        with self.site.ledger.reading() as connection:
            row = connection.execute(select(portals).where(portals.c.slug == "leeds")).mappings().one()
        return dict(row)

    def log(self) -> list[tuple[str, str, str]]:
        """Who did what to what."""
        with self.site.ledger.reading() as connection:
            rows = connection.execute(select(audit.c.who, audit.c.action, audit.c.thing).order_by(audit.c.n))
            return [("officer" if who == self.officer else who, action, thing) for who, action, thing in rows]

    def decisions(self, table: Table) -> dict[str, str]:
        """What was decided of each, by key."""
        with self.site.ledger.reading() as connection:
            return {row.key: row.decision for row in connection.execute(select(table))}


@contextmanager
def open_managed(folder: Path) -> Iterator[Managed]:
    """The site."""
    app = open_site(folder)
    plain: Site = app.state.site
    settings = plain.settings.model_copy(update={"operators": (OPERATOR,)})
    site = app.state.site = replace(plain, settings=settings)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield Managed(site=site, client=client)
