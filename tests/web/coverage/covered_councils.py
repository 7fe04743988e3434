"""Councils of the real list with made-up datasets, for the pages that tell what they must publish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from made_up_catalogue import NOW, Builder, serve, text
from sqlalchemy import insert, update
from starlette.applications import Starlette

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.quality_schema import score_days
from catalogue.ledger.scoring import Scorer
from catalogue.model import Agent, Dataset, Distribution
from catalogue.values import Term, Typed
from vocab import load_vocabulary

XSD = "http://www.w3.org/2001/XMLSchema#"
EVIL = "<script>alert('x')</script>"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
_CSV = "http://publications.europa.eu/resource/authority/file-type/CSV"

EARLIER = {
    "subject": "organisation",
    "name": "camden",
    "day": "2026-11-01",
    "datasets": 5,
    "published": 120.0,
    "here": 140.0,
}
"""What the means of one were before."""

LATEST = 230.0
"""The mean of it as published: the entries here were made without the words of a portal."""

COUNCILS = {
    "camden": ("London Borough of Camden", ("Trees in parks",)),
    "barnet": ("London Borough of Barnet", ("Spend over £500 Q2 2026", "Libraries", "Car parks")),
    "brent": ("London Borough of Brent", ("Libraries", "Allotments", "Pay multiple 2025/26")),
    "islington": ("London Borough of Islington", ("Libraries", "Allotments")),
    "cardiff": ("Cardiff Council", ("Gwariant dros £500", "Libraries")),
    "ashcombe-borough-council": ("Ashcombe Borough Council", ("Constitution", EVIL)),
}


def camden() -> tuple[Dataset, ...]:
    """One of each standing: recent, old, of no date; overdue, on time, and what nobody can tell."""
    return (
        _dataset("Payments over £500 July to September 2026", modified="2026-10-20", frequency="QUARTERLY"),
        _dataset("Payments over £500 2022/23", modified="2023-05-02", frequency="QUARTERLY"),
        _dataset("Senior salaries 2022/23", modified="2026-11-01"),
        _dataset("Organisation chart", licence=""),
        _dataset(f"Contracts register {EVIL}", modified="2026-11-02", frequency="MONTHLY"),
        _dataset("Cycle parking", modified="2026-11-02", frequency="MONTHLY"),
    )


def open_councils(folder: Path) -> Starlette:
    """The site over these councils."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    fill_councils(ledger)
    Scorer(ledger, load_vocabulary(), NOW).follow()
    with ledger.writing() as connection:
        connection.execute(insert(score_days).values(**EARLIER))
        latest = (score_days.c.name == "camden") & (score_days.c.day == NOW[:10])
        connection.execute(update(score_days).where(latest).values(published=LATEST))
    return serve(ledger, folder)


def fill_councils(ledger: Ledger) -> None:
    """The datasets of all of them, at one portal."""
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("leeds", "A portal of many councils")
        for slug, (name, titles) in COUNCILS.items():
            publisher = Agent(slug=slug, name=text(name))
            more = camden() if slug == "camden" else ()
            made = (*more, *(_dataset(title) for title in titles))
            for number, dataset in enumerate(made):
                builder.dataset(portal, run, f"{slug}-{number}", replace(dataset, publisher=publisher))


def _dataset(title: str, *, modified: str = "", frequency: str = "", licence: str = OGL) -> Dataset:
    """Made-up: a dataset with what its standing is told by."""
    return Dataset(
        title=text(title),
        modified=Typed(modified, f"{XSD}date") if modified else None,
        accrual_periodicity=Term(frequency, _FREQUENCY + frequency) if frequency else None,
        license=Term("licence", licence) if licence else None,
        distribution=(Distribution(key="csv", format=Term("csv", _CSV)),),
    )
