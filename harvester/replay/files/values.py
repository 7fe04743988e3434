"""One cell: what `columns.csv` says that a column is made of, for one subject of a body."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from harvester.replay.files.chance import chance, choose
from harvester.replay.files.facts import facts_of
from harvester.replay.files.gazetteer import Gazetteer, rows_of
from harvester.replay.files.subjects import Subject

_HIDDEN_BELOW = 5


@dataclass(slots=True, kw_only=True)
class Row:
    """A row in the making. `day` is the date that was made last, which a later one follows."""

    subject: Subject
    facts: Mapping[str, str]
    dates: str  # as strftime has it
    letters: str  # of the body's postcodes, as they begin its references
    day: date = date(2024, 4, 1)

    def draw(self, key: str, below: int) -> int:
        """A number that the subject and the key alone decide."""
        return chance(key, self.subject.seed, below=below)


def row_of(subject: Subject, gazetteer: Gazetteer, *, dates: str, letters: str) -> Row:
    """A row about a subject, with nothing made yet."""
    return Row(subject=subject, facts=facts_of(subject, gazetteer), dates=dates, letters=letters)


def value_of(row: Row, column: str, made: str) -> str:
    """The text of a cell; "" is a cell without a value. `made` is a verb and what it needs, as in `columns.csv`."""
    verb, _, rest = made.partition(" ")
    verb, _, key = verb.partition(":")
    return _MAKERS[verb](row, key or column, rest)


def _of(row: Row, _: str, rest: str) -> str:
    return row.facts.get(rest, "")


def _pick(row: Row, key: str, rest: str) -> str:
    options = next(csv.reader([rest], delimiter="|"))
    return options[row.draw(key, len(options))]


def _drawn(row: Row, key: str, rest: str) -> int:
    low, high = (int(end) for end in rest.split(".."))
    return low + row.draw(key, high - low + 1)


def _number(row: Row, key: str, rest: str) -> str:
    return str(_drawn(row, key, rest))


def _hidden(row: Row, key: str, rest: str) -> str:
    """A count, with a star for those by which somebody could be known."""
    drawn = _drawn(row, key, rest)
    return "*" if 0 < drawn < _HIDDEN_BELOW else str(drawn)


def _fives(row: Row, key: str, rest: str) -> str:
    return str(_drawn(row, key, rest) // 5 * 5)


def _decimal(row: Row, key: str, rest: str) -> str:
    low, high = (round(float(end) * 10) for end in rest.split(".."))
    return f"{(low + row.draw(key, high - low + 1)) / 10:.1f}"


def _money(row: Row, key: str, rest: str) -> str:
    low, high = (int(end) for end in rest.split(".."))
    pence = low * 100 + row.draw(key, (high - low) * 100)
    return f"{pence / 100:.2f}"


def _date(row: Row, key: str, rest: str) -> str:
    first, last = (date.fromisoformat(end) for end in rest.split(".."))
    return _said(row, first + timedelta(days=row.draw(key, (last - first).days + 1)))


def _later(row: Row, key: str, rest: str) -> str:
    return _said(row, row.day + timedelta(days=_drawn(row, key, rest)))


def _said(row: Row, day: date) -> str:
    row.day = day
    return day.strftime(row.dates)


def _time(row: Row, _: str, rest: str) -> str:
    return (datetime.fromisoformat(rest) + timedelta(minutes=15 * row.subject.n)).isoformat()


def _year(row: Row, key: str, rest: str) -> str:
    return _number(row, key, rest)


def _written(row: Row, _: str, rest: str) -> str:
    """A reference; `n` counts the file's rows, `number` the gazetteer's properties."""
    number = int(row.facts.get("number") or row.subject.n)
    return rest.format(
        n=row.subject.n,
        number=number,
        letters=row.letters,
        small=row.letters.lower(),
    )


def _party(row: Row, _: str, rest: str) -> str:
    kind, _, fact = rest.partition(" ")
    return choose(_parties(kind), kind, row.subject.seed)[fact]


def _phone(row: Row, key: str, _: str) -> str:
    """A number that Ofcom keeps free for plays and films."""
    return f"01632 960{row.draw(key, 1000):03}"


@cache
def _parties(kind: str) -> tuple[Mapping[str, str], ...]:
    return tuple(row for row in rows_of("parties.csv") if row["kind"] == kind)


_MAKERS: Mapping[str, Callable[[Row, str, str], str]] = {
    "of": _of,
    "pick": _pick,
    "number": _number,
    "small": _number,
    "hidden": _hidden,
    "fives": _fives,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "later": _later,
    "time": _time,
    "year": _year,
    "serial": _written,
    "code": _written,
    "party": _party,
    "phone": _phone,
}
