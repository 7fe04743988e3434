"""Tables of columns as JSON and back."""

from __future__ import annotations

import orjson

from catalogue.columns.table import Column, Detection, Rule, Source, Table, pack_tables, to_table

DETECTION = Detection(
    kind="uprn", confidence=0.95, rule=Rule.NAME, reason="It is called UPRN.", sketch=(1, 2)
)
COLUMN = Column(
    name="UPRN",
    title="Property",
    datatype="integer",
    description="Which property.",
    missing=0.0,
    examples=("a", "b"),
    traits=("person",),
    detections=(DETECTION,),
)
TABLE = Table(
    source=Source.SAMPLE,
    columns=(COLUMN, Column(name="")),
    file="1",
    url="https://council.example/a.csv",
    at="2026-11-29T00:00:00Z",
    encoding="utf-8",
    separator=",",
    header=1,
    rows=200,
    whole=True,
)


def test_what_is_packed_is_read_again() -> None:
    held = orjson.loads(pack_tables([TABLE, Table(source=Source.METADATA, columns=())]))
    assert [to_table(one) for one in held] == [TABLE, Table(source=Source.METADATA, columns=())]
    assert "datatype" not in held[0]["columns"][1]
