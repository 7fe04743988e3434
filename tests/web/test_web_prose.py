"""A description on a page: its marks are shown, and nothing in it acts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from catalogue.text.markdown import to_markdown
from web.prose import prose

REL = 'rel="nofollow noopener external"'
SHOWN = [
    ("One\nTwo\n\nThree", "<p>One<br>\nTwo</p>\n<p>Three</p>"),
    ("**a** *b* `c`", "<p><strong>a</strong> <em>b</em> <code>c</code></p>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("[x](https://x.org/a_b)", f'<p><a href="https://x.org/a_b" {REL}>x</a></p>'),
    ("(see http://x.org/_a_/b.)", f'<p>(see <a href="http://x.org/_a_/b" {REL}>http://x.org/_a_/b</a>.)</p>'),
    ("[see https://a.org](https://b.org)", f'<p><a href="https://b.org" {REL}>see https://a.org</a></p>'),
    ("http:// alone", "<p>http:// alone</p>"),
    ("snake_case_name 2 * 3 * 4", "<p>snake_case_name 2 * 3 * 4</p>"),
    ("![map](https://x.org/y.png)", "<p>map</p>"),
    ("    not code", "<p>not code</p>"),
    ("Title\n---\nmore *x*", "<p>Title</p>\n<hr>\n<p>more <em>x</em></p>"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_markdown_is_shown(text: str, shown: str) -> None:
    assert prose(text).strip() == shown


def test_headings_begin_below_the_pages_own_and_follow_without_a_gap() -> None:
    tree = html.fromstring(f"<div>{prose('# A' + chr(10) + chr(10) + '#### B')}</div>")
    assert [node.tag for node in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")] == ["h3", "h4"]


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> *x*",
    "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](vbscript:x) [d](data:text/html,x)",
    "[x](//evil.example) [y](/relative)",
    "[x](https://x.org 'onclick=alert(1)')",
    'https://x.org/"onmouseover="alert(1)',
    "`<script>` **<b onclick=x>**",
    "[<img src=x onerror=alert(1)>](https://x.org)",
    "![x](javascript:alert(1))",
]
pieces = st.sampled_from(
    (*HOSTILE, "[", "](", ")", "`", "*", "_", "\n", "|", "- ", "> ", "<a href=", "https://x", "&#")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces | st.text(max_size=5), max_size=6).map("".join))
def test_nothing_in_a_description_acts(text: str) -> None:
    """Also when the text never went through settling."""
    tree = html.fromstring(f"<div>{prose(text)}</div>")
    assert not tree.xpath("//script|//img|//iframe|//style|//svg|//form|//input")
    names = {name for node in tree.iter() for name in node.attrib}
    assert names <= {"href", "rel", "start"}
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in tree.xpath("//@href"))


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "*a", "a**b", "`a", "> ", "- a\n", "[a](", "|", "a|b\n-|-\n|\n", "http://(", "_a_ ", "\\"],
)
def test_a_description_made_to_be_slow_is_shown_in_time(piece: str) -> None:
    begun = time.process_time()
    prose(to_markdown(piece * (100_000 // len(piece))))

    assert time.process_time() - begun < 2.0


def test_a_table_too_wide_to_show_is_text() -> None:
    row = "|".join("a" * 500)
    assert "<table>" not in prose(f"{row}\n{'|'.join('-' * 500)}\n{row}")
