"""The quality score on pages: of a dataset or of many as one block, the page of the score, and one of each metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from catalogue.profiles.context import PREFIXES
from catalogue.quality.metrics import (
    BY_CODE,
    DIMENSIONS,
    METRICS,
    Band,
    Dimension,
    Metric,
    band_of,
    in_order,
    points_by_dimension,
)
from catalogue.quality.scores import GroupScores, ScoreDay, Scores
from catalogue.quality.scoring import CONFORMS
from web.addresses import Addresses
from web.pages.page import Page
from web.pages.score_chart import ScoreChart, make_score_chart

_WRONG = {
    "MinCountConstraintComponent": "is missing",
    "MaxCountConstraintComponent": "stands more often than it may",
    "DatatypeConstraintComponent": "is not of the form that the profile asks for",
    "NodeConstraintComponent": "is not of the form that the profile asks for",
    "ClassConstraintComponent": "leads to a thing of another kind",
    "NodeKindConstraintComponent": "is text where an address is asked for, or the other way round",
}
"""What a constraint of SHACL finds wrong (https://www.w3.org/TR/shacl/#core-components), in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points and their band; `points` is "" where they are not known."""

    points: str = ""
    band: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionRow:
    """The points of a dimension, of `most`; "" where not known."""

    title: str
    address: str
    most: int
    published: str
    here: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """A metric with its points and page; `datasets` is of how many it is said, None where it is of one."""

    title: str
    address: str
    points: int
    datasets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRow:
    """One way in which a description misses DCAT-AP: a property, short (`dct:description`), and what is wrong."""

    property: str
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBlock:
    """Both scores of a dataset, or the means of `datasets`, `known` of which have one as published.

    `failing` do not pass as published, the dearest first; of `unknown` nobody knows yet; `misses` keep
    it from conforming.
    """

    published: Mark
    here: Mark
    rows: tuple[DimensionRow, ...]
    failing: tuple[MetricRow, ...]
    unknown: tuple[MetricRow, ...]
    datasets: int | None = None
    known: int | None = None
    chart: ScoreChart | None = None
    misses: tuple[MissRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLine:
    """A metric in the table of all, with how many datasets pass it; None where nothing has been scored."""

    metric: Metric
    address: str
    published: int | None
    here: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPage(Page):
    """What the score is, and how the whole catalogue does."""

    template: ClassVar[str] = "quality.html"
    groups: tuple[tuple[Dimension, tuple[MetricLine, ...]], ...]
    bands: tuple[Band, ...]
    block: ScoreBlock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricPage(Page):
    """One metric: what it checks, why it matters, how to mend it, and how many datasets pass, of those of which that is
    known."""

    template: ClassVar[str] = "metric.html"
    line: MetricLine
    dimension: Dimension
    datasets: int
    known_published: int
    known_here: int


def make_scores(
    scores: Scores | None, links: Addresses, misses: Sequence[Mapping[str, str]] = ()
) -> ScoreBlock | None:
    """The block of a dataset; None before it has been scored."""
    if scores is None:
        return None
    said = scores.published
    failing = METRICS if said is None else [m for m in METRICS if m.code not in said | scores.unknown]
    return ScoreBlock(
        published=_mark(scores.published_points),
        here=_mark(scores.here_points),
        rows=_rows(
            points_by_dimension(said) if said is not None else {}, points_by_dimension(scores.here), links
        ),
        failing=() if said is None else _metrics([(m, None) for m in failing], links),
        unknown=_metrics([(BY_CODE[code], None) for code in in_order(scores.unknown)], links),
        misses=() if CONFORMS in scores.here | scores.unknown else tuple(map(_miss, misses)),
    )


def make_group(group: GroupScores | None, days: Sequence[ScoreDay], links: Addresses) -> ScoreBlock | None:
    """The block of a portal, an organisation or the catalogue; None where nothing of it has been scored."""
    if group is None:
        return None
    return ScoreBlock(
        published=_mark(group.published),
        here=_mark(group.here),
        rows=_rows(group.published_dimensions, group.here_dimensions, links),
        failing=_metrics([(BY_CODE[code], count) for code, count in group.failing.items()], links),
        unknown=_metrics([(BY_CODE[code], count) for code, count in group.unknown.items()], links),
        datasets=group.datasets,
        known=group.known,
        chart=make_score_chart(days),
    )


def metric_lines(group: GroupScores | None, links: Addresses) -> tuple[MetricLine, ...]:
    """Every metric with how many datasets pass it."""
    return tuple(
        MetricLine(
            metric=metric,
            address=links.quality(metric.code),
            published=_passing(group.known, group.failing, group.unknown_published, metric)
            if group
            else None,
            here=_passing(group.datasets, group.failing_here, group.unknown, metric) if group else None,
        )
        for metric in METRICS
    )


def grouped(lines: Iterable[MetricLine]) -> tuple[tuple[Dimension, tuple[MetricLine, ...]], ...]:
    """The lines under their dimensions."""
    found = tuple(lines)
    return tuple(
        (one, tuple(line for line in found if line.metric.dimension == one.code)) for one in DIMENSIONS
    )


def _passing(datasets: int, failing: Mapping[str, int], unknown: Mapping[str, int], metric: Metric) -> int:
    return datasets - failing.get(metric.code, 0) - unknown.get(metric.code, 0)


def _mark(points: float | None) -> Mark:
    if points is None:
        return Mark()
    band = band_of(points)
    return Mark(points=_say(points), band=band.title, code=band.code)


def _rows(
    published: Mapping[str, float], here: Mapping[str, float], links: Addresses
) -> tuple[DimensionRow, ...]:
    return tuple(
        DimensionRow(
            title=one.title,
            address=links.quality_part(one.code),
            most=one.most,
            published=_say(published.get(one.code)),
            here=_say(here.get(one.code)),
        )
        for one in DIMENSIONS
    )


def _metrics(found: Iterable[tuple[Metric, int | None]], links: Addresses) -> tuple[MetricRow, ...]:
    """The rows of metrics, those first that bring most points in all."""
    rows = [
        MetricRow(title=m.title, address=links.quality(m.code), points=m.points, datasets=count)
        for m, count in found
    ]
    return tuple(sorted(rows, key=lambda row: -row.points * (row.datasets or 1)))


def _miss(miss: Mapping[str, str]) -> MissRow:
    return MissRow(
        property=_short(miss["property"]), wrong=_WRONG.get(miss["constraint"], "is not as the profile asks")
    )


def _short(iri: str) -> str:
    """An IRI as people write it: `dct:description`."""
    found = ((name, space) for name, space in PREFIXES.items() if iri.startswith(space))
    return next((f"{name}:{iri.removeprefix(space)}" for name, space in found), iri)


def _say(points: float | None) -> str:
    """A whole number; a mean is rounded, and never into a band that it has not reached."""
    if points is None:
        return ""
    whole = round(points)
    return str(whole if band_of(whole).code == band_of(points).code else int(points))
