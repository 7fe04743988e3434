"""A made-up portal and runs of it, for tests of the ledger and of what follows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from catalogue.clock import shifted
from catalogue.comparison import Verdict
from catalogue.entry import Entry, Mapping, mint_id
from catalogue.finding import Finding, Severity
from catalogue.ledger.commit import Ending, commit_run
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.portals import add_portal
from catalogue.ledger.runs import Ask, OpenRun, Staged, add_asks, open_run, stage
from catalogue.ledger.schema import changes, entries
from catalogue.model import Agent, Dataset, Distribution
from catalogue.portal import Portal
from catalogue.quarantine import filled_of
from catalogue.snapshot import pack_entry, squeeze
from catalogue.values import Term, Text, Typed

NOW = "2026-11-22T09:00:00Z"
LEEDS = Portal(slug="leeds", title="Leeds", kind="ckan", address="https://data.leeds.test")
MAPPER = "1-abc"


def later(days: float) -> str:
    """An instant some days after NOW."""
    return shifted(NOW, timedelta(days=days))


def finding(code: str, *, rejected: bool = False) -> Finding:
    """A warning by some rule."""
    return Finding(code=code, severity=Severity.WARNING, message=f"{code}.", fix="Fix it.", rejected=rejected)


def read(
    key: str,
    title: str = "",
    *found: Finding,
    portal: str = "leeds",
    digest: str = "",
    addresses: tuple[str, ...] = (),
    licence: str = "",
    issued: str = "",
    position: int = 0,
) -> Staged:
    """A record that was read; the same key and title always settle to the same entry."""
    title = title or f"About {key}"
    publisher = Agent(slug="leeds-city-council", name=(Text("Leeds City Council"),))
    entry = Entry(
        id=mint_id(portal, key),
        portal=portal,
        key=key,
        source=f"https://data.leeds.test/{key}",
        dataset=Dataset(
            title=(Text(title),),
            publisher=publisher,
            license=Term(licence) if licence else None,
            issued=Typed(issued) if issued else None,
            distribution=tuple(Distribution(access_url=(address,)) for address in addresses),
        ),
        mappings=(
            Mapping(property="theme", word="Roads", iri="urn:x:TRAN", how="label"),
            Mapping(property="theme", word="Oddities"),
        ),
    )
    return Staged(
        key=key,
        outcome="read",
        digest=digest or f"{title}{addresses}{licence}{issued}",
        media_type="application/json",
        source=entry.source,
        body=squeeze(title.encode()),
        entry=squeeze(pack_entry(entry)),
        title=title,
        publisher="leeds-city-council",
        publisher_name="Leeds City Council",
        position=position,
        filled=filled_of(entry.dataset),
        findings=found,
    )


def same(key: str) -> Staged:
    """A record that is the one held, unchanged."""
    return Staged(key=key, outcome="same")


def rejected(key: str) -> Staged:
    """A record that is there and cannot be read."""
    return Staged(key=f"rejected:{key}", outcome="rejected", findings=(finding("unreadable", rejected=True),))


def remark(text: str = "odd-page") -> Staged:
    """Something about a page."""
    return Staged(key=f"remark:{text}", outcome="remark", findings=(finding(text),))


@dataclass(slots=True)
class Field:
    """A ledger with one portal, and how its runs go."""

    ledger: Ledger
    portal: Portal = LEEDS
    asked: int = field(default=0)

    def begin(self, *, now: str = NOW, owner: str = "here:1", **more: Any) -> OpenRun:
        """A run that has begun, or goes on."""
        with self.ledger.writing() as connection:
            return open_run(connection, self.portal.slug, now=now, owner=owner, mapper=MAPPER, **more)

    def stage(self, run: OpenRun, *staged: Staged, page: str = "", now: str = NOW) -> None:
        """A page of records."""
        self.asked += 1
        page = page or f"page{self.asked}"
        with self.ledger.writing() as connection:
            add_asks(
                connection, run, [Ask(fingerprint=page, url=f"https://data.leeds.test/{page}", request={})]
            )
            stage(connection, run, staged, page=page, now=now)

    def end(self, run: OpenRun, verdict: Verdict = Verdict.COMPLETE, *, now: str = NOW) -> Counter[str]:
        """The commit."""
        ending = Ending(verdict=verdict, sentence=f"It was {verdict.value}.", counts={"read": 0})
        with self.ledger.writing() as connection:
            return commit_run(connection, run, ending, now=now)

    def run(self, *staged: Staged, verdict: Verdict = Verdict.COMPLETE, now: str = NOW) -> Counter[str]:
        """A whole run of one page; what it counted."""
        run = self.begin(now=now)
        self.stage(run, *staged, now=now)
        return self.end(run, verdict, now=now)

    def states(self) -> dict[str, str]:
        """The state of each dataset, by key."""
        with self.ledger.reading() as connection:
            return {key: state for key, state in connection.execute(select(entries.c.key, entries.c.state))}

    def identifiers(self) -> dict[str, str]:
        """The identifier of each dataset, by key."""
        with self.ledger.reading() as connection:
            return {key: name for key, name in connection.execute(select(entries.c.key, entries.c.id))}

    def sequence(self) -> list[tuple[int, str]]:
        """Number and kind of every change, oldest first."""
        with self.ledger.reading() as connection:
            rows = connection.execute(select(changes.c.n, changes.c.kind).order_by(changes.c.n))
            return [(n, kind) for n, kind in rows]


def field_of(ledger: Ledger, portal: Portal = LEEDS) -> Field:
    """A ledger in which the portal is registered."""
    with ledger.writing() as connection:
        add_portal(connection, portal, now=NOW)
    return Field(ledger, portal)
