"""Copies among the datasets of the ledger: found as changes come, by keys that are looked up.

The tables follow the numbered changes with a mark of their own, as the counts of the mapping do, and are moved
together with it. A batch of changes looks at the datasets that share a key with it, and at those that share one with
these, and at no others. Whose place among copies has changed stands in the news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, func, insert, select

from catalogue.clusters.evidence import Kind, came_from, evidence_of, read_address
from catalogue.clusters.judging import MOST_TOGETHER, Judgement, Member, Pair, judge
from catalogue.clusters.standing import Other, Standing
from catalogue.ledger.audit import write_audit
from catalogue.ledger.chunks import chunks
from catalogue.ledger.following import follow, set_mark
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import Topic, tell_news
from catalogue.ledger.schema import (
    cluster_decisions,
    cluster_members,
    cluster_pairs,
    entries,
    evidence,
    portals,
)
from catalogue.snapshot import unpack_entry, unsqueeze

_MARK = "clusters"
_BATCH = 1000
_CROWDED = 200  # datasets that share a key, beyond which a change of their number changes nothing
_DERIVED = (evidence, cluster_members, cluster_pairs)


def follow_changes(ledger: Ledger, *, anew: bool = False) -> None:
    """Brings the clusters up to the ledger's last change; `anew` finds all of them again."""
    if anew:
        with ledger.writing() as connection:
            for table in _DERIVED:
                connection.execute(delete(table))
            set_mark(connection, _MARK, 0)
    follow(ledger, _MARK, _follow, batch=_BATCH)


def decide(connection: Connection, one: str, other: str, *, same: bool | None, by: str, at: str) -> None:
    """Keeps what a person says of two datasets (None: takes it back), and places them anew, with a line in the audit
    log."""
    a, b = sorted((one, other))
    said = connection.scalar(select(cluster_decisions.c.same).where(_is(cluster_decisions, a, b)))
    connection.execute(delete(cluster_decisions).where(_is(cluster_decisions, a, b)))
    if same is not None:
        connection.execute(insert(cluster_decisions).values(a=a, b=b, same=same, by=by, at=at))
    _place(connection, {a, b}, ())
    detail = {"other": b, "same": same, "before": said}
    write_audit(connection, who=by, action="copies decided", thing=f"dataset/{a}", detail=detail, now=at)


def standings(connection: Connection, identifiers: Sequence[str]) -> dict[str, Standing]:
    """Where datasets stand among their copies; those that have none, and are like none, are left out."""
    places = _rows(connection, cluster_members, cluster_members.c.entry_id, identifiers)
    clusters = {row["cluster"] for row in places if row["cluster"]}
    mates = _rows(connection, cluster_members, cluster_members.c.cluster, sorted(clusters))
    pairs = _pairs_of(connection, identifiers)
    strangers = {one for row in pairs for one in (row["a"], row["b"])}
    facts = {
        row["entry_id"]: row
        for row in (
            *mates,
            *_rows(connection, cluster_members, cluster_members.c.entry_id, sorted(strangers)),
        )
    }
    found = {row["entry_id"]: _standing(row, mates, pairs, facts) for row in places}
    return {identifier: one for identifier, one in found.items() if one.others or one.maybe}


def proposals(connection: Connection, *, limit: int = 1000, offset: int = 0) -> list[Pair]:
    """The pairs that a person should look at: what may be one and the same."""
    wanted = (
        select(cluster_pairs)
        .where(cluster_pairs.c.sure.is_(False))
        .order_by(cluster_pairs.c.a, cluster_pairs.c.b)
        .limit(limit)
        .offset(offset)
    )
    return [_pair(row) for row in connection.execute(wanted).mappings()]


def count_proposals(connection: Connection) -> int:
    """How many pairs a person should look at."""
    wanted = select(func.count()).select_from(cluster_pairs).where(cluster_pairs.c.sure.is_(False))
    return int(connection.scalar(wanted) or 0)


def cluster_sizes(connection: Connection) -> dict[int, int]:
    """How many clusters there are of each size."""
    sizes = (
        select(func.count().label("size"))
        .where(cluster_members.c.cluster != "")
        .group_by(cluster_members.c.cluster)
        .subquery()
    )
    rows = connection.execute(select(sizes.c.size, func.count()).group_by(sizes.c.size))
    return {int(size): int(count) for size, count in rows}


