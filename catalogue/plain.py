"""Text from a portal, made plain: markup, entities and control characters gone, paragraphs kept."""

from __future__ import annotations

import html
import re

import nh3

_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);")
_BREAKS = re.compile(r"(?i)<(?:br|hr)\s*/?>|</(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|pre|section)\s*>")
_ITEMS = re.compile(r"(?i)<li(?:\s[^<>]*)?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")
_LONGEST = 100_000
_LAYERS = 3


def plain_text(text: str) -> str:
    """The text without markup, its paragraphs as lines; at most 100,000 characters.

    Tags go through nh3 (the ammonia library), never through our own patterns: those only turn the ends of
    blocks into line breaks before. Entities are read again while markup shows, since portals escape them
    twice; what is wrapped deeper than that is left as text that no browser takes for a tag.
    """
    tidy = _without_controls(text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(_LAYERS):
        if not _marked(tidy):
            break
        tidy = _without_controls(_without_tags(tidy))
    tidy = _LINES.sub("\n", _SPACE.sub(" ", _disarmed(tidy)))
    return _GAPS.sub("\n\n", tidy).strip()


def plain_line(text: str) -> str:
    """As plain_text, on one line: for titles and names."""
    return " ".join(plain_text(text).split())


def _marked(text: str) -> bool:
    """Whether a tag or an entity may stand in the text; linear in its length, whatever it holds."""
    return bool(_OPENING.search(text, 0, text.rfind(">") + 1) or _ENTITY.search(text))


def _disarmed(text: str) -> str:
    end = text.rfind(">") + 1
    return _OPENING.sub("< ", text[:end]) + text[end:]


def _without_controls(text: str) -> str:
    """Before and after each reading of tags: an invisible character may stand between "<" and the name."""
    return text if text.isascii() and text.isprintable() else _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def _without_tags(text: str) -> str:
    broken = _BREAKS.sub("\n", _ITEMS.sub("• ", text))
    return html.unescape(nh3.clean(broken, tags=set(), clean_content_tags={"script", "style"}))
