"""Runs over time as bars: where each stands, how high it is, and the mark of its verdict. The table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.ledger.status import RunStatus

WIDTH, HEIGHT = 320.0, 112.0
_LEFT, _TOP, _BOTTOM, _RIGHT = 4.0, 16.0, 26.0, 4.0
_WIDEST, _GAP, _LEAST = 28.0, 0.25, 1.5
MARKS = {"complete": "✓", "partial": "?", "failed": "✗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One run. Measures are in the chart's own units; `kind` is its verdict, `mark` the sign of it below the bar."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    mark: str

    @property
    def middle(self) -> float:
        """Where its mark stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars, oldest first, with the largest number of records and the days at both ends."""

    bars: tuple[Bar, ...]
    most: int
    first: str
    last: str
    told: str
    width: float = WIDTH
    height: float = HEIGHT
    base: float = HEIGHT - _BOTTOM


def make_chart(runs: Sequence[RunStatus]) -> Chart | None:
    """The chart of the runs that have ended, given newest first; None where fewer than two would be drawn."""
    ended = [run for run in reversed(runs) if run.finished]
    if len(ended) < 2:
        return None
    most = max(_read(run) for run in ended)
    step = min((WIDTH - _LEFT - _RIGHT) / len(ended), _WIDEST)
    bars = tuple(_bar(run, place, step=step, most=most) for place, run in enumerate(ended))
    return Chart(
        bars=bars, most=most, first=ended[0].finished, last=ended[-1].finished, told=_told(ended, most)
    )


def _bar(run: RunStatus, place: int, *, step: float, most: int) -> Bar:
    room = HEIGHT - _TOP - _BOTTOM
    height = max(_LEAST, room * _read(run) / most if most else 0.0)
    return Bar(
        x=round(_LEFT + step * (place + _GAP / 2), 1),
        y=round(HEIGHT - _BOTTOM - height, 1),
        width=round(step * (1 - _GAP), 1),
        height=round(height, 1),
        kind=run.verdict,
        mark=MARKS.get(run.verdict, "?"),
    )


def _read(run: RunStatus) -> int:
    return run.counts.get("read", 0)


def _told(ended: Sequence[RunStatus], most: int) -> str:
    """The chart in a sentence, for who does not see it."""
    counted = {name: sum(run.verdict == name for run in ended) for name in MARKS}
    verdicts = ", ".join(f"{count} {name}" for name, count in counted.items() if count)
    return f"Records read by the last {len(ended)} runs, {most:,} at most: {verdicts}. The table below lists them."
