"""The columns of datasets and the identifiers in them: what portals say and samples show, as the ledger keeps it.

They follow the numbered changes with a mark of their own; whoever samples files tells of its datasets himself
(`refresh_columns`). What has changed of a dataset stands in the news, so that store and index show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from struct import pack, unpack
from typing import Any, Final

import orjson
from sqlalchemy import Connection, RowMapping, delete, insert, select

from catalogue import columns, identifiers, joins
from catalogue.columns.holding import Held, held_in
from catalogue.columns.said import may_tell
from catalogue.columns.table import Rule, Table, pack_tables, to_table
from catalogue.columns.telling import tell_tables
from catalogue.entry import Entry
from catalogue.joins.facts import JoinFacts, facts_of, to_columns
from catalogue.ledger.cautions import caution_columns
from catalogue.ledger.chunks import chunks
from catalogue.ledger.columns_schema import dataset_identifiers, dataset_tables
from catalogue.ledger.following import begin_anew, follow, form_of
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import Topic, tell_news
from catalogue.ledger.samples import ask_anew, samples_of
from catalogue.ledger.schema import changes, entries
from catalogue.snapshot import squeeze, unpack_entry, unsqueeze
from vocab import Vocabulary, load_vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

_MARK: Final = "columns"
_FORM: Final = "columns-form"  # of what tells identifiers
_BATCH: Final = 1000


def follow_columns(ledger: Ledger, *, anew: bool = False) -> None:
    """Brings tables and identifiers up to the ledger's last change; `anew`, or when the rules that tell identifiers are
    others than they were, those of every dataset."""
    begin_anew(ledger, (_MARK,), form=(_FORM, _form()), anew=anew, with_it=ask_anew)
    follow(ledger, _MARK, _follow, batch=_BATCH)


def refresh_columns(connection: Connection, entry_ids: Iterable[str], vocabulary: Vocabulary) -> None:
    """Works out anew what is told of the columns of some datasets, and tells the news of those where it changed."""
    for chunk in chunks(sorted(set(entry_ids))):
        wanted = (
            select(changes.c.entry_id, changes.c.snapshot)
            .join(entries, entries.c.change == changes.c.n)
            .where(entries.c.state != "withdrawn", entries.c.id.in_(chunk))
        )
        held = {row.entry_id: row.snapshot for row in connection.execute(wanted)}
        _write(connection, {one: held.get(one) for one in chunk}, vocabulary)


def tables_of(connection: Connection, entry_id: str) -> tuple[Table, ...]:
    """The tables of one dataset: those that its portal tells of, then those that were sampled."""
    return columns_of_many(connection, (entry_id,)).get(entry_id, ())


def known_tables(connection: Connection, entry: Entry, vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The tables of one dataset; where the ledger has none of it, since it was withdrawn or has only just come, those
    that its description tells of."""
    return tables_of(connection, entry.id) or tell_tables(entry.dataset, (), vocabulary)


def columns_of_many(connection: Connection, entry_ids: Sequence[str]) -> dict[str, tuple[Table, ...]]:
    """The tables of those of some datasets of which any are known, by identifier."""
    rows = _rows(
        connection, select(dataset_tables.c.entry_id, dataset_tables.c.body), dataset_tables, entry_ids
    )
    return {row["entry_id"]: _unpacked(row["body"]) for row in rows}


def identifiers_of(connection: Connection, entry_id: str) -> tuple[Held, ...]:
    """The kinds of identifier that one dataset holds, the surest first."""
    rows = _rows(connection, select(dataset_identifiers), dataset_identifiers, (entry_id,))
    return tuple(sorted(map(to_held, rows), key=lambda one: (-one.confidence, one.kind)))


def to_held(row: RowMapping) -> Held:
    """A line of `dataset_identifiers` as what it says."""
    return Held(
        kind=row["kind"],
        file=row["file"],
        column=row["column"],
        confidence=row["confidence"],
        rule=Rule(row["rule"]),
        reason=row["reason"],
        sketch=read_sketch(row["sketch"]),
    )


def read_sketch(body: bytes | None) -> tuple[int, ...]:
    """The digests of a sketch, as a line keeps them: eight bytes each; none where nothing was sampled."""
    return unpack(f">{len(body) // 8}Q", body) if body else ()


