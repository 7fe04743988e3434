"""Kin in the ledger: datasets of different publishers about the same thing, found as changes come, by keys.

The tables follow the numbered changes with a mark of their own. A kin is named by what it is about, so that a batch of
changes touches the lines of its own datasets, and the count of those kins that they are in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, case, delete, func, insert, select

from catalogue import kin
from catalogue.clusters.standing import ALONE
from catalogue.kin.bearer import bearer_of, home_of
from catalogue.kin.facts import Facts, edition_of, facts_of, pack_facts, unpack_facts
from catalogue.kin.likeness import Likeness, compare_facts
from catalogue.kin.subject import label_of, subject_of
from catalogue.ledger.chunks import chunks
from catalogue.ledger.clusters import standings
from catalogue.ledger.columns import columns_of_many
from catalogue.ledger.columns_schema import kin_keys, kin_members, kins
from catalogue.ledger.following import begin_anew, follow, form_of, get_mark, set_mark
from catalogue.ledger.kin_lists import Holding, holdings_of
from catalogue.ledger.kin_places import keys_held, place, write_keys
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import Topic, news_after, tell_news
from catalogue.ledger.portals import list_portals
from catalogue.ledger.schema import changes, entries
from catalogue.snapshot import unpack_entry, unsqueeze
from vocab import Vocabulary, load_vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

MOST_COMPARED: Final = 200
"""Publishers of a kin that one dataset is compared with."""

KIN_NEWS: Final = "kin-news"
"""How far the news have been read for what has new columns."""

_MARK: Final = "kin"
_FORM: Final = "kin-form"
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """What another body has of the same: the newest of its `editions`, and how alike it is to the dataset asked about.
    `bearer` is the body's slug, though a unit of it may be the publisher."""

    id: str
    bearer: str
    facts: Facts
    editions: int
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A kin as one dataset sees it: `publishers` and `datasets` count all that are in it, the dataset's own with them;
    `relatives` are the likest of other publishers, one of each."""

    name: str
    label: str
    publishers: int
    datasets: int
    relatives: tuple[Relative, ...] = ()


def follow_kin(ledger: Ledger, *, anew: bool = False) -> None:
    """Brings the kins up to the ledger's last change; `anew`, or when the words that tell them are others than they
    were, finds all of them again."""
    begin_anew(ledger, (_MARK,), form=(_FORM, _form()), anew=anew)
    with ledger.reading() as connection:
        told = news_after(connection, get_mark(connection, KIN_NEWS))
    followed: set[str] = set()

    def write(connection: Connection, rows: Sequence[RowMapping]) -> None:
        followed.update(row["entry_id"] for row in rows)
        _follow(connection, rows)

    follow(ledger, _MARK, write, batch=_BATCH)
    _follow_columns(ledger, told, followed)


def kin_of(connection: Connection, entry_id: str, *, most: int = 8) -> Kin | None:
    """The kin of a dataset with the likest of other publishers, so many at most; None where nobody else has it."""
    found = kins_of_many(connection, (entry_id,)).get(entry_id)
    asked = next(_rows(connection, kin_members, kin_members.c.entry_id, (entry_id,)), None)
    if found is None or asked is None:
        return None
    facts = unpack_facts(asked["facts"])
    copies = {one.id for one in standings(connection, (entry_id,)).get(entry_id, ALONE).others}
    others = holdings_of(connection, found.name, without=asked["publisher"], limit=MOST_COMPARED)
    leading = {one.id: one for one in others if one.id not in copies}
    relatives = sorted(_relatives(connection, leading, facts), key=lambda one: (-one.likeness.share, one.id))
    return Kin(
        name=found.name,
        label=found.label,
        publishers=found.publishers,
        datasets=found.datasets,
        relatives=tuple(relatives[:most]),
    )


def kins_of_many(connection: Connection, entry_ids: Sequence[str]) -> dict[str, Kin]:
    """The kins of some datasets, without relatives; those whose subject nobody else has are left out."""
    found: dict[str, Kin] = {}
    for chunk in chunks(entry_ids):
        wanted = (
            select(kin_members.c.entry_id, kins)
            .join(kins, kins.c.name == kin_members.c.kin)
            .where(kin_members.c.entry_id.in_(chunk), kins.c.publishers > 1)
        )
        for row in connection.execute(wanted).mappings():
            found[row["entry_id"]] = _kin(row)
    return found


def kin_names(connection: Connection, entry_ids: Sequence[str]) -> dict[str, str]:
    """The names of the kins of some datasets, of those that have one."""
    return {one: found.name for one, found in kins_of_many(connection, entry_ids).items()}


def _kin(row: RowMapping) -> Kin:
    return Kin(name=row["name"], label=row["label"], publishers=row["publishers"], datasets=row["datasets"])


def _relatives(connection: Connection, leading: Mapping[str, Holding], asked: Facts) -> Iterator[Relative]:
    for row in _rows(connection, kin_members, kin_members.c.entry_id, list(leading)):
        facts = unpack_facts(row["facts"])
        yield Relative(
            id=row["entry_id"],
            bearer=row["publisher"],
            facts=facts,
            editions=leading[row["entry_id"]].editions,
            likeness=compare_facts(asked, facts),
        )


def _follow(connection: Connection, rows: Sequence[RowMapping]) -> None:
    """Writes the lines of what changed. What stays alone with its title is placed by its columns; what was placed keeps
    its place until that is known anew, so that only a real move is news."""
    last = {row["entry_id"]: row for row in rows}
    ids = sorted(last)
    shown = [row for row in last.values() if row["kind"] != "withdrawn"]
    vocabulary = load_vocabulary()
    before = {row["entry_id"]: row for row in _rows(connection, kin_members, kin_members.c.entry_id, ids)}
    keys = keys_held(connection, ids)
    lines = [line | _kept(line, before) for line in _lines(connection, shown, vocabulary)]
    for table in (kin_members, kin_keys):
        _delete(connection, table, table.c.entry_id, ids)
    _insert(connection, kin_members, lines)
    keys |= write_keys(connection, {line["entry_id"]: unpack_facts(line["facts"]) for line in lines})
    crossing = {row["home"] for row in before.values()} | {line["home"] for line in lines}
    touched = {row["kin"] for row in before.values()} | {line["kin"] for line in lines}
    _count(connection, touched | place(connection, ids, keys, crossing), vocabulary)


def _follow_columns(ledger: Ledger, told: Sequence[tuple[int, str, Topic]], followed: set[str]) -> None:
    """Looks again at the datasets whose columns have changed though they have not, as when a file was sampled."""
    if not told:
        return
    wanted = sorted({one for _, one, topic in told if topic is Topic.COLUMNS} - followed)
    for first in range(0, len(wanted), _BATCH):
        with ledger.writing() as connection:
            _follow(connection, list(_standing(connection, wanted[first : first + _BATCH])))
    with ledger.writing() as connection:
        set_mark(connection, KIN_NEWS, max(told[-1][0], get_mark(connection, KIN_NEWS)))


def _standing(connection: Connection, ids: Sequence[str]) -> Iterator[RowMapping]:
    """The last change of each of some datasets that are here."""
    for chunk in chunks(ids):
        wanted = select(changes).join(entries, entries.c.change == changes.c.n).where(entries.c.id.in_(chunk))
        yield from connection.execute(wanted).mappings()


def _kept(line: dict[str, Any], before: Mapping[str, RowMapping]) -> dict[str, Any]:
    """Where a dataset with the same subject as before was placed."""
    held = before.get(line["entry_id"])
    if held is None or held["home"] != line["home"]:
        return {}
    return {name: held[name] for name in ("kin", "why", "likeness")}


def _lines(
    connection: Connection, rows: Sequence[RowMapping], vocabulary: Vocabulary
) -> Iterator[dict[str, Any]]:
    """The lines of those datasets that are about something and somebody's."""
    tables = columns_of_many(connection, [row["entry_id"] for row in rows])
    homes = {portal.slug: home_of(portal, vocabulary) for portal in list_portals(connection)}
    for row in rows:
        entry = unpack_entry(unsqueeze(row["snapshot"]))
        dataset, home = entry.dataset, homes.get(entry.portal)
        bearer = bearer_of(dataset.publisher, home, vocabulary)
        owner = home.name if home and home.slug == bearer else ""
        subject = subject_of(dataset, vocabulary, today=row["at"][:10], owner=owner)
        if subject.terms and bearer:
            facts = facts_of(dataset, subject, tables.get(row["entry_id"], ()), vocabulary)
            yield {
                "entry_id": row["entry_id"],
                "kin": subject.name,
                "home": subject.name,
                "publisher": bearer,
                "edition": edition_of(dataset, subject.years),
                "why": "",
                "likeness": 1.0,
                "facts": pack_facts(facts),
            }


