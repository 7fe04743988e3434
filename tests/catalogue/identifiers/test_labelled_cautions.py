"""Tables that call for caution, and many more that do not: what is told of each by the names of its columns."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from catalogue.columns.table import Column, Source, Table
from catalogue.identifiers.caution import cautions_of
from catalogue.identifiers.detecting import Seen, detect
from catalogue.identifiers.traits import traits_of
from vocab import load_vocabulary

LINES = Path(__file__).with_name("cautioned.csv").read_text(encoding="utf-8").splitlines()
ROWS = [
    pytest.param(row["columns"].split(";"), row["caution"], id=row["title"])
    for row in csv.DictReader(line for line in LINES if not line.startswith("#"))
]


@pytest.mark.parametrize(("names", "caution"), ROWS)
def test_a_table_calls_for_the_caution_that_people_see_in_it(
    names: list[str], caution: str, request: pytest.FixtureRequest
) -> None:
    seen = [Seen(name) for name in names]
    columns = (
        Column(name=one.name, traits=traits_of(one), detections=found)
        for one, found in zip(seen, detect(seen, load_vocabulary()), strict=True)
    )
    table = Table(source=Source.METADATA, columns=tuple(columns))
    told = [one.code for one in cautions_of([table], about=request.node.callspec.id)]
    assert (told or [""])[0] == caution
