"""HTML from portals becomes Markdown; what is Markdown or plain already stays; nothing is left that acts."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK

from catalogue.text.markdown import to_markdown, without_markdown

READ = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<div>One</div><div>Two</div>", "One\nTwo"),
    ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
    ("Dates<br />\nfollow<br />\n<br />\nhere", "Dates\nfollow\n\nhere"),
    ("<p>wrapped\nby its editor</p>", "wrapped by its editor"),
    ("<ul><li>One<li>Two <ul><li>Three</ul></ul>after", "- One\n- Two\n  - Three\n\nafter"),
    ("<ol start=3><li><p>a</p><p>more</p></li><li>b</li></ol>", "3. a\n\n   more\n4. b"),
    ("<p>·&nbsp;&nbsp; a bullet of Word's</p>", "- a bullet of Word's"),
    ("<b>Bold </b>and<i> it</i>alic", "**Bold** and *it*alic"),
    ("<b>a</b><strong>b</strong>c", "**ab**c"),
    ("<b>Note:</b>text", "Note:text"),
    ("<b><div>One</div><p>Two</p></b>", "One\n\nTwo"),
    ("<h1>A</h1><h2>B</h2>c", "### A\n\n#### B\n\nc"),
    ("<blockquote><p>said</p></blockquote>", "> said"),
    ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a | b\n1 | 2"),
    ("<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a | b"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("a <img src='x' alt='small map'> here", "a small map here"),
    ("<a href='http://x.org/a b_(c)'>the [page]</a>", "[the \\[page\\]](http://x.org/a%20b_%28c%29)"),
    ("see<a href='https://x.org/'> https://x.org</a>.", "see https://x.org."),
    ("<a href='mailto:a@x.org'>write</a>", "[write](mailto:a@x.org)"),
    ("<a href='https://x.org/?a=1&region=2'>x</a>", "[x](https://x.org/?a=1&region=2)"),
    ("<a href='java&#10;script:alert(1)'>x</a> <a href='data:text/html,x'>y</a> <a href='/z'>z</a>", "x y z"),
    ("<p># of items</p><p>> more</p>", "\\# of items\n\n\\> more"),
    ("<span style='color:red'>a</span> <font size=5>b</font><o:p></o:p>", "a b"),
    ("<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p class=MsoNormal>a", "a"),
    ("<p onclick='x()'>a</p><script>b</script><style>c</style><iframe src='x'>d</iframe>", "a"),
    ("&lt;p&gt;One&lt;/p&gt;&amp;lt;b&amp;gt;two&amp;lt;/b&amp;gt;", "One\n\n**two**"),
    ("* one\n* two <b>x</b>\n  - three\n\n## Head", "* one\n* two **x**\n  - three\n\n## Head"),
]  # fmt: skip

KEPT = [
    "snake_case_name, __init__ and *stars* # 5 [x] `y` ~ 2 * 3",
    "## Heading\n\n* one\n  * two\n\n1. three\n\n[x](https://x.org/a_b?c=1&region=2) **bold**",
    "a | b\n--- | ---\n1 | 2",
    "C:\\data\\files and a\\_b",
    "5 < 6 and 7 > 6; less <than",
    "> said",
    "Mae'r tŷ yn y dŵr – £5",
]

CHANGED = [
    ("a<b and c>d", "a< b and c>d"),
    ("https://x.org/<postcode>/bins", "https://x.org/< postcode>/bins"),
    ("<https://x.org/a_b>, <team@x.org>", "https://x.org/a_b, team@x.org"),
    ("Parks &amp; gardens &amp;amp; caf&eacute; &unknown;", "Parks & gardens & café &unknown;"),
    ("a\r\nb \t\n\n\n\nc\x00\ufeff  d", "a\nb\n\nc d"),
]


@pytest.mark.parametrize(("text", "markdown"), READ)
def test_html_becomes_markdown(text: str, markdown: str) -> None:
    assert to_markdown(text) == markdown


@pytest.mark.parametrize("text", KEPT)
def test_a_text_without_tags_stays_as_it_was_written(text: str) -> None:
    assert to_markdown(text) == text


@pytest.mark.parametrize(("text", "markdown"), CHANGED)
def test_what_only_looks_like_a_tag_is_text(text: str, markdown: str) -> None:
    assert to_markdown(text) == markdown


TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
PIECES = (
    *(
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<ul>",
        "<li>",
        "</ul>",
        "<ol>",
    ),
    *("<h2>", "</h2>", "<table>", "<tr>", "<td>", "</table>", "<pre>", "</pre>", "<blockquote>", "<script>"),
    *(
        "<a href='http://x.org/_'>",
        "<a href=javascript:x>",
        "</a>",
        "<img alt='[x]'>",
        "<!--",
        "-->",
        "<",
        ">",
    ),
    *(
        "&",
        "&amp;",
        "&lt;",
        "&#60;",
        "&am&#112;;",
        "\n",
        "\n\n",
        "  ",
        "\t",
        "\xa0",
        "\u3000",
        "\u200b",
        "\x00",
    ),
    *("*", "**", "_", "#", "# ", "- ", "1. ", "\\", "`", "[", "](", "|", "http://x.org/", "word", "x", "é"),
)
marked = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join)
escaped = marked.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))


@QUICK
@given(marked | escaped | st.text(st.characters(exclude_categories=()), max_size=40))
def test_reading_again_changes_nothing_and_no_tag_is_left(text: str) -> None:
    markdown = to_markdown(text)

    assert to_markdown(markdown) == markdown
    assert not TAG.search(markdown)
    markdown.encode()


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<div>", "<b>", "<ul><li>", "<ol>", "<blockquote>", "<a href=http://x>", "<table><tr><td>", "<!--"),
        *("<a ", "<a =", "&amp;", "&#38;", "*", "[", "](", "_a ", " ", "\t\n", "<p>&lt;b&gt;"),
    ],
)  # fmt: skip
def test_a_text_made_to_be_slow_is_read_in_time(piece: str) -> None:
    begun = time.process_time()
    without_markdown(to_markdown(piece * (100_000 // len(piece))))

    assert time.process_time() - begun < 1.5


def test_a_text_ends_after_a_hundred_thousand_characters() -> None:
    assert len(to_markdown("<p>" + "é" * 150_000)) <= 100_000


WORDS = [
    ("### Heading\n\n**bold** *it*alic `code` _low_", "Heading\n\nbold italic code low"),
    ("- [the \\[page\\]](https://x.org/a_b)\n- two", "• the [page]\n• two"),
    ("![small map](https://x.org/y.png)", "small map"),
    ("> said\n---\n\\# of items", "said\n\n# of items"),
    ("snake_case_name 2 * 3 https://x.org/_a_/b #4", "snake_case_name 2 * 3 https://x.org/_a_/b #4"),
]


@pytest.mark.parametrize(("markdown", "words"), WORDS)
def test_only_the_words_are_searched_and_shown_on_cards(markdown: str, words: str) -> None:
    assert without_markdown(markdown) == words
