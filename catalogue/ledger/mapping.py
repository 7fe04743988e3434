"""How well the catalogue understands its portals: counts per property, and the words that nobody knows.

The counts follow the numbered changes, as store and index do: a mark says up to which change they are counted, and
each transaction moves the mark together with what it counted. So a killed process leaves them late, never wrong,
and whoever projects next counts on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from catalogue.counting import REPORTED, WHOLE, Count, EntryCount, count_entry, is_plain
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.schema import changes, entries, marks, property_counts, unknown_words
from catalogue.snapshot import unsqueeze

_MARK = "mapping"
_BATCH = 1000
_COUNTED = ("datasets", "published", "mapped", "unmatched", "custom")
_NOTHING = (0, 0, 0, 0, 0)
_REPORTED = frozenset(REPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyCount:
    """How one property fares at one portal. `total` is the portal's number of datasets and `datasets` how many of
    them say the property as published. Of the values `published`, `mapped` were read as a concept, a date or a place
    (`custom` of them as the portal's own terms) and `unmatched` by nobody. A `plain` property needs no reading, as a
    title: each of its values is mapped by standing where it stands.
    """

    portal: str
    property: str
    published: int
    mapped: int
    unmatched: int
    datasets: int
    custom: int
    total: int
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedWord:
    """A word that nobody knows: how often it stands in how many datasets, and the slugs of their portals."""

    property: str
    word: str
    values: int
    datasets: int
    portals: tuple[str, ...]


def mapping_report(connection: Connection, portal: str = "") -> tuple[PropertyCount, ...]:
    """Every property that DCAT-AP recommends, and every other that is mapped, for each portal (or only `portal`).

    By portal; within it in DCAT-AP's order first. As of the last projection.
    """
    columns = property_counts.c
    wanted = select(
        columns.portal,
        columns.property,
        *(columns[name] for name in _COUNTED),
    ).order_by(columns.portal, columns.property)
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for slug, name, *counts in connection.execute(
        wanted.where(columns.portal == portal) if portal else wanted
    ):
        found.setdefault(slug, {})[name] = tuple(counts)
    return tuple(one for slug, counted in found.items() for one in _report(slug, counted))


def _report(portal: str, counted: dict[str, tuple[int, ...]]) -> Iterable[PropertyCount]:
    total = counted.pop(WHOLE)[0]
    for name in (*REPORTED, *(name for name in counted if name not in _REPORTED)):
        datasets, published, mapped, unmatched, custom = counted.get(name, _NOTHING)
        yield PropertyCount(
            portal=portal,
            property=name,
            published=published,
            mapped=mapped,
            unmatched=unmatched,
            datasets=datasets,
            custom=custom,
            total=total,
            plain=is_plain(name),
        )


def unmatched_words(
    connection: Connection,
    *,
    portal: str = "",
    property: str = "",  # noqa: A002 - the model's name for it
    limit: int = 100,
    offset: int = 0,
) -> tuple[UnmatchedWord, ...]:
    """The words that nobody knows, most frequent first: the librarian's list of work. As of the last projection."""
    words = unknown_words.c
    total = func.sum(words.times)
    wanted = (
        select(words.property, words.word, total.label("times"), func.sum(words.datasets).label("datasets"))
        .group_by(words.property, words.word)
        .order_by(total.desc(), words.property, words.word)
        .limit(limit)
        .offset(offset)
    )
    if portal:
        wanted = wanted.where(words.portal == portal)
    if property:
        wanted = wanted.where(words.property == property)
    rows = connection.execute(wanted).all()
    bearers = _bearers(connection, [row.word for row in rows], portal)
    return tuple(
        UnmatchedWord(
            property=row.property,
            word=row.word,
            values=int(row.times),
            datasets=int(row.datasets),
            portals=tuple(bearers[row.property, row.word]),
        )
        for row in rows
    )


def _bearers(connection: Connection, found: Sequence[str], portal: str) -> dict[tuple[str, str], list[str]]:
    """The portals of some words, by property and word."""
    words = unknown_words.c
    bearers: dict[tuple[str, str], list[str]] = {}
    for start in range(0, len(found), _BATCH):
        wanted = select(words.property, words.word, words.portal).order_by(words.portal)
        wanted = wanted.where(words.word.in_(found[start : start + _BATCH]))
        for row in connection.execute(wanted.where(words.portal == portal) if portal else wanted):
            bearers.setdefault((row.property, row.word), []).append(row.portal)
    return bearers


def count_changes(ledger: Ledger, *, anew: bool = False) -> None:
    """Brings the counts up to the ledger's last change; `anew` counts everything that is shown again."""
    while True:
        with ledger.reading() as connection:
            mark = 0 if anew else _mark(connection)
            step = _afresh(connection) if mark == 0 else _since(connection, mark)
        if step.reached == mark and not anew:
            return
        with ledger.writing() as connection:
            _apply(connection, step, afresh=mark == 0)
        anew = False


@dataclass(slots=True)
class _Delta:
    """What changes in the counts between two numbers of the sequence."""

    before: int
    reached: int
    counts: dict[tuple[str, str], Count] = field(default_factory=dict)
    words: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    bearers: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, snapshot: bytes, sign: int) -> None:
        """Counts an entry in, or with a sign of -1 out."""
        told: EntryCount = count_entry(orjson.loads(unsqueeze(snapshot)))
        for name, count in told.properties.items():
            key = told.portal, name
            if key not in self.counts:
                self.counts[key] = Count()
            self.counts[key].add(count, sign)
        for (name, word), times in told.words.items():
            self.words[told.portal, name, word] += sign * times
            self.bearers[told.portal, name, word] += sign


