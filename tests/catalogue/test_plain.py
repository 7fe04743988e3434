"""Text from portals comes out without markup, readable, and never with a tag in it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK

from catalogue.text.plain import plain_line, plain_text

READ = [
    ("Bin collection days", "Bin collection days"),
    ("<p>One</p><p>Two</p>", "One\nTwo"),
    ("One<br>Two<br/>Three", "One\nTwo\nThree"),
    ("<ul><li>One</li><li class='x'>Two</li></ul>", "• One\n• Two"),
    ("<b>Bold</b> and <i>italic</i>", "Bold and italic"),
    ("Parks &amp; gardens", "Parks & gardens"),
    ("Parks &amp;amp; gardens", "Parks & gardens"),
    ("&lt;p&gt;Escaped&lt;/p&gt;", "Escaped"),
    ("&amp;lt;p&amp;gt;Twice&amp;lt;/p&amp;gt;", "Twice"),
    ("caf&eacute; &#8211; &#x2013;", "café – –"),
    ("a < b and c > d", "a < b and c > d"),
    ("5 <6, 7> 6", "5 <6, 7> 6"),
    ("less <than", "less <than"),
    ("Before<script>alert('x')</script>After", "BeforeAfter"),
    ("<style>p { color: red }</style>Text", "Text"),
    ('<img src=x onerror="alert(1)">Text', "Text"),
    ("<!-- hidden -->Text", "Text"),
    ("<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><p class=MsoNormal>Text<o:p></o:p></p>", "Text"),
    ("<?xml version='1.0'?>Text", "Text"),
    ("A\r\nB\rC\n\n\n\nD", "A\nB\nC\n\nD"),
    ("too   many\tspaces\xa0here", "too many spaces here"),
    ("\ufeffmark\u200b \x07bell", "mark bell"),
    ("<\x00b>text</\x00b>", "text"),
    ("<\u200bscript>x</script>", ""),
    ("<&#8203;b>text", "text"),
    ("half \ud83d", "half \ufffd"),
    ("  ", ""),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "plain"), READ)
def test_a_text_is_made_plain(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_a_name_stands_on_one_line() -> None:
    assert plain_line("<p>Bins\n and</p>\r\n<p>boxes</p>") == "Bins and boxes"


def test_a_text_ends_after_a_hundred_thousand_characters() -> None:
    assert len(plain_text("word " * 50_000)) == 99_999
    assert len(plain_text("é" * 150_000)) == 100_000


TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
wrapped = st.recursive(
    st.sampled_from(("<b>", "</p>", "<script>", "<!--", "-->", "<", ">", "&", "x", "\x00", "\u200b", "&#60;"))
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4).map("".join)
    | inner.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    max_leaves=12,
)  # fmt: skip


@QUICK
@given(wrapped | st.text(st.characters(exclude_categories=()), max_size=40))
def test_no_text_raises_and_no_tag_is_left(text: str) -> None:
    plain = plain_text(text)

    assert not TAG.search(plain)
    assert plain == plain.strip()
    plain.encode()


@pytest.mark.parametrize("layers", range(12))
def test_no_tag_is_left_however_often_it_was_escaped(layers: int) -> None:
    text = "<script>x</script>"
    for _ in range(layers):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert not TAG.search(plain_text(text))


@pytest.mark.parametrize("piece", ["<a ", "<li ", "&lt", "<!--", "</", "&amp;"])
def test_a_text_made_to_be_slow_is_read_in_time(piece: str) -> None:
    begun = time.process_time()
    plain_text(piece * (100_000 // len(piece)))

    assert time.process_time() - begun < 1.0
