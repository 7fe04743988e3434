"""Text from a portal, made plain: markup, entities and control characters gone, paragraphs kept."""

from __future__ import annotations

import html
import re

import nh3

_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);")
_BREAKS = re.compile(r"(?i)<(?:br|hr)\s*/?>|</(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|pre|section)\s*>")
_ITEMS = re.compile(r"(?i)<li(?:\s[^>]*)?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff]")
_SPACE = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")
_LONGEST = 100_000


def plain_text(text: str) -> str:
    """The text without markup, its paragraphs as lines; at most 100,000 characters.

    Tags go through nh3 (the ammonia library), never through our own patterns: those only turn the ends of
    blocks into line breaks before. Entities are read twice, since portals escape them twice.
    """
    tidy = text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(tidy):
        tidy = _without_tags(tidy)
        if _MARKUP.search(tidy):
            tidy = _without_tags(tidy)
    tidy = _CONTROL.sub("", tidy)
    tidy = _LINES.sub("\n", _SPACE.sub(" ", tidy))
    return _GAPS.sub("\n\n", tidy).strip()


def plain_line(text: str) -> str:
    """As plain_text, on one line: for titles and names."""
    return " ".join(plain_text(text).split())


def _without_tags(text: str) -> str:
    broken = _BREAKS.sub("\n", _ITEMS.sub("• ", text))
    return html.unescape(nh3.clean(broken, tags=set(), clean_content_tags={"script", "style"}))
