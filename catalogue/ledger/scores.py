"""The scores that the ledger keeps: of a dataset, a portal, an organisation, and of all; and what they were."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Text, cast, func, literal, select, true

from catalogue.ledger.following import get_mark
from catalogue.ledger.news import last_news
from catalogue.ledger.quality_schema import conformance, score_days, scores
from catalogue.quality.metrics import BANDS, METRICS, band_of, points_by_dimension, points_of
from catalogue.quality.scores import GroupScores, ScoreDay, Scores
from catalogue.quality.scoring import CONFORMS

__all__ = ["GroupScores", "ScoreDay", "Scores"]

MARK = "scores"
"""How far the numbered changes have been scored."""

_CHUNK = 400
_MOST_DAYS = 1100  # three years of a line that changes every day


def score_of(connection: Connection, entry_id: str) -> Scores | None:
    """The scores of one dataset; None where it has none yet, or is withdrawn."""
    return scores_of(connection, (entry_id,)).get(entry_id)


def scores_of(connection: Connection, identifiers: Sequence[str]) -> dict[str, Scores]:
    """The scores of several datasets, by identifier."""
    found: dict[str, Scores] = {}
    for first in range(0, len(identifiers), _CHUNK):
        wanted = select(scores).where(scores.c.entry_id.in_(identifiers[first : first + _CHUNK]))
        found |= {row["entry_id"]: read_scores(row) for row in connection.execute(wanted).mappings()}
    return found


def read_scores(row: RowMapping) -> Scores:
    """A line of the table as scores."""
    said = row["passed_published"]
    return Scores(
        published=None if said is None else frozenset(said),
        here=frozenset(row["passed_here"]),
        unknown=frozenset(row["unknown"]),
        at=row["at"],
        portal=row["portal"],
        publisher=row["publisher"],
    )


def portal_scores(connection: Connection, slug: str) -> GroupScores | None:
    """The scores of a portal's datasets; None where none has been scored."""
    return _group(connection, scores.c.portal == slug)


def organisation_scores(connection: Connection, slug: str) -> GroupScores | None:
    """The scores of an organisation's datasets, whatever portal lists them; None where none has been scored."""
    return _group(connection, scores.c.publisher == slug)


def catalogue_scores(connection: Connection) -> GroupScores | None:
    """The scores of all datasets: a look at every line."""
    return _group(connection, true())


def uninspected(connection: Connection, after: str = "", *, limit: int = 1) -> Sequence[str]:
    """The next datasets of which the shapes have not told whether they conform, by identifier."""
    not_known = cast(scores.c.unknown, Text).contains(f'"{CONFORMS}"')
    wanted = select(scores.c.entry_id).where(scores.c.entry_id > after, not_known)
    return connection.scalars(wanted.order_by(scores.c.entry_id).limit(limit)).all()


def misses_of(connection: Connection, entry_id: str) -> tuple[Mapping[str, str], ...]:
    """What a dataset missed when it was last looked at: `property` and `constraint` of each; () where it conformed."""
    found = connection.scalar(select(conformance.c.findings).where(conformance.c.entry_id == entry_id))
    return tuple(found or ())


def scores_state(connection: Connection) -> tuple[int, int]:
    """Another pair of numbers after each change of a score: the last change scored, the last line of the news."""
    return get_mark(connection, MARK), last_news(connection)


def score_history(connection: Connection, subject: str, name: str = "") -> tuple[ScoreDay, ...]:
    """The means of "portal", "organisation" or "catalogue" by day, oldest first; only days on which they changed."""
    columns = score_days.c
    wanted = (
        select(score_days)
        .where(columns.subject == subject, columns.name == name)
        .order_by(columns.day.desc())
        .limit(_MOST_DAYS)
    )
    rows = connection.execute(wanted).mappings().all()
    names = ("day", "datasets", "published", "here")
    return tuple(ScoreDay(**{one: row[one] for one in names}) for row in reversed(rows))