def _follow(connection: Connection, rows: Sequence[RowMapping]) -> None:
    bodies = {row["entry_id"]: row["snapshot"] if row["kind"] != "withdrawn" else None for row in rows}
    _write(connection, bodies, load_vocabulary())


def _write(connection: Connection, bodies: Mapping[str, bytes | None], vocabulary: Vocabulary) -> None:
    """Writes the tables and identifiers of some datasets from their snapshots (None: withdrawn, or gone)."""
    packed = {one: unsqueeze(body) for one, body in bodies.items() if body is not None}
    sampled = samples_of(connection, list(packed))
    shown = {one: unpack_entry(body) for one, body in packed.items() if one in sampled or may_tell(body)}
    told = {
        one: found
        for one, entry in shown.items()
        if (found := tell_tables(entry.dataset, sampled.get(one, ()), vocabulary))
    }
    facts = {one: facts_of(shown[one].dataset, vocabulary) for one in told}
    tables = {one: _table_line(shown[one], found, facts[one]) for one, found in told.items()}
    held = {one: _held_lines(shown[one], found, facts[one]) for one, found in told.items()}
    moved = _replace(connection, dataset_tables, bodies, {one: [line] for one, line in tables.items()})
    moved |= _replace(connection, dataset_identifiers, bodies, held)
    tell_news(connection, moved, Topic.COLUMNS)


def _table_line(entry: Entry, tables: Sequence[Table], facts: JoinFacts) -> dict[str, Any]:
    return {
        "entry_id": entry.id,
        "portal": entry.portal,
        "publisher": facts.publisher,
        "body": squeeze(pack_tables(tables)),
        "columns": sum(len(table.columns) for table in tables),
        **caution_columns(tables, entry.dataset),
        **to_columns(facts),
    }


def _held_lines(entry: Entry, tables: Sequence[Table], facts: JoinFacts) -> list[dict[str, Any]]:
    return [
        {
            "entry_id": entry.id,
            "kind": one.kind,
            "file": one.file,
            "column": one.column,
            "confidence": one.confidence,
            "rule": one.rule.value,
            "reason": one.reason,
            "portal": entry.portal,
            "publisher": facts.publisher,
            "area": facts.areas[0] if facts.areas else "",
            "sketch": pack(f">{len(one.sketch)}Q", *one.sketch) if one.sketch else None,
        }
        for one in held_in(tables)
    ]


def _replace(
    connection: Connection, table: Any, identifiers: Iterable[str], lines: Mapping[str, list[dict[str, Any]]]
) -> set[str]:
    """Puts lines in the place of those that datasets have, where they differ; returns the datasets where they did."""
    wanted = list(identifiers)
    before: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(connection, select(table), table, wanted):
        before.setdefault(row["entry_id"], []).append(dict(row))
    moved = {one for one in wanted if _in_order(before.get(one, ())) != _in_order(lines.get(one, ()))}
    for chunk in chunks(sorted(moved & before.keys())):
        connection.execute(delete(table).where(table.c.entry_id.in_(chunk)))
    if fresh := [line for one in sorted(moved) for line in lines.get(one, ())]:
        connection.execute(insert(table), fresh)
    return moved


def _in_order(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: str(line.get("kind", "")))


def _unpacked(body: bytes) -> tuple[Table, ...]:
    return tuple(map(to_table, orjson.loads(unsqueeze(body))))


def _rows(
    connection: Connection, wanted: Any, table: Any, identifiers: Sequence[str]
) -> Iterator[RowMapping]:
    for chunk in chunks(identifiers):
        yield from connection.execute(wanted.where(table.c.entry_id.in_(chunk))).mappings()


@cache
def _form() -> int:
    """What tables and identifiers depend on beside snapshots and samples, as a number that is not nought."""
    folders = (Path(package.__path__[0]) for package in (columns, identifiers))
    files = sorted(file for folder in folders for file in folder.iterdir() if file.is_file())
    files += [
        Path(joins.__path__[0]) / "facts.py",
        SCHEMES_FOLDER / "identifier.ttl",
        SCHEMES_FOLDER.parent / "rules" / "identifiers.py",
    ]
    return form_of(files)
