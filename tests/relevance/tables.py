"""The figures as tables in Markdown, and as lines to tune by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from collection import Query
from measuring import Figures, Measured
from uk_collection import NAME as UK

TUNE, REPORT = "tune", "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A system on what needs no judgment: shares of exact titles first, of councils' topics among the first ten, and
    of everyday words for which nothing is found."""

    system: str
    titles: float
    councils: float
    nothing: float


def judged_table(measured: Sequence[Measured]) -> Iterator[str]:
    """A row for each collection, half and system."""
    yield "| judged queries | number | system | nDCG@10 | recall@20 | MRR | nothing found |"
    yield "|---|---:|---|---:|---:|---:|---:|"
    for label, half, group in _groups(measured):
        for one in group:
            rows = one.chosen(half=half)
            yield f"| {label} | {len(rows)} | {one.system} | {_cells(Figures.of(rows))} |"


def kinds_table(measured: Sequence[Measured]) -> Iterator[str]:
    """nDCG@10 on the half that is reported of our own collection, a row a kind of query, a column a system."""
    columns = [one for one in measured if one.collection == UK]
    if not columns:
        return
    yield "| kind of query (report half) | number | " + " | ".join(one.system for one in columns) + " |"
    yield "|---|---:|" + "---:|" * len(columns)
    for kind in dict.fromkeys(row.query.kind for row in columns[0].rows):
        number = len(columns[0].chosen(half=REPORT, kind=kind))
        reached = (f"{one.figures(half=REPORT, kind=kind).ndcg:.3f}" for one in columns)
        yield f"| {kind} | {number} | " + " | ".join(reached) + " |"


def sought_table(sought: Iterable[Sought], words: int) -> Iterator[str]:
    """A row for each system."""
    yield f"| system | exact title first | council + topic in the first ten | nothing found of {words} everyday words |"
    yield "|---|---:|---:|---:|"
    for one in sought:
        yield f"| {one.system} | {_percent(one.titles)} | {_percent(one.councils)} | {_percent(one.nothing)} |"


def query_rows(measured: Sequence[Measured], *, hidden: str = REPORT) -> Iterator[str]:
    """nDCG@10 of every query, a column a system; a dash where a recorded run has no answer.

    A half is `hidden`, so that nobody tunes by what is to be told.
    """
    for name in dict.fromkeys(one.collection for one in measured):
        columns = [one for one in measured if one.collection == name]
        yield f"\n{name}: " + " · ".join(one.system for one in columns)
        reached = [{row.query.id: f"{row.ndcg:5.2f}" for row in one.rows} for one in columns]
        for query in (row.query for row in columns[0].rows if not hidden or row.query.half != hidden):
            figures = " ".join(each.get(query.id, "    –") for each in reached)
            yield f"{figures}  {query.id:<8} {query.half:<6} {_shown(query)}"


def to_json(measured: Measured) -> dict[str, object]:
    """For other programs: every query's figures, and the datasets as they were listed."""
    return {
        "collection": measured.collection,
        "system": measured.system,
        "queries": [
            {
                "id": row.query.id,
                "text": row.query.text,
                "kind": row.query.kind,
                "half": row.query.half,
                "ndcg@10": row.ndcg,
                "recall@20": row.recall,
                "found": row.found,
            }
            for row in measured.rows
        ],
    }


def _groups(measured: Sequence[Measured]) -> Iterator[tuple[str, str, list[Measured]]]:
    """What is told together: a label, the half, and the systems."""
    for name in dict.fromkeys(one.collection for one in measured):
        group = [one for one in measured if one.collection == name]
        halves = dict.fromkeys(row.query.half for row in group[0].rows)
        for half in halves:
            yield (f"{name}, {half} half" if half else name), half, group


def _cells(figures: Figures) -> str:
    means = (figures.ndcg, figures.recall, figures.reciprocal_rank)
    return " | ".join([*(f"{value:.3f}" for value in means), _percent(figures.nothing)])


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _shown(query: Query) -> str:
    return query.text if len(query.text) < 100 else query.text[:99] + "…"