def latest_means(connection: Connection, subject: str, names: Sequence[str]) -> dict[str, ScoreDay]:
    """The last means of some "portal" or "organisation" by its slug; what has none is left out. Few lines are read."""
    columns = score_days.c
    newest = (
        select(columns.name, func.max(columns.day).label("day"))
        .where(columns.subject == subject, columns.name.in_(tuple(names)))
        .group_by(columns.name)
        .subquery()
    )
    wanted = (
        select(score_days)
        .join(newest, (columns.name == newest.c.name) & (columns.day == newest.c.day))
        .where(columns.subject == subject)
    )
    rows = connection.execute(wanted).mappings()
    members = ("day", "datasets", "published", "here")
    return {row["name"]: ScoreDay(**{one: row[one] for one in members}) for row in rows}


def sum_up(counted: Iterable[tuple[Scores, int]]) -> GroupScores | None:
    """The scores of datasets of which so many each have the same."""
    return _Sum.of(counted).group()


def _group(connection: Connection, where: ColumnElement[bool]) -> GroupScores | None:
    """Most datasets of a portal share their codes, so the database counts them: a few hundred lines are read of it."""
    columns = [cast(scores.c[name], Text) for name in ("passed_published", "passed_here", "unknown")]
    wanted = select(*columns, func.count()).where(where).group_by(*columns)
    return sum_up(_same(row) for row in connection.execute(wanted))


def _same(row: Any) -> tuple[Scores, int]:
    """What the datasets of a line have in common, and how many they are."""
    said, here, unknown, count = row
    codes = json.loads(said) if said else None
    found = Scores(
        published=None if codes is None else frozenset(codes),
        here=frozenset(json.loads(here)),
        unknown=frozenset(json.loads(unknown)),
    )
    return found, count


@dataclass(slots=True)
class _Tally:
    """What adds up of one of the two scores."""

    datasets: int = 0
    points: int = 0
    passing: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    dimensions: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)

    def add(self, codes: frozenset[str], unknown: frozenset[str], count: int) -> None:
        points = points_of(codes)
        self.datasets += count
        self.points += points * count
        self.bands[band_of(points).code] += count
        for found, members in ((self.passing, codes), (self.unknown, unknown - codes)):
            for code in members:
                found[code] += count
        for dimension, share in points_by_dimension(codes).items():
            self.dimensions[dimension] += share * count

    def failing(self) -> dict[str, int]:
        """How many fail each metric that any fails."""
        left = ((m.code, self.datasets - self.passing[m.code] - self.unknown[m.code]) for m in METRICS)
        return {code: count for code, count in left if count}

    def not_known(self) -> dict[str, int]:
        return {m.code: self.unknown[m.code] for m in METRICS if self.unknown[m.code]}

    def means(self) -> dict[str, float]:
        return (
            {code: total / self.datasets for code, total in self.dimensions.items()} if self.datasets else {}
        )

    def in_bands(self) -> dict[str, int]:
        return {band.code: self.bands[band.code] for band in BANDS}


@dataclass(slots=True)
class _Sum:
    published: _Tally = field(default_factory=_Tally)
    here: _Tally = field(default_factory=_Tally)

    @classmethod
    def of(cls, counted: Iterable[tuple[Scores, int]]) -> _Sum:
        found = cls()
        for each, count in counted:
            found.here.add(each.here, each.unknown, count)
            if each.published is not None:
                found.published.add(each.published, each.unknown, count)
        return found

    def group(self) -> GroupScores | None:
        said, here = self.published, self.here
        if not here.datasets:
            return None
        return GroupScores(
            datasets=here.datasets,
            known=said.datasets,
            published=said.points / said.datasets if said.datasets else None,
            here=here.points / here.datasets,
            published_dimensions=said.means(),
            here_dimensions=here.means(),
            published_bands=said.in_bands(),
            here_bands=here.in_bands(),
            failing=said.failing(),
            failing_here=here.failing(),
            unknown=here.not_known(),
            unknown_published=said.not_known(),
        )


def means_by(connection: Connection, column: ColumnElement[Any] | None) -> Iterator[tuple[str, ScoreDay]]:
    """The means of all datasets by the values of a column (by "" where there is none), without their day."""
    figures = (func.count(), func.avg(scores.c.published), func.avg(scores.c.here))
    whole = select(literal(""), *figures).having(func.count() > 0)
    wanted = whole if column is None else select(column, *figures).group_by(column)
    for value, count, published, here in connection.execute(wanted):
        said = None if published is None else float(published)
        yield value, ScoreDay(day="", datasets=int(count), published=said, here=float(here))
