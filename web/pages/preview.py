"""A thing in a few lines, to be shown in the frame of a program that reconciles a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.pages.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage(Page):
    """What it is, and some facts as label and values; `address` is its page."""

    template: ClassVar[str] = "preview.html"
    about: str
    address: str
    facts: tuple[tuple[str, str], ...]
