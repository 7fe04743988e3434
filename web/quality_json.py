"""Scores and metrics for programs, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from catalogue.quality.metrics import BANDS, DIMENSIONS, MOST, Metric, band_of, in_order, points_by_dimension
from catalogue.quality.scores import GroupScores, ScoreDay, Scores
from web.addresses import Addresses
from web.pages.quality import MetricLine
from web.schema import COUNT, COUNT_OR_NULL, STRING, every, or_null, record, table

_MEAN = {"type": "number", "minimum": 0}
_SIDE_SCHEMA = record(points=COUNT, band=STRING, dimensions=table(COUNT), passes=every(STRING))
SCORES_SCHEMA = record(
    "Scores",
    published=or_null(_SIDE_SCHEMA),
    here=_SIDE_SCHEMA,
    not_known=every(STRING),
    at=STRING,
)
_MEANS_SCHEMA = record(
    points=_MEAN,
    band=STRING,
    dimensions=table(_MEAN),
    bands=table(COUNT),
    failing=table(COUNT),
    datasets=COUNT,
)
GROUP_SCHEMA = record(
    "MeanScores",
    published=or_null(_MEANS_SCHEMA),
    here=_MEANS_SCHEMA,
    not_known=table(COUNT),
    history=every(record(day=STRING, datasets=COUNT, published=or_null(_MEAN), here=_MEAN)),
)
METRIC_SCHEMA = record(
    "Metric",
    code=STRING,
    iri=STRING,
    dimension=STRING,
    title=STRING,
    property=STRING,
    on={"enum": ["dataset", "distribution"]},
    points=COUNT,
    checks=STRING,
    why=STRING,
    fix=STRING,
    notes=every(STRING),
    passes_published=COUNT_OR_NULL,
    passes_here=COUNT_OR_NULL,
)
QUALITY_SCHEMA = record(
    "Quality",
    most=COUNT,
    bands=every(record(code=STRING, title=STRING, least=COUNT, most=COUNT)),
    dimensions=every(record(code=STRING, title=STRING, about=STRING, most=COUNT)),
    metrics=every(METRIC_SCHEMA),
    catalogue=or_null(GROUP_SCHEMA),
)


def scores_json(scores: Scores | None) -> dict[str, object] | None:
    """Both scores of a dataset; null before it has been scored."""
    if scores is None:
        return None
    return {
        "published": None
        if scores.published is None
        else _side(scores.published, scores.published_points or 0),
        "here": _side(scores.here, scores.here_points),
        "not_known": list(in_order(scores.unknown)),
        "at": scores.at,
    }


def group_json(group: GroupScores | None, days: Sequence[ScoreDay]) -> dict[str, object] | None:
    """The means of several datasets; null where none has been scored."""
    if group is None:
        return None
    here = _means(group.here, group.here_dimensions, group.here_bands, group.failing_here, group.datasets)
    said = group.published
    published = (
        None
        if said is None
        else _means(said, group.published_dimensions, group.published_bands, group.failing, group.known)
    )
    return {
        "published": published,
        "here": here,
        "not_known": dict(group.unknown),
        "history": [asdict(day) for day in days],
    }


def quality_json(
    lines: Sequence[MetricLine], group: dict[str, object] | None, iris: Addresses
) -> dict[str, object]:
    """What the score consists of, and how the whole catalogue does."""
    return {
        "most": MOST,
        "bands": [asdict(band) for band in BANDS],
        "dimensions": [asdict(one) for one in DIMENSIONS],
        "metrics": [metric_json(line, iris) for line in lines],
        "catalogue": group,
    }


def metric_json(line: MetricLine, iris: Addresses) -> dict[str, object]:
    """A metric with how many datasets pass it."""
    metric: Metric = line.metric
    return {
        "code": metric.code,
        "iri": iris.quality(metric.code),
        **{name: value for name, value in asdict(metric).items() if name != "code"},
        "passes_published": line.published,
        "passes_here": line.here,
    }


def _side(codes: frozenset[str], points: int) -> dict[str, object]:
    return {
        "points": points,
        "band": band_of(points).code,
        "dimensions": points_by_dimension(codes),
        "passes": list(in_order(codes)),
    }


def _means(
    points: float,
    dimensions: Mapping[str, float],
    bands: Mapping[str, int],
    failing: Mapping[str, int],
    datasets: int,
) -> dict[str, object]:
    return {
        "points": round(points, 2),
        "band": band_of(points).code,
        "dimensions": _rounded(dimensions),
        "bands": dict(bands),
        "failing": dict(failing),
        "datasets": datasets,
    }


def _rounded(means: Mapping[str, float]) -> dict[str, float]:
    return {name: round(mean, 2) for name, mean in means.items()}
