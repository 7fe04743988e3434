"""What follows the numbered changes with a mark of its own, moved in the transaction that writes what was followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.schema import changes, entries, marks


def get_mark(connection: Connection, name: str) -> int:
    """How far something that follows the ledger has got."""
    return int(connection.scalar(select(marks.c.n).where(marks.c.name == name)) or 0)


def set_mark(connection: Connection, name: str, n: int) -> None:
    """Says how far it has got."""
    connection.execute(delete(marks).where(marks.c.name == name))
    connection.execute(insert(marks).values(name=name, n=n))


def form_of(files: Iterable[Path]) -> int:
    """What files say, as a number that is not nought: another once one of them is another."""
    digest = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return int(digest[:7], 16) + 1


def begin_anew(
    ledger: Ledger,
    names: Sequence[str],
    *,
    form: tuple[str, int],
    anew: bool,
    with_it: Callable[[Connection], None] | None = None,
) -> None:
    """Sets marks back to the beginning if `anew`, or if the form of what follows is another than is noted under its
    name; `with_it` is then done in the same transaction."""
    name, now = form
    with ledger.reading() as connection:
        is_other = get_mark(connection, name) != now
    if not (anew or is_other):
        return
    with ledger.writing() as connection:
        for one, n in (*((mark, 0) for mark in names), form):
            set_mark(connection, one, n)
        if with_it and is_other:
            with_it(connection)


def standing_changes(connection: Connection, mark: int, *, limit: int) -> Sequence[RowMapping]:
    """The next changes after a mark that still say how a dataset stands, or that it went with its portal."""
    wanted = (
        select(changes)
        .outerjoin(entries, entries.c.id == changes.c.entry_id)
        .where(changes.c.n > mark, or_(entries.c.change == changes.c.n, entries.c.id.is_(None)))
        .order_by(changes.c.n)
        .limit(limit)
    )
    return connection.execute(wanted).mappings().all()


def follow(
    ledger: Ledger, name: str, write: Callable[[Connection, Sequence[RowMapping]], None], *, batch: int
) -> None:
    """Brings what follows under a name up to the ledger's last change, so many changes in a transaction; where another
    process has followed meanwhile, nothing is written twice."""
    while True:
        with ledger.reading() as connection:
            mark = get_mark(connection, name)
            rows = standing_changes(connection, mark, limit=batch)
        if not rows:
            return
        with ledger.writing() as connection:
            if get_mark(connection, name) == mark:
                write(connection, rows)
                set_mark(connection, name, rows[-1]["n"])
