"""The site as officers and operators use it: links are read from the outbox, as their mail programs would show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from catalogue.indexes.protocol import open_index
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal
from catalogue.ledger.schema import notices
from catalogue.portal import Portal
from catalogue.settings import Settings
from catalogue.stores import open_store
from vocab import load_vocabulary
from web.app import build_app
from web.forms.fairness import Fairness
from web.site import Site

BASE = "http://stook.example"
NOW = "2026-11-28T09:00:00Z"
OPERATOR = "op@stook.example"
OFFICER = "ann@leeds.gov.uk"
STRANGER = "eve@gmail.com"
BAD = "<script>alert(1)</script>"
PORTALS = (
    Portal(slug="leeds", title="Data Mill", kind="ckan", address="https://mill.example/", body="E08000035"),
    Portal(slug="york", title=f"York {BAD}", kind="ckan", address="https://data.york.example/"),
)
_PROOF = re.compile(r'name="proof" value="([^"]*)"')
_LINK = re.compile(r"http://stook\.example(/sign-in/\S+)")


@dataclass(slots=True)
class People:
    """One browser at the site. `clock` holds the present instant."""

    client: TestClient
    ledger: Ledger
    settings: Settings
    clock: list[str] = field(default_factory=lambda: [NOW])

    @property
    def site(self) -> Site:
        """The site itself."""
        site: Site = self.client.app.state.site  # type: ignore[attr-defined]
        return site

    def begin_again(self) -> None:
        """Another browser at the first moment, with fresh shares."""
        self.clock[:] = [NOW]
        self.client.cookies.clear()
        self.limit(self.settings)

    def limit(self, settings: Settings) -> None:
        """Shares by other settings, all unused."""
        object.__setattr__(self.site, "fairness", Fairness(settings))

    def get(self, address: str, **more: Any) -> Response:
        """A page."""
        return self.client.get(address, **more)

    def post(self, page: str, action: str = "", via: str = "", **typed: object) -> Response:
        """Sends a form of a page with its proof, to the page's own address where no other is named; one that the
        page does not show now with the proof of another page, which is the browser's.

        `via` is whom a proxy says that it comes from.
        """
        found = _PROOF.search(self.client.get(page).text) or _PROOF.search(self.client.get("/sign-in").text)
        heads = {"X-Forwarded-For": via} if via else {}
        return self.client.post(
            action or page, data={"proof": found[1] if found else "", **typed}, headers=heads
        )

    def mails(self, to: str) -> list[dict[str, Any]]:
        """What was written to somebody, oldest first."""
        wanted = select(notices.c.body).where(notices.c.target == to).order_by(notices.c.id)
        with self.ledger.reading() as connection:
            return list(connection.scalars(wanted))

    def link(self, email: str, leads_to: str = "") -> str:
        """Asks for a link; the path of the one that came."""
        answer = self.post("/sign-in", email=email, next=leads_to)
        assert answer.status_code == 303, answer.text
        found = _LINK.search(self.mails(email)[-1]["text"])
        assert found
        return found[1]

    def sign_in(self, email: str, leads_to: str = "") -> Response:
        """Signs the browser in."""
        return self.post(self.link(email, leads_to))

    def is_signed_in(self) -> bool:
        """Whether the site knows who this is."""
        return self.get("/account").status_code == 200


def shown(response: Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@contextmanager
def open_people(folder: Path, **more: Any) -> Iterator[People]:
    """The site over a ledger with two portals, with more settings."""
    limits = {"check_limit": "60/hour", "mail_limit": "60/hour", "change_limit": "900/hour"}
    settings = Settings(base=BASE, home=folder, operators=(OPERATOR.title(),), **limits, **more)
    ledger, clock = open_ledger(f"sqlite:///{folder / 'ledger.db'}"), [NOW]
    with ledger.writing() as connection:
        for portal in PORTALS:
            add_portal(connection, portal, now=NOW)
    app = build_app(
        settings,
        ledger=ledger,
        store=open_store("memory:"),
        index=open_index("memory:"),
        vocabulary=load_vocabulary(),
        now=lambda: clock[0],
    )
    with TestClient(
        app,
        base_url=BASE,
        raise_server_exceptions=False,
        follow_redirects=False,
        client=("127.0.0.1", 50_000),
    ) as client:
        yield People(client=client, ledger=ledger, settings=settings, clock=clock)
