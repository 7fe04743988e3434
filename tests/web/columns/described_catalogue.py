"""A made-up catalogue of datasets of which columns are told: by their portal, by samples, by both."""

from __future__ import annotations

import hashlib
from pathlib import Path

from made_up_catalogue import Builder, serve, text
from sqlalchemy import insert
from starlette.applications import Starlette

from catalogue.columns.table import Column, Detection, Rule, Source, Table, pack_tables
from catalogue.entry import mint_id
from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.ledger import open_ledger
from catalogue.model import Agent, Dataset, Distribution
from catalogue.values import Term

EVIL = '<script>alert("x")</script>'
FILE = "https://files.example/trees.csv"
TREES, WIDE, BARE, SEEN = (mint_id("leeds", key) for key in ("trees", "wide", "bare", "seen"))
FORMAT = "http://publications.europa.eu/resource/authority/file-type/CSV"
FOUND = Detection(
    kind="uprn", confidence=0.98, rule=Rule.VALUES, reason="All 40 values look like UPRNs.", sketch=(7,)
)
DESCRIBED = Table(
    source=Source.METADATA,
    columns=(
        Column(
            name="species", title="Kind of tree", datatype="string", description=f"What grows there {EVIL}"
        ),
        Column(name="felled", datatype="date"),
    ),
)
SAMPLED = Table(
    source=Source.SAMPLE,
    columns=(
        Column(name="Species", datatype="string", missing=0.125, examples=("Oak", EVIL)),
        Column(name="addr_ref", datatype="integer", missing=0.0, detections=(FOUND,)),
        Column(name=EVIL, datatype="", missing=1.0),
    ),
    file="csv",
    at="2026-11-20T10:00:00Z",
    encoding="windows-1252",
    separator=";",
    header=2,
    rows=40,
)


def open_described(folder: Path) -> Starlette:
    """The site over it."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    leeds = Agent(slug="leeds-city-council", name=text("Leeds City Council"))
    part = Distribution(
        key="csv", title=text("Trees as a table"), format=Term("csv", FORMAT), download_url=(FILE,)
    )
    wide = Table(source=Source.METADATA, columns=tuple(Column(name=f"column {n}") for n in range(90)))
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("leeds", "Data Mill North")
        for key, dataset in (
            ("trees", Dataset(title=text("Trees"), publisher=leeds, table=DESCRIBED, distribution=(part,))),
            ("wide", Dataset(title=text("Wide"), publisher=leeds, table=wide)),
            ("bare", Dataset(title=text("Bare"), publisher=leeds)),
            ("seen", Dataset(title=text("Seen"), publisher=leeds, distribution=(part,))),
        ):
            builder.dataset(portal, run, key, dataset)
        line = {"digest": hashlib.sha256(FILE.encode()).hexdigest(), "url": FILE, "host": "files.example"}
        made = connection.execute(
            insert(samples).values(line | {"state": "read", "body": pack_tables([SAMPLED])})
        )
        assert made.inserted_primary_key
        number = made.inserted_primary_key[0]
        for name in (TREES, SEEN):
            use = {"sample_id": number, "entry_id": name, "file": "csv", "portal": "leeds"}
            connection.execute(insert(sample_uses).values(use))
    return serve(ledger, folder)