def _follow(connection: Connection, rows: Sequence[RowMapping]) -> None:
    last = {row["entry_id"]: row for row in rows}
    ids = sorted(last)
    before = {row["key"] for row in _rows(connection, evidence, evidence.c.entry_id, ids)}
    partners = {one for row in _pairs_of(connection, ids) for one in (row["a"], row["b"])}
    held = {
        row["entry_id"]: row for row in _rows(connection, cluster_members, cluster_members.c.entry_id, ids)
    }
    mates = {
        row["entry_id"]
        for row in _rows(
            connection,
            cluster_members,
            cluster_members.c.cluster,
            [r["cluster"] for r in held.values() if r["cluster"]],
        )
    }
    for table in (evidence, cluster_members):
        _delete(connection, table, table.c.entry_id, ids)
    homes = _homes(connection)
    shown = [row for row in last.values() if row["kind"] != "withdrawn"]
    roots = frozenset().union(*homes.values())
    said = [_said(row, homes, roots, held.get(row["entry_id"])) for row in shown]
    _insert(connection, cluster_members, [member for member, _ in said])
    _insert(connection, evidence, [line for _, lines in said for line in lines])
    tell_news(connection, mates - set(ids), Topic.COPIES)
    keys = before | {line["key"] for _, lines in said for line in lines}
    _place(connection, {*ids, *partners, *mates}, keys)


