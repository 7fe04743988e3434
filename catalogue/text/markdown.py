"""Long texts from portals as safe Markdown: HTML rewritten, what is no HTML left as it was written."""

from __future__ import annotations

import re

import nh3

from catalogue.text.markup import LONGEST, is_bare, parsable, unwrapped
from catalogue.text.writer import TAGS, write_markdown

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={
        *("script", "style", "xml", "iframe", "object", "noscript", "noframes", "noembed", "template"),
        *("title", "svg", "math", "select", "textarea", "audio", "video", "canvas"),
    },
    attributes={"a": {"href"}, "img": {"alt"}, "ol": {"start"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_ENDS = re.compile(r"[ \t\xa0]+(?=\n|\Z)")
_INDENTS = re.compile(r"(?m)^[ \t\xa0]+")
_SPACE = re.compile(r"(?<=[^ \t\xa0\n])(?:[\t\xa0]| (?=[ \t\xa0]))[ \t\xa0]*")
_GAPS = re.compile(r"\n{3,}")

_SYMBOL = re.compile(r"[*_`#\[\\>|]|^ *[-+] ", re.MULTILINE)
_LINK = re.compile(r"!?\[((?:[^\[\]\\\n]|\\.){0,1000})\]\([^()\s]{0,2100}\)")
_LINE_START = re.compile(r"(?m)^ *(?:#{1,6} +|> ?|(?:[-*_] ?){3,}$)")
_BULLET = re.compile(r"(?m)^ *[-+*] +")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\1")
_LOW_LINES = re.compile(r"(?<![\w/])(_{1,3})(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_])\1(?!\w)")
_TICKS = re.compile(r"`([^`\n]{1,1000})`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def to_markdown(text: str) -> str:
    """The text as Markdown without HTML in it; at most 100,000 characters. What it gives is left as it is
    when it is read again.

    HTML goes through nh3 (the ammonia library), which knows what a tag is; our writer then sees only a few
    sound ones. A text without tags may be Markdown already: its words and symbols stay.
    """
    if is_bare(text):
        return _tidied(text)  # half of all descriptions
    return _tidied(unwrapped(text, _rewritten))[:LONGEST].rstrip()


def _rewritten(text: str) -> str:
    return write_markdown(_CLEANER.clean(parsable(text)))


def without_markdown(text: str) -> str:
    """The words of a Markdown text, for the search index and a result's few lines."""
    if not _SYMBOL.search(text):
        return text
    bare = _BULLET.sub("• ", _LINE_START.sub("", _LINK.sub(r"\1", text)))
    bare = _LOW_LINES.sub(r"\2", _STARS.sub(r"\2", _STARS.sub(r"\2", bare)))
    return _ESCAPE.sub(r"\1", _TICKS.sub(r"\1", bare))


def _tidied(text: str) -> str:
    """Lines without spaces at their ends and runs within; the indent of a line stays, since a list may need it."""
    spaced = _ENDS.sub("", text) if "\n" in text else text.strip()
    if "  " in spaced or "\t" in spaced or "\xa0" in spaced:
        spaced = _INDENTS.sub(
            lambda indent: indent[0].expandtabs(4).replace("\xa0", " "), _SPACE.sub(" ", spaced)
        )
    return _GAPS.sub("\n\n", spaced).strip() if "\n" in spaced else spaced.strip()