def _mark(connection: Connection) -> int:
    return int(connection.scalar(select(marks.c.n).where(marks.c.name == _MARK)) or 0)


def _afresh(connection: Connection) -> _Delta:
    """Everything that is shown, as one difference from nothing."""
    delta = _Delta(_mark(connection), connection.scalar(select(func.max(changes.c.n))) or 0)
    shown = (
        select(changes.c.snapshot)
        .join(entries, entries.c.change == changes.c.n)
        .where(entries.c.state != "withdrawn")
    )
    for (snapshot,) in connection.execute(shown, execution_options={"yield_per": 500}):
        delta.add(snapshot, 1)
    return delta


def _since(connection: Connection, mark: int) -> _Delta:
    """What the next changes after a mark add, and what they replace."""
    wanted = select(changes).where(changes.c.n > mark).order_by(changes.c.n).limit(_BATCH)
    rows = connection.execute(wanted).all()
    last = {row.entry_id: row for row in rows}
    delta = _Delta(mark, rows[-1].n if rows else mark)
    for row in (*_replaced(connection, list(last), mark), *last.values()):
        if row.kind != "withdrawn":
            delta.add(row.snapshot, 1 if row.n > mark else -1)
    return delta


def _replaced(connection: Connection, identifiers: Sequence[str], mark: int) -> Sequence[Any]:
    """The change of each dataset that was its last one at a mark."""
    newest = (
        select(func.max(changes.c.n))
        .where(changes.c.entry_id.in_(identifiers), changes.c.n <= mark)
        .group_by(changes.c.entry_id)
    )
    return connection.execute(select(changes).where(changes.c.n.in_(newest))).all()


def _apply(connection: Connection, delta: _Delta, *, afresh: bool) -> None:
    """Writes a difference with its mark, unless another has moved the mark meanwhile."""
    held = select(marks.c.n).where(marks.c.name == _MARK).with_for_update()
    if (connection.scalar(held) or 0) != delta.before:
        return
    if afresh:
        connection.execute(delete(property_counts))
        connection.execute(delete(unknown_words))
    _merge(connection, property_counts, _COUNTED, _count_rows(delta))
    _merge(connection, unknown_words, ("times", "datasets"), _word_rows(delta))
    connection.execute(delete(marks).where(marks.c.name == _MARK))
    connection.execute(insert(marks).values(name=_MARK, n=delta.reached))


def _count_rows(delta: _Delta) -> list[dict[str, Any]]:
    return [
        {"key_portal": portal, "key_property": name}
        | {f"more_{one}": getattr(count, one) for one in _COUNTED}
        for (portal, name), count in delta.counts.items()
    ]


def _word_rows(delta: _Delta) -> list[dict[str, Any]]:
    return [
        {
            "key_portal": key[0],
            "key_property": key[1],
            "key_word": key[2],
            "more_times": times,
            "more_datasets": delta.bearers[key],
        }
        for key, times in delta.words.items()
        if times or delta.bearers[key]
    ]


def _merge(connection: Connection, table: Table, amounts: Sequence[str], rows: list[dict[str, Any]]) -> None:
    """Adds amounts to a table's rows. Three plain statements, since each database says "upsert" its own way."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    mine = and_(*(table.c[name] == bindparam(f"key_{name}") for name in keys))
    blank: list[ColumnElement[Any]] = [bindparam(f"key_{name}") for name in keys]
    blank += [literal(0) for _ in amounts]
    absent = select(*blank).where(~exists().where(mine))
    connection.execute(insert(table).from_select([*keys, *amounts], absent), rows)
    grown = {name: table.c[name] + bindparam(f"more_{name}") for name in amounts}
    connection.execute(update(table).where(mine).values(grown), rows)
    connection.execute(delete(table).where(table.c.datasets <= 0))
