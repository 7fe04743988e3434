"""A drawing of a thing's linkages: the thing on a trunk, and its ties in frames on both sides of it, as on a fishbone.

It is as wide as a phone and as high as it needs to be. Frames stand in rows of two, each row as high as the higher
of them, so nothing can lie over anything else; texts are broken and cut by the usual widths of letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from web.linkages.tie import End, Linkages, Tie
from web.pages.letter_widths import width_of, wrap
from web.wording import say_count

WIDTH = 360.0
MOST = 40
"""Nodes: the thing, its ties, and the ends that are named."""

_SIZE, _LINE, _ROW = 14.0, 18.0, 28.0
_PAD, _GAP, _GUTTER = 9.0, 14.0, 24.0
_FRAME = (WIDTH - _GUTTER) / 2
_INNER = _FRAME - 2 * _PAD
_MIDDLE = WIDTH / 2
_THING = 300.0
_BOLD = 1.1  # letters in bold are wider
_HEAD_LINES, _THING_LINES = 3, 3
_ENDS = 2
_TOLD = 300  # letters of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Lines of text in a box, which lead somewhere ("" for nowhere). `base` is where the first line stands, `lines`
    follow each other by `step`; `told` is the whole text, where that says more."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    base: float
    told: str
    address: str = ""
    lang: str = ""

    @property
    def step(self) -> float:
        """From one line to the next."""
        return _LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One tie: its heading and some of its ends, in a frame that hangs on the trunk at `joint`, from `edge`."""

    x: float
    y: float
    width: float
    height: float
    head: Label
    ends: tuple[Label, ...]
    edge: float
    joint: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole; `told` says for those who do not see it what it shows. The trunk stands at `middle`."""

    height: float
    thing: Label
    frames: tuple[Frame, ...]
    told: str
    top: float
    foot: float
    width: float = WIDTH
    middle: float = _MIDDLE

    @property
    def nodes(self) -> int:
        """How many things are named in it."""
        return 1 + sum(1 + len(frame.ends) for frame in self.frames)


def draw_linkages(told: Linkages) -> Drawing | None:
    """The drawing of a thing and its ties; None where it has none."""
    ties = told.ties[: MOST - 1]
    if not ties:
        return None
    rows = [ties[place : place + 2] for place in range(0, len(ties), 2)]
    above, y = rows[: len(rows) // 2], 0.0
    ends = min(_ENDS, (MOST - 1 - len(ties)) // len(ties))
    frames: list[Frame] = []
    for row in above:
        frames += _row(row, y, ends)
        y = _below(frames, y)
    thing = _thing(told, y)
    y = thing.y + thing.height + _GAP
    for row in rows[len(above) :]:
        frames += _row(row, y, ends)
        y = _below(frames, y)
    joints = [frame.joint for frame in frames] + [thing.y, thing.y + thing.height]
    return Drawing(
        height=y,
        thing=thing,
        frames=tuple(frames),
        told=_told(told, ties),
        top=min(joints),
        foot=max(joints),
    )


def _row(ties: Sequence[Tie], y: float, ends: int) -> Iterator[Frame]:
    """One or two ties side by side."""
    for tie, x in zip(ties, (1.0, WIDTH - _FRAME - 1.0), strict=False):
        yield _frame(tie, x, y, ends)


def _below(frames: Sequence[Frame], y: float) -> float:
    """Where the next row begins: under the higher of those that begin here."""
    return max(one.y + one.height for one in frames if one.y >= y) + _GAP


def _frame(tie: Tie, x: float, y: float, ends: int) -> Frame:
    lines = _head(tie)
    head = Label(
        x=x,
        y=y + 1,
        width=_FRAME,
        height=len(lines) * _LINE + 2 * _PAD,
        lines=lines,
        base=y + _PAD + _LINE - 3,
        told=f"{tie.way.title} {tie.count:,}",
        address=f"#{tie.way.code}",
    )
    shown = tuple(
        _end(one, x, head.y + head.height + place * _ROW) for place, one in enumerate(tie.ends[:ends])
    )
    joint = head.y + head.height / 2
    left = x < _MIDDLE - _FRAME / 2
    return Frame(
        x=x,
        y=y + 1,
        width=_FRAME,
        height=head.height + len(shown) * _ROW,
        head=head,
        ends=shown,
        edge=x + _FRAME if left else x,
        joint=joint,
    )


def _head(tie: Tie) -> tuple[str, ...]:
    """Its heading with its count, which has a line of its own where it does not fit behind the last word."""
    *lines, last = wrap(tie.way.title, _INNER, _SIZE * _BOLD, most=_HEAD_LINES) or ("",)
    counted = f"{last} {tie.count:,}".strip()
    fits = width_of(counted, _SIZE * _BOLD) <= _INNER
    return (*lines, counted) if fits else (*lines, last, f"{tie.count:,}")


def _end(end: End, x: float, y: float) -> Label:
    return Label(
        x=x,
        y=y,
        width=_FRAME,
        height=_ROW,
        lines=wrap(end.brief or end.text, _INNER, _SIZE, most=1),
        base=y + _ROW - _PAD,
        told=end.text[:_TOLD],
        address=end.address,
        lang="" if end.brief else end.lang,
    )


def _thing(told: Linkages, y: float) -> Label:
    about = told.about
    lines = wrap(about.title, _THING - 2 * _PAD, _SIZE * _BOLD, most=_THING_LINES) or ("…",)
    return Label(
        x=(WIDTH - _THING) / 2,
        y=y + 1,
        width=_THING,
        height=len(lines) * _LINE + 2 * _PAD,
        lines=lines,
        base=y + _PAD + _LINE - 3,
        told=about.title[:_TOLD],
        address=about.page,
        lang=about.lang,
    )


def _told(told: Linkages, ties: Sequence[Tie]) -> str:
    counted = "; ".join(f"{tie.way.title}, {tie.count:,}" for tie in ties)
    return (
        f"{told.about.title} in the middle, and around it {say_count(len(ties), 'kind')} of ties: {counted}."
    )
