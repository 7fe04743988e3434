"""Runs over time as stacked bars: what became of the records of each, and what it missed. The table says the same.

Parts differ by pattern as well as by colour (WCAG 2.2, 1.4.1): the patterns are in the macro that draws them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.ledger.status import RunStatus

WIDTH, HEIGHT = 320.0, 150.0
_LEFT, _TOP, _BOTTOM, _RIGHT = 4.0, 16.0, 26.0, 4.0
_WIDEST, _GAP, _LEAST, _THINNEST = 28.0, 0.25, 1.5, 1.5
MARKS = {"complete": "✓", "partial": "?", "failed": "✗"}
KINDS = {
    "same": "as it was",
    "changed": "changed",
    "added": "new or back",
    "kept": "kept back or not taken in",
    "rejected": "rejected",
    "missing": "missing or withdrawn",
}
"""The parts of a bar, from the base up; what is missing hangs below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a bar: what became of so many records."""

    kind: str
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One run. Measures are in the chart's own units; `kind` is its verdict, `mark` the sign of it below the bar,
    `told` its figures in a sentence."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    mark: str
    told: str
    parts: tuple[Part, ...] = ()

    @property
    def middle(self) -> float:
        """Where its mark stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars, oldest first, with the largest number of records, the days at both ends, and the kinds of parts drawn."""

    bars: tuple[Bar, ...]
    most: int
    first: str
    last: str
    told: str
    kinds: Mapping[str, str]
    base: float
    width: float = WIDTH
    height: float = HEIGHT
    foot: float = HEIGHT - _BOTTOM


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """The height of one record, and where the base line is."""

    unit: float
    base: float


def make_chart(runs: Sequence[RunStatus]) -> Chart | None:
    """The chart of the runs that have ended, given newest first; None where fewer than two would be drawn."""
    ended = [run for run in reversed(runs) if run.finished]
    if len(ended) < 2:
        return None
    counted = [_parts(run) for run in ended]
    most = max(_met(parts) for parts in counted)
    scale = _scale(most, max(parts["missing"] for parts in counted))
    step = min((WIDTH - _LEFT - _RIGHT) / len(ended), _WIDEST)
    bars = tuple(
        _bar(run, parts, x=_LEFT + step * (place + _GAP / 2), width=step * (1 - _GAP), scale=scale)
        for place, (run, parts) in enumerate(zip(ended, counted, strict=True))
    )
    drawn = {part.kind for bar in bars for part in bar.parts}
    return Chart(
        bars=bars,
        most=most,
        first=ended[0].finished,
        last=ended[-1].finished,
        told=_told(ended, most),
        base=round(scale.base, 1),
        kinds={kind: label for kind, label in KINDS.items() if kind in drawn},
    )


def _parts(run: RunStatus) -> dict[str, int]:
    """How many records of a run are in each part; those met add up to what it read and rejected."""
    get = run.counts.get
    added, changed = get("added", 0) + get("restored", 0), get("changed", 0)
    same = get("same", 0)
    return {
        "same": same,
        "changed": changed,
        "added": added,
        "kept": max(get("read", 0) - same - changed - added, 0),
        "rejected": max(get("rejected", 0) - get("repeated", 0), 0),
        "missing": get("missing", 0) + get("withdrawn", 0) + get("held", 0),
    }


def _met(parts: Mapping[str, int]) -> int:
    return sum(count for kind, count in parts.items() if kind != "missing")


def _scale(most: int, missing: int) -> _Scale:
    """So that the largest bar fits above the base and the largest loss below it."""
    room = HEIGHT - _TOP - _BOTTOM
    unit = room / max(most + missing, 1)
    return _Scale(unit=unit, base=min(_TOP + unit * most, HEIGHT - _BOTTOM) if most else _TOP + _LEAST)


def _bar(run: RunStatus, parts: Mapping[str, int], *, x: float, width: float, scale: _Scale) -> Bar:
    stacked = tuple(_stacked(parts, scale))
    top = stacked[-1].y if stacked else scale.base - _LEAST
    return Bar(
        x=round(x, 1),
        y=round(top, 1),
        width=round(width, 1),
        height=round(scale.base - top, 1),
        kind=run.verdict,
        mark=MARKS.get(run.verdict, "?"),
        told=_figures(run, parts),
        parts=(*stacked, *_below(parts["missing"], scale)),
    )


def _stacked(parts: Mapping[str, int], scale: _Scale) -> Iterator[Part]:
    """The parts above the base; one of few records is still seen, at the cost of the others."""
    counted = {kind: count for kind, count in parts.items() if count and kind != "missing"}
    heights = {kind: max(scale.unit * count, _THINNEST) for kind, count in counted.items()}
    room = max(scale.unit * sum(counted.values()), _LEAST)
    shrunk = min(1.0, room / sum(heights.values())) if heights else 1.0
    y = scale.base
    for kind, count in counted.items():
        y -= heights[kind] * shrunk
        yield Part(kind=kind, count=count, y=round(y, 2), height=round(heights[kind] * shrunk, 2))


def _below(lost: int, scale: _Scale) -> Iterator[Part]:
    if lost:
        height = max(scale.unit * lost, _THINNEST)
        yield Part(kind="missing", count=lost, y=round(scale.base, 2), height=round(height, 2))


def _figures(run: RunStatus, parts: Mapping[str, int]) -> str:
    said = ", ".join(f"{count:,} {KINDS[kind]}" for kind, count in parts.items() if count)
    return f"Run {run.number}, {run.verdict}: {said or 'nothing read'}"


def _told(ended: Sequence[RunStatus], most: int) -> str:
    """The chart in a sentence, for who does not see it."""
    counted = {name: sum(run.verdict == name for run in ended) for name in MARKS}
    verdicts = ", ".join(f"{count} {name}" for name, count in counted.items() if count)
    return f"Records met by the last {len(ended)} runs, {most:,} at most: {verdicts}. The table below lists them."
