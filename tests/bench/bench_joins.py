"""Joins in a made-up ledger: how long those of one dataset take where very many hold a kind.

The mix of kinds is made up; three datasets of ten hold a postcode, and one of five is a copy of others.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench_line import Line, Size, cpu_of
from sqlalchemy import Connection, insert, select

from catalogue.entry import mint_id
from catalogue.joins.facts import JoinFacts, from_columns
from catalogue.joins.nearness import surroundings_of
from catalogue.ledger.columns_schema import dataset_identifiers, dataset_tables
from catalogue.ledger.holders import count_holders
from catalogue.ledger.joins import Subject, joins_of
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.schema import cluster_members, entries, portals
from vocab import Vocabulary, load_vocabulary

_SHARES = {
    "postcode": 0.3,
    "gss-lad": 0.3,
    "gss-ward": 0.25,
    "easting": 0.2,
    "gss-lsoa": 0.15,
    "uprn": 0.1,
    "usrn": 0.05,
    "company-number": 0.05,
    "school-urn": 0.02,
}
_COUNCILS = ("E06", "E07", "E08", "E09", "S12", "W06")
_ASKED = 200
_TOLD = ("areas", "years", "themes", "licence", "openness", "modified")


def join_lines(folder: Path, size: Size) -> list[Line]:
    """The joins of one dataset by all its kinds, and counting who holds each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary, many = load_vocabulary(), size.scale[len(size.scale) // 2]
    with closing(open_ledger(f"sqlite:///{folder / 'ledger.db'}")) as ledger:
        with ledger.writing() as connection:
            _fill(connection, many, vocabulary)
        with ledger.reading() as connection:
            counting, holders = cpu_of(lambda: count_holders(connection))
            taken = []
            for subject in _subjects(connection, vocabulary):
                seconds, _ = cpu_of(lambda asked=subject: joins_of(connection, asked, holders))  # type: ignore[misc]
                taken.append(seconds * 1000)
    p95 = sorted(taken)[int(len(taken) * 0.95)]
    return [
        Line(
            name=f"joins of a dataset, {many:,} datasets of which {holders.datasets['postcode']:,} hold a postcode",
            measured=f"{statistics.median(taken):.1f} ms of CPU (p95 {p95:.1f})",
            aim="p95 ≤ 10 ms",
            rounds=len(taken),
            met=p95 <= 10,
        ),
        Line(
            name="counting who holds each kind, once a minute at most", measured=f"{counting * 1000:.0f} ms"
        ),
    ]


def _fill(connection: Connection, many: int, vocabulary: Vocabulary) -> None:
    chance = random.Random(1)  # noqa: S311 - a made-up catalogue, the same each time
    areas = [one.code for one in vocabulary.schemes["place"].concepts if one.code[:3] in _COUNCILS]
    connection.execute(
        insert(portals).values(
            id=1, slug="bench", title="Bench", kind="ckan", address="https://bench.example", added=""
        )
    )
    lines: tuple[list[dict[str, object]], ...] = ([], [], [], [])
    for number in range(many):
        identifier, area = mint_id("bench", str(number)), chance.choice(areas)
        kinds = [kind for kind, share in _SHARES.items() if chance.random() < share]
        copied = number % 10 < 2
        common = {"entry_id": identifier, "portal": "bench", "publisher": f"body-{number % 400}"}
        lines[0].append(_entry(identifier, number))
        lines[1].append(
            {
                "entry_id": identifier,
                "portal": "bench",
                "first_seen": "",
                "says_copy": False,
                "size": 1,
                "cluster": f"c{number // 5}" if copied else "",
                "standing": number % 5 if copied else 0,
            }
        )
        year = chance.randint(2010, 2024)
        told = {"areas": area, "years": f"{year}-{year + 2}", "themes": "ENVI", "openness": "open"}
        lines[2].append({**common, **told, "body": b"", "columns": len(kinds), "modified": f"{year}-06-01"})
        for kind in kinds:
            sketch = chance.randbytes(1600) if chance.random() < 0.5 else None
            held = {"kind": kind, "column": kind, "confidence": 0.9, "rule": "name", "reason": ""}
            lines[3].append({**common, **held, "area": area, "sketch": sketch})
    for table, rows in zip(
        (entries, cluster_members, dataset_tables, dataset_identifiers), lines, strict=True
    ):
        connection.execute(insert(table), rows)


def _entry(identifier: str, number: int) -> dict[str, object]:
    return {
        "id": identifier,
        "portal_id": 1,
        "key": str(number),
        "state": "live",
        "title": f"Dataset {number}",
        "digest": "",
        "change": number + 1,
        "first_seen": "",
        "last_changed": "",
        "last_run": 1,
    }


def _subjects(connection: Connection, vocabulary: Vocabulary) -> Iterator[Subject]:
    wanted = select(dataset_tables).where(dataset_tables.c.columns > 0).order_by(dataset_tables.c.entry_id)
    for row in connection.execute(wanted.limit(_ASKED)).mappings().all():
        facts: JoinFacts = from_columns(row["publisher"], [row[name] for name in _TOLD])
        yield Subject(
            id=row["entry_id"], facts=facts, places=surroundings_of(facts.areas, vocabulary), cluster=""
        )
