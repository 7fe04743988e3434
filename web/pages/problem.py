"""The page that says what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.pages.page import Alternate, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage(Page):
    """One problem, in the words that programs get too, with what can be had instead."""

    template: ClassVar[str] = "problem.html"
    status: int
    detail: str
    choices: tuple[Alternate, ...] = ()
