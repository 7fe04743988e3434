"""Text from a portal, made plain: markup, entities and control characters gone, paragraphs kept."""

from __future__ import annotations

import html
import re

import nh3

from catalogue.text.markup import (
    LAYERS,
    LONGEST,
    disarmed,
    holds_tags,
    opened,
    parsable,
    without_controls,
    without_entities,
)

_BREAKS = re.compile(r"(?i)<(?:br|hr)\s*/?>|</(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|pre|section)\s*>")
_ITEMS = re.compile(r"(?i)<li(?:\s[^<>]*)?>")
_SPACE = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """The text without markup, its paragraphs as lines; at most 100,000 characters.

    Tags go through nh3 (the ammonia library), never through our own patterns: those only turn the ends of
    blocks into line breaks before. Markup that reading brings out is read again, since portals escape theirs
    twice; what is wrapped deeper than that is left as text that no browser takes for a tag.
    """
    tidy = opened(text)
    for _ in range(LAYERS):
        read = _without_tags(tidy) if holds_tags(tidy) else without_entities(tidy)
        if read == tidy:
            break
        tidy = without_controls(read)
    tidy = _LINES.sub("\n", _SPACE.sub(" ", disarmed(tidy)))
    return _GAPS.sub("\n\n", tidy).strip()[:LONGEST].rstrip()


def plain_line(text: str) -> str:
    """As plain_text, on one line: for titles and names."""
    if len(text) < LONGEST and "<" not in text and "&" not in text and text.isascii() and text.isprintable():
        return " ".join(text.split())  # nearly every name and keyword
    return " ".join(plain_text(text).split())


def _without_tags(text: str) -> str:
    broken = _BREAKS.sub("\n", _ITEMS.sub("• ", parsable(text)))
    return html.unescape(nh3.clean(broken, tags=set(), clean_content_tags={"script", "style", "xml"}))
