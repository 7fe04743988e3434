"""Text from a portal, made plain: markup, entities and control characters gone, paragraphs kept."""

from __future__ import annotations

import html
import re

import nh3

from catalogue.text.markup import LONGEST, is_bare, parsable, unwrapped

_BREAKS = re.compile(r"(?i)<(?:br|hr)\s*/?>|</(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|pre|section)\s*>")
_ITEMS = re.compile(r"(?i)<li(?:\s[^<>]*)?>")
_SPACE = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """The text without markup, its paragraphs as lines; at most 100,000 characters.

    Tags go through nh3 (the ammonia library), never through our own patterns: those only turn the ends of
    blocks into line breaks before.
    """
    tidy = _LINES.sub("\n", _SPACE.sub(" ", unwrapped(text, _without_tags)))
    return _GAPS.sub("\n\n", tidy).strip()[:LONGEST].rstrip()


def plain_line(text: str) -> str:
    """As plain_text, on one line: for titles and names."""
    if is_bare(text):
        return " ".join(text.split())  # nearly every name and keyword
    return " ".join(plain_text(text).split())


def _without_tags(text: str) -> str:
    broken = _BREAKS.sub("\n", _ITEMS.sub("• ", parsable(text)))
    return html.unescape(nh3.clean(broken, tags=set(), clean_content_tags={"script", "style", "xml"}))
