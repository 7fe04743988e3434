"""A portal's badge: a picture in two halves that says in a few words how its harvest stands and what it scores.

Nobody knows the font that will draw it, so each half is given a width by the usual widths of letters, and its text is
told to fill it (SVG 2, 11.5: textLength).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import ClassVar

from catalogue.ledger.status import PortalStatus
from catalogue.quality.metrics import MOST, band_of
from web.pages.letter_widths import width_of
from web.pages.page import Page
from web.pages.run_chart import MARKS

_SIZE = 11.0  # pixels of its letters
_PADDING = 8.0
_MARKED = re.compile(r"[\\`*_{}\[\]()<>#!|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One half: its text, where it begins and how wide it is, and how wide its text."""

    text: str
    x: float
    width: float

    @property
    def middle(self) -> float:
        """Where its text is centred."""
        return self.x + self.width / 2

    @property
    def length(self) -> float:
        """How wide its text is."""
        return self.width - 2 * _PADDING


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgePage(Page):
    """The picture. `title` is all of it in a sentence, `kind` the verdict that colours it, "" where there is none."""

    template: ClassVar[str] = "badge.svg"
    left: Half
    right: Half
    kind: str

    @property
    def width(self) -> float:
        """Of the whole picture."""
        return self.right.x + self.right.width


def make_badge(status: PortalStatus, points: float | None) -> BadgePage:
    """The badge of a portal; `points` is the mean score of its datasets as published, None where it is not known."""
    verdict = status.last.verdict if status.last else ""
    left = _half("open data", 0.0)
    mark = f"{MARKS[verdict]} " if verdict in MARKS else ""
    said = f"{mark}{verdict}" if verdict else "not harvested yet"
    if points is not None:
        said += f" · {round(points)}/{MOST}"
    return BadgePage(
        title=_sentence(status, verdict, points),
        left=left,
        right=_half(said, left.width),
        kind=verdict,
    )


def snippet_html(picture: str, page: str, title: str) -> str:
    """What shows the badge on a page of HTML, where it leads to the portal's page here."""
    alt = escape(f"{title}: open data status", quote=True)
    return f'<a href="{escape(page)}"><img src="{escape(picture)}" alt="{alt}" height="22"></a>'


def snippet_markdown(picture: str, page: str, title: str) -> str:
    """The same in Markdown; what would end or mark its text is told to be plain."""
    alt = _MARKED.sub(r"\\\g<0>", " ".join(title.split()))
    return f"[![{alt}: open data status]({picture})]({page})"


def _sentence(status: PortalStatus, verdict: str, points: float | None) -> str:
    harvest = f"the last harvest was {verdict}" if verdict else "not harvested yet"
    score = ""
    if points is not None:
        score = f", its datasets score {round(points)} of {MOST} points on average ({band_of(points).title})"
    return f"{status.title}: {harvest}{score}"


def _half(text: str, x: float) -> Half:
    return Half(text=text, x=x, width=round(width_of(text, _SIZE) + 2 * _PADDING, 1))