def _said(
    row: RowMapping,
    homes: Mapping[str, frozenset[str]],
    roots: frozenset[str],
    held: RowMapping | None,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The line of a dataset among the members, and its lines of evidence."""
    body = unsqueeze(row["snapshot"])
    entry = unpack_entry(body)
    own = {address.partition("/")[0] for address in homes.get(entry.portal, frozenset())}
    lines = {one.key: one.kind.value for one in evidence_of(entry, roots)}
    member = {
        "entry_id": row["entry_id"],
        "portal": entry.portal,
        "title": next((text.value for text in entry.dataset.title if text.value.strip()), ""),
        "first_seen": row["first_seen"],
        "says_copy": bool(came_from(entry) - own),
        "size": len(body),
        "cluster": held["cluster"] if held else "",
        "standing": held["standing"] if held else 0,
    }
    return member, [{"entry_id": row["entry_id"], "key": key, "kind": kind} for key, kind in lines.items()]


def _homes(connection: Connection) -> dict[str, frozenset[str]]:
    """The addresses of each portal as they are compared, by slug."""
    rows = connection.execute(select(portals.c.slug, portals.c.address, portals.c.origin))
    return {row.slug: frozenset(map(read_address, (row.address, row.origin))) for row in rows}


def _place(connection: Connection, ids: set[str], keys: Iterable[str]) -> None:
    """Judges everything that has to do with some datasets and keys, and writes what is new of it."""
    reached = _closure(connection, ids | _bearers(connection, sorted(keys), most=_CROWDED))
    rows = _rows(connection, cluster_members, cluster_members.c.entry_id, sorted(reached))
    old_pairs = {(row["a"], row["b"]): _pair(row) for row in _pairs_of(connection, sorted(reached))}
    judgement = judge(_members(connection, rows), _decisions(connection, sorted(reached)))
    _delete(connection, cluster_pairs, cluster_pairs.c.a, sorted(reached))
    _delete(connection, cluster_pairs, cluster_pairs.c.b, sorted(reached))
    _insert(connection, cluster_pairs, [_pair_row(pair) for pair in judgement.pairs])
    moved = _moved(rows, judgement) | _differing(old_pairs, judgement.pairs)
    _write_places(connection, rows, judgement)
    tell_news(connection, moved, Topic.COPIES)


def _closure(connection: Connection, ids: set[str]) -> set[str]:
    """All datasets that share a telling key with these, or with those that do, or were decided upon with them."""
    reached: set[str] = set()
    frontier = ids
    while frontier:
        reached |= frontier
        keys = {row["key"] for row in _rows(connection, evidence, evidence.c.entry_id, sorted(frontier))}
        decided = _decisions(connection, sorted(frontier))
        near = _bearers(connection, sorted(keys), most=MOST_TOGETHER) | {
            one for pair in decided for one in pair
        }
        frontier = near - reached
    return reached


def _bearers(connection: Connection, keys: Sequence[str], *, most: int) -> set[str]:
    """The datasets that share one of some keys with another, and with no more than so many."""
    found: set[str] = set()
    for chunk in chunks(keys):
        mine = evidence.c.key.in_(chunk)
        few = (
            select(evidence.c.key).where(mine).group_by(evidence.c.key).having(func.count().between(2, most))
        )
        shared = [key for (key,) in connection.execute(few)]
        found.update(row["entry_id"] for row in _rows(connection, evidence, evidence.c.key, shared))
    return found


def _members(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[Member]:
    counted = (
        select(portals.c.slug, func.count(entries.c.publisher.distinct()))
        .join(entries, entries.c.portal_id == portals.c.id)
        .group_by(portals.c.slug)
    )
    crowds = {slug: int(count) for slug, count in connection.execute(counted)}
    lines: dict[str, dict[str, Kind]] = {row["entry_id"]: {} for row in rows}
    for line in _rows(connection, evidence, evidence.c.entry_id, list(lines)):
        lines[line["entry_id"]][line["key"]] = Kind(line["kind"])
    for row in rows:
        yield Member(
            id=row["entry_id"],
            portal=row["portal"],
            title=row["title"],
            evidence=lines[row["entry_id"]],
            says_copy=row["says_copy"],
            crowd=crowds.get(row["portal"], 1),
            first_seen=row["first_seen"],
            size=row["size"],
        )


def _decisions(connection: Connection, identifiers: Sequence[str]) -> dict[tuple[str, str], bool]:
    rows = [
        row
        for column in (cluster_decisions.c.a, cluster_decisions.c.b)
        for row in _rows(connection, cluster_decisions, column, identifiers)
    ]
    return {(row["a"], row["b"]): row["same"] for row in rows}


def _moved(rows: Sequence[RowMapping], judgement: Judgement) -> set[str]:
    """The datasets whose cluster, or whose order in it, is another than before."""
    old: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        if row["cluster"]:
            old.setdefault(row["cluster"], []).append((row["standing"], row["entry_id"]))
    before = {tuple(one for _, one in sorted(members)) for members in old.values()}
    now = set(judgement.clusters)
    return {one for cluster in before ^ now for one in cluster}


def _differing(before: Mapping[tuple[str, str], Pair], now: Sequence[Pair]) -> set[str]:
    """The datasets with a pair that was not, or is not any more."""
    after = {(pair.a, pair.b): pair for pair in now}
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return {one for key in changed for one in key}


def _write_places(connection: Connection, rows: Sequence[RowMapping], judgement: Judgement) -> None:
    places = {one: (cluster[0], place) for cluster in judgement.clusters for place, one in enumerate(cluster)}
    changed = [
        dict(row)
        | {
            "cluster": places.get(row["entry_id"], ("", 0))[0],
            "standing": places.get(row["entry_id"], ("", 0))[1],
        }
        for row in rows
        if (row["cluster"], row["standing"]) != places.get(row["entry_id"], ("", 0))
    ]
    _delete(connection, cluster_members, cluster_members.c.entry_id, [row["entry_id"] for row in changed])
    _insert(connection, cluster_members, changed)


def _standing(
    row: RowMapping,
    mates: Sequence[RowMapping],
    pairs: Sequence[RowMapping],
    facts: Mapping[str, RowMapping],
) -> Standing:
    mine = row["entry_id"]
    reasons = {_other_of(pair, mine): _pair(pair) for pair in pairs if mine in (pair["a"], pair["b"])}
    beside = sorted(
        (one for one in mates if one["cluster"] == row["cluster"] != "" and one["entry_id"] != mine),
        key=lambda one: one["standing"],
    )
    together = {one["entry_id"] for one in beside}
    maybe = [facts[one] for one in reasons if one not in together and one in facts]
    return Standing(
        cluster=row["cluster"],
        place=row["standing"],
        others=tuple(_other(one, reasons) for one in beside),
        maybe=tuple(_other(one, reasons) for one in maybe),
    )


def _other(row: RowMapping, reasons: Mapping[str, Pair]) -> Other:
    reason = reasons.get(row["entry_id"])
    return Other(
        id=row["entry_id"], portal=row["portal"], title=row["title"], kinds=reason.kinds if reason else ()
    )


def _other_of(pair: RowMapping, mine: str) -> str:
    return str(pair["b"] if pair["a"] == mine else pair["a"])


def _pairs_of(connection: Connection, identifiers: Sequence[str]) -> list[RowMapping]:
    columns = (cluster_pairs.c.a, cluster_pairs.c.b)
    rows = [row for column in columns for row in _rows(connection, cluster_pairs, column, identifiers)]
    return list({(row["a"], row["b"]): row for row in rows}.values())


def _pair(row: RowMapping) -> Pair:
    return Pair(
        a=row["a"], b=row["b"], sure=row["sure"], kinds=tuple(Kind(one) for one in row["kinds"].split())
    )


def _pair_row(pair: Pair) -> dict[str, Any]:
    return {"a": pair.a, "b": pair.b, "sure": pair.sure, "kinds": " ".join(kind.value for kind in pair.kinds)}


def _is(table: Table, a: str, b: str) -> Any:
    return (table.c.a == a) & (table.c.b == b)


def _rows(connection: Connection, table: Table, column: Any, values: Sequence[str]) -> list[RowMapping]:
    found: list[RowMapping] = []
    for chunk in chunks(values):
        found += connection.execute(select(table).where(column.in_(chunk))).mappings().all()
    return found


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _delete(connection: Connection, table: Table, column: Any, values: Sequence[str]) -> None:
    for chunk in chunks(values):
        connection.execute(delete(table).where(column.in_(chunk)))
