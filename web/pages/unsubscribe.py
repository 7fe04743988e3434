"""The page where the reader of a mail about a portal says that they want no more of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.pages.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribePage(Page):
    """`portal` is what the portal is called, `slug` "" where it is gone; `muted` says that they are told no more."""

    template: ClassVar[str] = "unsubscribe.html"
    address: str
    email: str
    portal: str
    slug: str
    muted: bool
