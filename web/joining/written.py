"""Joins for programs: plain JSON, a table, and RDF that tells each as a dcat:Relationship.

https://www.w3.org/TR/vocab-dcat-3/#Class:Relationship
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.ledger.cautions import Cautioned
from catalogue.writing import link, literal
from vocab import Vocabulary
from vocab.namespaces import DCAT, DCT, RDF, STOOK
from web.addresses import Addresses
from web.joining.rows import JoinLine, JoinRow, JoinsPart, StepRow
from web.schema import COUNT, STRING, TEXT_OR_NULL, TRUTH, every, or_null, record
from web.tables import Member, Statement, collection_triples, to_table_csv

STEP_SCHEMA = record(
    source=STRING,
    target=STRING,
    lookup=STRING,
    publisher=STRING,
    licence=TEXT_OR_NULL,
    link=STRING,
    loses=STRING,
)
_BY = record(
    kind=STRING,
    name=STRING,
    column=STRING,
    count=COUNT,
    joins=STRING,
    inbound=TRUTH,
    steps=every(STEP_SCHEMA),
)
_JOIN = record(
    "Join",
    kind=STRING,
    id=STRING,
    iri=STRING,
    title=STRING,
    publisher=TEXT_OR_NULL,
    own_column=STRING,
    column=STRING,
    area=STRING,
    years=TEXT_OR_NULL,
    why=STRING,
    sampled=TEXT_OR_NULL,
    licence=STRING,
    combine=STRING,
    caution=TRUTH,
)
JOINS_SCHEMA = record(
    "Joins",
    id=STRING,
    iri=STRING,
    title=STRING,
    by=or_null(_BY),
    identifiers=every(_BY),
    lookups=every(_BY),
    total=COUNT,
    joins=every(_JOIN),
    next=TEXT_OR_NULL,
)
BRIEF_SCHEMA = every(record(kind=STRING, column=STRING, count=COUNT, joins=STRING))
CAUTION_SCHEMA = or_null(
    record(
        reasons=every(record(code=STRING, kind=STRING, column=STRING, reason=STRING)),
        answer=or_null(record(decision=STRING, note=TEXT_OR_NULL, on=STRING)),
    )
)
_COLUMNS = tuple(_JOIN["properties"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldJoins:
    """What is told at one address: of one kind (`line`) or of all (`part`); `following` is the next page, if any."""

    id: str
    title: str
    part: JoinsPart
    line: JoinLine | None
    following: str | None = None

    @property
    def lines(self) -> Sequence[JoinLine]:
        """The lines that have datasets."""
        return (self.line,) if self.line else self.part.lines


def joins_json(told: ToldJoins, iris: Addresses) -> dict[str, object]:
    """The joins of a dataset."""
    return {
        "id": told.id,
        "iri": iris.dataset(told.id),
        "title": told.title,
        "by": _by(told.line, iris) if told.line else None,
        "identifiers": [_by(one, iris) for one in told.part.lines],
        "lookups": [_by(one, iris) for one in told.part.ways],
        "total": told.line.count if told.line else sum(one.count for one in told.part.lines),
        "joins": _rows(told, iris),
        "next": told.following,
    }


def brief_json(part: JoinsPart, iris: Addresses) -> list[dict[str, object]]:
    """What a dataset's own JSON says of its joins."""
    return [
        {"kind": one.kind, "column": one.ours, "count": one.count, "joins": iris.base + one.link}
        for one in part.lines
    ]


def caution_json(told: Cautioned | None) -> dict[str, object] | None:
    """Why joining a dataset calls for caution, and what its publisher has said of that; never by whom."""
    if told is None:
        return None
    decided = told.decided
    return {
        "reasons": [
            {"code": one.code, "kind": one.kind, "column": one.column, "reason": one.reason}
            for one in told.cautions
        ],
        "answer": {
            "decision": decided.decision.value,
            "note": decided.note or None,
            "on": decided.at[:10],
        }
        if decided
        else None,
    }


def step_json(step: StepRow) -> dict[str, object]:
    """A lookup, its ends by their codes."""
    return {
        "source": step.source_code,
        "target": step.target_code,
        "lookup": step.lookup,
        "publisher": step.publisher,
        "licence": step.licence or None,
        "link": step.link,
        "loses": step.loses,
    }


def joins_csv(told: ToldJoins, iris: Addresses) -> bytes:
    """A line a dataset and kind."""
    return to_table_csv(_COLUMNS, _rows(told, iris))


def joins_triples(told: ToldJoins, iris: Addresses, vocabulary: Vocabulary, here: str) -> bytes:
    """The datasets that join, and by which columns of which kind."""
    rows = [(line, row) for line in told.lines for row in line.rows]
    members = [
        Member(iri=iris.dataset(row.id), kind=DCAT.Dataset, name=row.title, named=DCT.title)
        for _, row in rows
    ]
    unique = list({one.iri: one for one in members}.values())
    return collection_triples(
        here, f"What “{told.title}” joins with", unique, _relationships(told, rows, iris, vocabulary)
    )


def _relationships(
    told: ToldJoins, rows: Sequence[tuple[JoinLine, JoinRow]], iris: Addresses, vocabulary: Vocabulary
) -> Iterator[Statement]:
    own = link(iris.dataset(told.id))
    for line, row in rows:
        node = link(f"{iris.joins(told.id, line.kind)}#{row.id}")
        yield own, DCAT.qualifiedRelation, node
        yield node, RDF.type, link(DCAT.Relationship)
        yield node, DCT.relation, link(iris.dataset(row.id))
        if concept := vocabulary.find("identifier", line.kind):
            yield node, DCAT.hadRole, link(concept.iri)
        yield node, STOOK.ownColumn, literal(line.ours)
        yield node, STOOK.columnName, literal(row.theirs)
        yield node, DCT.description, literal(row.why, "en")


def _by(line: JoinLine, iris: Addresses) -> dict[str, object]:
    return {
        "kind": line.kind,
        "name": line.name,
        "column": line.ours,
        "count": line.count,
        "joins": iris.base + line.link,
        "inbound": line.inbound,
        "steps": [step_json(one) for one in line.steps],
    }


def _rows(told: ToldJoins, iris: Addresses) -> list[dict[str, object]]:
    return [_row(line, row, iris) for line in told.lines for row in line.rows]


def _row(line: JoinLine, row: JoinRow, iris: Addresses) -> dict[str, object]:
    return {
        "kind": line.kind,
        "id": row.id,
        "iri": iris.dataset(row.id),
        "title": row.title,
        "publisher": row.publisher or None,
        "own_column": line.ours,
        "column": row.theirs,
        "area": row.near,
        "years": row.years or None,
        "why": row.why,
        "sampled": row.shared or None,
        "licence": row.licence,
        "combine": row.combine,
        "caution": row.cautious,
    }