def _count(connection: Connection, names: Iterable[str], vocabulary: Vocabulary) -> None:
    """Counts some kins anew, and tells the news of the datasets of those that came to be, or are no more."""
    wanted = sorted(names)
    old = {row["name"]: dict(row) for row in _rows(connection, kins, kins.c.name, wanted)}
    fresh = {row["name"]: row for row in _counted(connection, wanted, vocabulary)}
    changed = [name for name in wanted if _figures(old.get(name)) != _figures(fresh.get(name))]
    _delete(connection, kins, kins.c.name, changed)
    _insert(connection, kins, [dict(fresh[name]) for name in changed if name in fresh])
    crossed = [name for name in changed if _is_shared(old.get(name)) != _is_shared(fresh.get(name))]
    members = _rows(connection, kin_members, kin_members.c.kin, crossed)
    tell_news(connection, (row["entry_id"] for row in members), Topic.KIN)


def _counted(
    connection: Connection, names: Sequence[str], vocabulary: Vocabulary
) -> Iterator[dict[str, Any]]:
    columns = kin_members.c
    for chunk in chunks(names):
        wanted = (
            select(
                columns.kin.label("name"),
                func.count(columns.publisher.distinct()).label("publishers"),
                func.count().label("datasets"),
                func.coalesce(
                    func.min(case((columns.home == columns.kin, columns.entry_id))),
                    func.min(columns.entry_id),
                ).label("first"),
            )
            .where(columns.kin.in_(chunk))
            .group_by(columns.kin)
        )
        counted = connection.execute(wanted).mappings().all()
        firsts = _rows(connection, kin_members, columns.entry_id, [row["first"] for row in counted])
        facts = {row["kin"]: unpack_facts(row["facts"]) for row in firsts}
        for row in counted:
            yield {
                "name": row["name"],
                "label": label_of(facts[row["name"]].words, facts[row["name"]].terms, vocabulary),
                "publishers": row["publishers"],
                "datasets": row["datasets"],
            }


def _figures(row: Mapping[str, Any] | None) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("label", "publishers", "datasets")) if row else ()


def _is_shared(row: Mapping[str, Any] | None) -> bool:
    return bool(row and row["publishers"] > 1)


def _rows(connection: Connection, table: Any, column: Any, values: Sequence[Any]) -> Iterator[RowMapping]:
    for chunk in chunks(values):
        yield from connection.execute(select(table).where(column.in_(chunk))).mappings()


def _insert(connection: Connection, table: Any, lines: list[dict[str, Any]]) -> None:
    if lines:
        connection.execute(insert(table), lines)


def _delete(connection: Connection, table: Any, column: Any, values: Sequence[str]) -> None:
    for chunk in chunks(values):
        connection.execute(delete(table).where(column.in_(chunk)))


@cache
def _form() -> int:
    """What kins depend on beside the ledger, as a number that is not nought."""
    files = sorted(file for file in Path(kin.__path__[0]).iterdir() if file.is_file())
    files.append(SCHEMES_FOLDER / "topic.ttl")
    return form_of(files)
