"""Which spellings count as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.folding import LONGEST, addresses_in, fold, is_address, plain


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("  Open   Data ", "open data"),
        ("Perth & Kinross", "perth and kinross"),
        ("Perth &amp; Kinross", "perth and kinross"),
        ("Perth &amp;amp; Kinross", "perth and kinross"),
        ("Ynys Môn", "ynys mon"),
        ("King’s Lynn", "kings lynn"),
        ("King's Lynn", "kings lynn"),
        ("Straße", "strasse"),
        ("cc-by_sa/4.0", "cc by sa 4 0"),
        ("<p>Open <b>Data</b></p>", "open data"),
        ("&lt;p&gt;Open&lt;/p&gt;", "open"),
        ("a < b", "a b"),
        ("ＣＳＶ", "csv"),
        ("医療・福祉", "医療 福祉"),
        ("…", ""),
    ],
)
def test_words_lose_case_accents_punctuation_and_markup(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/Licence/1",
        "http://example.org/licence/1/",
        "http://www.Example.org/licence/1",
        "//example.org/licence/1",
        "www.example.org/licence/1.",
        "http:/example.org/licence/1",
        " <a>http://example.org/licence/1</a> ",
    ],
)
def test_addresses_lose_scheme_www_case_and_closing_slash(address: str) -> None:
    assert fold(address) == "//example.org/licence/1"
    assert is_address(fold(address))


def test_fragments_stay_since_they_can_name_concepts() -> None:
    assert fold("http://example.org/code#W") != fold("http://example.org/code#M")


def test_an_address_among_words_is_words() -> None:
    assert not is_address(fold("see http://example.org/"))


def test_addresses_are_found_in_markup_and_text_once_each() -> None:
    text = "<a href='http://a.example/x'>http://A.example/x/</a> (www.b.example) &lt;a href=&quot;https://c.example&quot;&gt;"
    assert addresses_in(text) == ("//a.example/x", "//b.example", "//c.example")


def test_what_stands_beyond_the_limit_is_not_read() -> None:
    assert addresses_in(" " * LONGEST + "http://a.example/") == ()
    assert len(plain("x" * LONGEST * 2)) == LONGEST


@given(word=st.one_of(st.text(), st.text(alphabet="<>&;ampltgqu#38:/.w(ho)İßſ ", max_size=60)))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)
