"""The site over the made-up catalogue with stories, as their readers, their authors and operators see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from httpx2 import Response
from made_up_catalogue import BASE, BINS, NOW, fill
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from catalogue.indexes.protocol import open_index
from catalogue.ledger import reuse_deeds
from catalogue.ledger.columns_schema import reuses
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.quality_schema import checked_links, link_uses
from catalogue.ledger.reuse_deeds import Judge
from catalogue.ledger.reuse_filing import begin_story, must_file, send_story
from catalogue.ledger.schema import notices
from catalogue.reuses.story import Content, Filed, Use, What
from catalogue.settings import Settings
from catalogue.stores import open_store
from vocab import load_vocabulary
from web.app import build_app
from web.forms.fairness import Fairness
from web.site import Site

OPERATOR = "op@stook.example"
SAID = Content(
    title="Fewer missed bins",
    who="Friends of the Aire",
    kind="service",
    changed="Two rounds were moved to a Tuesday.",
    story="We *joined* the rounds with [addresses](https://joined.example/how).",
    evidence="https://council.example/minutes",
    uses=(
        Use(what=What.DATASET, name=BINS, title="Household bin collection rounds"),
        Use(what=What.IDENTIFIER, name="uprn", title="UPRN"),
    ),
)
_PROOF = re.compile(r'name="proof" value="([^"]*)"')
_LINK = re.compile(rf"{BASE}(/sign-in/\S+)")


@dataclass(slots=True)
class Stories:
    """One browser at the site. `clock` holds the present instant."""

    client: TestClient
    ledger: Ledger
    settings: Settings
    clock: list[str] = field(default_factory=lambda: [NOW])
    told: int = 0

    @property
    def site(self) -> Site:
        """The site itself."""
        site: Site = self.client.app.state.site  # type: ignore[attr-defined]
        return site

    def begin_again(self) -> None:
        """Another browser at the first moment, with fresh shares and without stories."""
        self.clock[:] = [NOW]
        self.client.cookies.clear()
        object.__setattr__(self.site, "fairness", Fairness(self.settings))
        with self.ledger.writing() as connection:
            for table in (reuses, notices, link_uses, checked_links):
                connection.execute(delete(table))

    def get(self, address: str, **more: Any) -> Response:
        """A page."""
        return self.client.get(address, **more)

    def post(self, page: str, action: str = "", **typed: object) -> Response:
        """Sends a form of a page with its proof, to the page's own address where no other is named."""
        found = _PROOF.search(self.client.get(page).text) or _PROOF.search(self.client.get("/sign-in").text)
        return self.client.post(action or page, data={"proof": found[1] if found else "", **typed})

    def sent(self, said: Content = SAID, *, email: str = "") -> Filed:
        """A story at which an operator is asked to look."""
        self.told += 1
        with self.ledger.writing() as connection:
            filed = begin_story(connection, said, token=f"{self.told:043}", email=email, now=NOW)
            send_story(connection, filed, now=NOW)
            return must_file(connection, filed.story.id)

    def shown(self, said: Content = SAID, *, email: str = "", featured: bool = False) -> Filed:
        """A story that everybody may read."""
        filed = self.sent(said, email=email)
        judge = Judge(who=OPERATOR, now=self.clock[0], vocabulary=self.site.vocabulary)
        with self.ledger.writing() as connection:
            reuse_deeds.approve(connection, filed, judge)
            if featured:
                reuse_deeds.feature(connection, must_file(connection, filed.story.id), judge, featured=True)
            return must_file(connection, filed.story.id)

    def mails(self, to: str) -> list[dict[str, Any]]:
        """What was written to somebody, oldest first."""
        wanted = select(notices.c.body).where(notices.c.target == to).order_by(notices.c.id)
        with self.ledger.reading() as connection:
            return list(connection.scalars(wanted))

    def sign_in(self, email: str = OPERATOR) -> None:
        """Signs the browser in."""
        assert self.post("/sign-in", email=email).status_code == 303
        found = _LINK.search(self.mails(email)[-1]["text"])
        assert found
        assert self.post(found[1]).status_code == 303


def shown(response: Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@contextmanager
def open_stories(folder: Path) -> Iterator[Stories]:
    """The site over a new ledger with the made-up catalogue."""
    limits = {"check_limit": "60/hour", "mail_limit": "60/hour", "change_limit": "900/hour"}
    settings = Settings(base=BASE, home=folder, operators=(OPERATOR,), **limits)
    ledger, clock = open_ledger(f"sqlite:///{folder / 'ledger.db'}"), [NOW]
    fill(ledger)
    app = build_app(
        settings,
        ledger=ledger,
        store=open_store("memory:"),
        index=open_index("memory:"),
        vocabulary=load_vocabulary(),
        now=lambda: clock[0],
    )
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield Stories(client=client, ledger=ledger, settings=settings, clock=clock)
