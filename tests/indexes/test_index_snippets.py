"""That a snippet's words are found wherever they stand, whatever letters the text is written in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalogue.indexes.snippets import _spans, _spans_of_each
from catalogue.indexes.words import WORD, fold, stem

WORDS = st.sampled_from(
    ["Éclair", "eclairs", "o'reilly", "Reilly’s", "buses", "Ŷs", "ys", "_tree", "TREES", "ﬁsh", "–", "10th"]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=12).map(" ".join)


@given(TEXTS, st.sets(WORDS.map(lambda word: stem(fold(word.strip("_–")))), min_size=1))
def test_every_word_of_a_term_is_found(text: str, terms: set[str]) -> None:
    marked = frozenset(terms - {""})
    expected = [
        (*match.span(), stem(fold(match[0])))
        for match in WORD.finditer(text)
        if stem(fold(match[0])) in marked
    ]
    assert _spans(text, marked) == expected


@given(st.lists(TEXTS, max_size=5), st.sets(WORDS.map(lambda word: stem(fold(word.strip("_–")))), min_size=1))
def test_texts_that_are_looked_through_together_are_each_searched(texts: list[str], terms: set[str]) -> None:
    marked = frozenset(terms - {""})
    assert _spans_of_each(texts, marked) == [_spans(text, marked) for text in texts]
