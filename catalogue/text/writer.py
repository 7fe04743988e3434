"""From clean HTML, as ammonia leaves it, to Markdown.

The parser is ammonia's: here stand only tags that open and close in order, with quoted attributes. So one
pass over them is enough, and it takes as long as the text is.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_RUN = re.compile(r"[ \t\n\xa0]+")
_READ_AS_BLOCK = re.compile(r"#{1,6}(?:\s|$)|>")
_BULLET = re.compile(r"[•·▪●◦‣]\s+")
_LETTER_FOLLOWS = re.compile(r"(?:</[a-z]+>){0,4}\w")
_ADDRESS_FOLLOWS = re.compile(r"(?:</[a-z]+>){0,4}[^\s<.,;:)\]]")
_UNSAFE = str.maketrans({character: f"%{ord(character):02X}" for character in ' ()<>"\\`\t\n'})
_LONGEST_ADDRESS = 2_000
_DEEPEST = 12

_PARAGRAPHS = {"p", "blockquote", "table", "pre", "dl", "section", "article", "caption", "ul", "ol"}
_LINES = {"div", "tr", "dt", "dd", "li"}
_HEADINGS = {f"h{level}": "#" * min(6, level + 2) + " " for level in range(1, 7)}
_BLOCKS = _PARAGRAPHS | _LINES | set(_HEADINGS)
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
TAGS = frozenset(_BLOCKS | set(_EMPHASIS) | {"a", "br", "hr", "img", "td", "th"})
"""The tags of HTML that are written as Markdown; no other may be given."""


def write_markdown(clean: str) -> str:
    """Markdown for HTML that a cleaner has passed. Headings begin at the third level, since a description
    stands within a page that has its own; pictures leave their words behind."""
    writer = _Writer()
    for token in _TOKEN.finditer(clean):
        closing, tag, attributes, text = token.groups()
        if text:
            writer.text(html.unescape(text))
        elif closing:
            writer.close(tag, clean, token.end())
        else:
            writer.open(tag, {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)})
    return "".join(writer.out)


@dataclass(slots=True)
class _List:
    """An open list: the next item's `number`, 0 for bullets; how far its item's words are indented."""

    number: int
    items: int = 0
    indent: int = 0


@dataclass(slots=True)
class _Span:
    """An open emphasis or link; `begun` is where its first word stands in what was written, -1 before it."""

    sign: str
    begun: int = -1


@dataclass(slots=True)
class _Writer:
    """What has been written, and what is open.

    `gap` counts the line breaks due before the next word, and `start` is what then begins its line. An item
    or a cell is `fresh` until its first word: a paragraph within it begins on the same line.
    """

    out: list[str] = field(default_factory=list)
    gap: int = 0
    start: str = ""
    fresh: bool = False
    blocks: int = 0
    kept: int = 0
    quotes: int = 0
    cells: int = 0
    broken: bool = False
    lists: list[_List] = field(default_factory=list)
    spans: list[_Span] = field(default_factory=list)

    def text(self, text: str) -> None:
        """Words. A line break within a block is a space; outside all blocks, and in `pre`, it stays, since the
        text there may be lines of Markdown with a few tags among them."""
        if self.blocks and not self.kept:
            self.words(_RUN.sub(" ", text), escaped=True)
            return
        for count, line in enumerate(text.removeprefix("\n" * bool(self.gap)).split("\n")):
            if count:
                self.gap = min(2, self.gap + 1)
            said = bool(line) and not line.isspace()
            self.words(line if said else line[:1], indented=said and bool(count))

    def words(self, text: str, *, escaped: bool = False, indented: bool = False) -> None:
        """Words on the line in hand, or on a new one where one is due."""
        begins = bool(self.gap or self.start or not self.out)
        if not indented and (begins or self.out[-1].endswith((" ", "\n"))):
            text = text.lstrip(" ")
        if not text:
            return
        if begins:
            self.broken = self.broken or not self.fresh
            self._begin_line()
            text = _as_words(text) if escaped else text
        for span in self.spans:
            span.begun = len(self.out) if span.begun < 0 else span.begun
        self.out.append(text)
        self.fresh = False

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        """The beginning of an element."""
        if tag in _BLOCKS:
            self._open_block(tag, attributes)
        elif tag in _EMPHASIS:
            self.spans.append(_Span(_EMPHASIS[tag]))
        elif tag == "a":
            self.spans.append(_Span(attributes.get("href", "")))
        elif tag == "br":
            self._break(min(2, self.gap + 1))
        elif tag == "hr":
            self._break(2)
        elif tag == "img" and attributes.get("alt"):
            self.words(f" {_RUN.sub(' ', attributes['alt'])} ", escaped=True)
        elif tag in ("td", "th"):
            self._open_cell()

    def close(self, tag: str, clean: str, end: int) -> None:
        """The end of an element; what follows it decides whether its sign can be read."""
        if tag in _BLOCKS:
            self._close_block(tag)
        elif tag in ("td", "th"):
            self.gap = self.gap if self.broken else 0
        elif self.spans and tag == "a":
            self._link(self.spans.pop(), alone=not _ADDRESS_FOLLOWS.match(clean, end))
        elif self.spans and tag in _EMPHASIS:
            self._emphasise(self.spans.pop(), parted=not _LETTER_FOLLOWS.match(clean, end))

    def _begin_line(self) -> None:
        """The line breaks that are due, and what a line begins with within quotations and lists."""
        indent = " " * min(sum(each.indent for each in self.lists), 2 * _DEEPEST)
        if self.out:
            self.out.append("\n" * self.gap)
        self.out.append("> " * min(self.quotes, _DEEPEST) + indent + self.start)
        if self.lists and not self.lists[-1].indent:
            self.lists[-1].indent = len(self.start)
        self.gap, self.start = 0, ""

    def _open_block(self, tag: str, attributes: dict[str, str]) -> None:
        self.blocks += 1
        self._break(1 if tag in _LINES or (tag in ("ul", "ol") and self.lists) else 2)
        if tag in ("ul", "ol"):
            self.lists.append(_List(_number(attributes.get("start", "")) if tag == "ol" else 0))
        elif tag == "li":
            self._open_item()
        elif tag in _HEADINGS:
            self.start += _HEADINGS[tag]
        self.quotes += tag == "blockquote"
        self.kept += tag == "pre"
        if tag in ("table", "tr"):
            self.cells = 0

    def _close_block(self, tag: str) -> None:
        self.blocks -= 1
        self.quotes -= tag == "blockquote"
        self.kept -= tag == "pre"
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in _HEADINGS or tag == "li":
            self.start, self.fresh = "", False
        self._break(1 if tag in _LINES or self.lists else 2)

    def _open_item(self) -> None:
        self.fresh = True
        if not self.lists:
            self.start = "- "
            return
        held = self.lists[-1]
        self.gap = 1 if held.items else self.gap
        self.start = f"{held.number + held.items}. " if held.number else "- "
        held.items += 1
        held.indent = 0

    def _open_cell(self) -> None:
        self.cells += 1
        if self.cells > 1 and not self.gap:
            self.words(" | ")
        self.broken, self.fresh = False, True

    def _break(self, least: int) -> None:
        """At least so many line breaks before the next word."""
        if not self.fresh:
            self.gap = max(self.gap, least)

    def _taken(self, span: _Span) -> str:
        """What was written since the span began, taken back."""
        if span.begun < 0:
            return ""
        taken = "".join(self.out[span.begun :])
        del self.out[span.begun :]
        return taken

    def _emphasise(self, span: _Span, *, parted: bool) -> None:
        """Signs are written only where they will be read as such: around words, on one line, once."""
        taken = self._taken(span)
        inner = taken.strip()
        before = self.out[-1][-1:] if self.out else ""
        signed = (
            inner
            and "\n" not in inner
            and span.sign not in (each.sign for each in self.spans)
            and span.sign not in inner
            and (inner[-1].isalnum() or (parted or taken[-1] == " "))
            and (inner[0].isalnum() or not before.isalnum() or taken[0] == " ")
        )
        if signed and taken == inner and before == "*" and self.out[-1].endswith(f"{span.sign}"):
            self.out[-1] = self.out[-1][: -len(span.sign)] + inner + span.sign
        elif signed:
            lead, tail = taken[: len(taken) - len(taken.lstrip())], taken[len(taken.rstrip()) :]
            self.out.append(f"{lead}{span.sign}{inner}{span.sign}{tail}")
        elif taken:
            self.out.append(taken)

    def _link(self, span: _Span, *, alone: bool) -> None:
        """A link with its words, the address alone where it says the same, or the words of what is no address."""
        taken = self._taken(span)
        label = " ".join(taken.split())
        address = span.sign.strip().translate(_UNSAFE)
        if not label:
            return
        if (
            not address.lower().startswith(("http://", "https://", "mailto:"))
            or len(address) > _LONGEST_ADDRESS
        ):
            self.out.append(taken)
            return
        same = alone and label.rstrip("/") == address.rstrip("/")
        lead, tail = " " * (taken[0] == " "), " " * (taken[-1] == " ")
        self.out.append(f"{lead}{label if same else f'[{_labelled(label)}]({address})'}{tail}")


def _as_words(text: str) -> str:
    """Words at the beginning of a line, not taken for a heading or a quotation; Word's bullets as ours."""
    if _READ_AS_BLOCK.match(text):
        return "\\" + text
    return _BULLET.sub("- ", text, count=1) if _BULLET.match(text) else text


def _labelled(label: str) -> str:
    return label.replace("[", "\\[").replace("]", "\\]") if "[" in label or "]" in label else label


def _number(start: str) -> int:
    return int(start) if start.isdecimal() and len(start) < 6 else 1
