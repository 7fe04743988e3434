"""Means over time as two lines, as published and in this catalogue; the table beside them says the same.

The lines differ by their dashes and marks as well as by colour (WCAG 2.2, 1.4.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.quality.metrics import BANDS, MOST
from catalogue.quality.scores import ScoreDay

WIDTH, HEIGHT = 320.0, 170.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 88.0, 6.0, 8.0, 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One mean: where it is, and its figures in words."""

    x: float
    y: float
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One of the two lines; `path` is as SVG has it. Where a day has no mean, the line is broken."""

    kind: str
    label: str
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Where a band begins."""

    y: float
    points: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChart:
    """The lines, the levels of the bands, and the days at both ends; `days` are what the table lists, newest first."""

    lines: tuple[ScoreLine, ...]
    levels: tuple[Level, ...]
    first: str
    last: str
    told: str
    days: tuple[ScoreDay, ...]
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    width: float = WIDTH
    height: float = HEIGHT
    base: float = HEIGHT - _BOTTOM


def make_score_chart(days: Sequence[ScoreDay]) -> ScoreChart | None:
    """The chart of means, oldest first; None where there are fewer than two days."""
    if len(days) < 2:
        return None
    said = [(day.day, day.published) for day in days]
    here = [(day.day, day.here) for day in days]
    return ScoreChart(
        lines=(_line("said", "as published", said), _line("here", "in this catalogue", here)),
        levels=tuple(Level(y=_y(band.least), points=band.least, title=band.title) for band in BANDS),
        first=days[0].day,
        last=days[-1].day,
        told=_told(days),
        days=tuple(reversed(days)),
    )


def _line(kind: str, label: str, means: Sequence[tuple[str, float | None]]) -> ScoreLine:
    path, dots, broken = list[str](), list[Dot](), True
    for day, mean in means:
        if mean is None:
            broken = True
            continue
        x, y = _x(day, means[0][0], means[-1][0]), _y(mean)
        path.append(f"{'M' if broken else 'L'}{x} {y}")
        dots.append(Dot(x=x, y=y, told=f"{day}: {mean:.0f} points {label}"))
        broken = False
    return ScoreLine(kind=kind, label=label, path=" ".join(path), dots=tuple(dots))


def _x(day: str, first: str, last: str) -> float:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    share = (date.fromisoformat(day) - start).days / max((end - start).days, 1)
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _y(points: float) -> float:
    return round(HEIGHT - _BOTTOM - points / MOST * (HEIGHT - _TOP - _BOTTOM), 1)


def _told(days: Sequence[ScoreDay]) -> str:
    """The chart in a sentence, for who does not see it."""
    first, last = days[0], days[-1]
    said = f"Mean score from {first.day} to {last.day}: {first.here:.0f} to {last.here:.0f} points in this catalogue"
    if first.published is not None and last.published is not None:
        said += f", {first.published:.0f} to {last.published:.0f} as published"
    return f"{said}. The table below lists them."
