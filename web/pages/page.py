"""What every page has: a title, its template, its other forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same thing in one of its forms; `suffix` is what an address may end with to choose it, "" where none does."""

    label: str
    media_type: str
    address: str
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The context of one template. `title` is plain text and comes before the site's name; `structured` says for
    search engines what the page is about (web.structured)."""

    template: ClassVar[str] = ""
    title: str
    alternates: tuple[Alternate, ...] = ()
    structured: Markup | None = None

    @property
    def canonical(self) -> str:
        """Where this page itself is; "" for one without forms."""
        return next((each.address for each in self.alternates if each.media_type == "text/html"), "")

    @property
    def others(self) -> tuple[Alternate, ...]:
        """The forms that are not this page."""
        return tuple(each for each in self.alternates if each.media_type != "text/html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where one stands in a list. Addresses are "" at its ends."""

    number: int
    count: int
    previous: str = ""
    next: str = ""

    @property
    def beyond(self) -> bool:
        """Whether the page asked for comes after the last."""
        return self.number > max(self.count, 1)


def make_paging(number: int, count: int, address: Callable[[int], str]) -> Paging:
    """Where page `number` of `count` stands; from beyond the end the way back leads to the last."""
    return Paging(
        number=number,
        count=count,
        previous=address(min(number - 1, count)) if number > 1 and count else "",
        next=address(number + 1) if number < count else "",
    )
