"""From the Markdown of a description to HTML that is safe on any page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

from catalogue.text.markdown import without_markdown

_LONGEST = 12_000
_MOST_COLUMNS = 40
_TOP = 3
_PARAGRAPH = re.compile(r"\n\s*\n")
_SYMBOL = re.compile(r"[*_`#\[\]\\>|~&]|https?://|^ *(?:[-+] |\d{1,9}[.)] |-{3})", re.MULTILINE)
_ADDRESS = re.compile(r"://[^\s<>\"'`|\\^{}]{1,2000}")
_TRAILING = ".,;:!?*_"


def _cleaner(rel: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={
            *("p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "ul", "ol", "li"),
            *("table", "thead", "tbody", "tr", "th", "td", "strong", "em", "s", "a"),
        },
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel=rel,
    )


_CLEANER = _cleaner("nofollow noopener external")
# https://html.spec.whatwg.org/multipage/links.html#link-type-nofollow; "ugc" is what search engines ask of such links
_CLEANER_OF_VISITORS = _cleaner("nofollow ugc noopener external")


@lru_cache(maxsize=256)
def prose(text: str) -> Markup:
    """A description as HTML: paragraphs, lists, links, emphasis, headings from the third level, tables.

    Twice safe: the renderer passes no HTML of the text's own, and what it makes is cleaned by nh3 after it.
    Beyond twelve thousand characters the words stand without their marks.
    """
    return _shown(text, _CLEANER)


@lru_cache(maxsize=64)
def told_prose(text: str) -> Markup:
    """The same of what a visitor wrote, whose links nobody here vouches for."""
    return _shown(text, _CLEANER_OF_VISITORS)


def _shown(text: str, cleaner: nh3.Cleaner) -> Markup:
    if not _SYMBOL.search(text):
        return _paragraphs(text)
    marked, rest = text[:_LONGEST], text[_LONGEST:]
    wide = any(line.count("|") > _MOST_COLUMNS for line in marked.split("\n"))
    renderer = _WITHOUT_TABLES if wide else _RENDERER
    shown = Markup(cleaner.clean(renderer.render(marked)))  # noqa: S704 – cleaned one step before
    return shown + _paragraphs(without_markdown(rest)) if rest else shown


def _paragraphs(text: str) -> Markup:
    blocks = (block.strip() for block in _PARAGRAPH.split(text))
    lined = (Markup("<br>\n").join(escape(line) for line in block.split("\n")) for block in blocks if block)
    return Markup("\n").join(Markup("<p>{}</p>").format(block) for block in lined)


def _make_renderer(*rules: str) -> MarkdownIt:
    """CommonMark and further rules, where a line break is one. A line of dashes below words makes no heading of
    them, indented words are no code, a picture is its words, and a link leads to a whole address."""
    renderer = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 12})
    renderer.enable([*rules, "strikethrough"])
    renderer.disable(["code", "lheading", "reference", "html_block", "html_inline"])
    renderer.validateLink = _is_whole  # type: ignore[assignment,method-assign] # as the library documents
    renderer.add_render_rule("image", _words_of_picture)
    renderer.inline.ruler.before("escape", "bare_address", _bare_address)
    renderer.core.ruler.push("lower_headings", _lower_headings)
    return renderer


def _is_whole(address: str) -> bool:
    return address.lower().startswith(("http://", "https://", "mailto:"))


def _words_of_picture(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return str(escape(tokens[at].content))


def _bare_address(state: StateInline, silent: bool) -> bool:
    """An address in the text becomes a link, before its low lines are taken for emphasis."""
    scheme = next((name for name in ("https", "http") if state.pending.endswith(name)), "")
    if state.src[state.pos] != ":" or not scheme or state.linkLevel > 0:
        return False
    found = _ADDRESS.match(state.src, state.pos)
    if found is None:
        return False
    rest = _without_trailing(found[0])
    if len(rest) <= len("://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        _push_link(state, scheme + rest)
    state.pos += len(rest)
    return True


def _without_trailing(address: str) -> str:
    """An address without the full stop or bracket of the sentence around it."""
    bare = address.rstrip(_TRAILING)
    while bare.endswith((")", "]")) and bare.count(")") + bare.count("]") > bare.count("(") + bare.count("["):
        bare = bare[:-1].rstrip(_TRAILING)
    return bare


def _push_link(state: StateInline, address: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)


def _lower_headings(state: StateCore) -> None:
    """The highest heading of the text becomes the third level, and the others follow without a gap."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(6, _TOP + levels.index(token.tag))}"


_RENDERER = _make_renderer("table")
_WITHOUT_TABLES = _make_renderer()
