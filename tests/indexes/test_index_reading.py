"""How a typed text is read, and that no text whatever is an error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.indexes.protocol import FACETS, Document, Index, Results, Search, open_index
from catalogue.indexes.reading import MOST_WORDS, Operator, Phrase, Reading, read_text

CHARACTERS = st.one_of(st.sampled_from(list("AND OR NOT*?[(\"':~^\x00-+/\\{}<>&|éŷß£ ")), st.characters())
PIECES = st.sampled_from(
    [
        "tree",
        "order",
        '"',
        "title:",
        "format:csv",
        "-",
        "-tree",
        'publisher:"',
        " ",
        "*",
        "\x00",
        "naïve's",
        "ﬁ",
        "ΑΣ",
    ]
)


def read(text: str) -> Reading:
    return read_text(Search(text=text))


def words(text: str) -> list[str]:
    """The words of all pieces, as typed."""
    return [word.typed for piece in read(text).pieces for word in piece.words]


@pytest.fixture(scope="module")
def trees() -> Iterator[Index]:
    index = open_index("memory:")
    index.apply(
        documents=[
            Document(id="1", title="Tree orders", publisher_label="Leeds", formats=("CSV",)),
            Document(
                id="2", title="Naïve \x00 ﬁeld \ud800", keywords=("\ud800",), publisher="\ud800", card={}
            ),
        ],
        gone=(),
        mark=1,
    )
    yield index
    index.close()


@settings(deadline=None, max_examples=200)
@given(text=st.one_of(st.text(CHARACTERS), st.lists(PIECES, max_size=20).map("".join)))
def test_no_text_is_an_error(trees: Index, text: str) -> None:
    assert isinstance(trees.search(Search(text=text, facets=FACETS)), Results)


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "tree " * 2_000, '"' * 10_000, "-" * 10_000, "title:" * 2_000]
)
def test_a_text_of_ten_thousand_characters_is_no_error(trees: Index, text: str) -> None:
    assert isinstance(trees.search(Search(text=text)), Results)


@settings(deadline=None, max_examples=50)
@given(value=st.text())
def test_no_filter_value_is_an_error(trees: Index, value: str) -> None:
    results = trees.search(Search(filters={"format": (value,)}, facets=("format",)))
    assert value == "" or value in [each.value for each in results.facets["format"]]


def test_only_so_many_words_are_read() -> None:
    assert len(words(" ".join(f"w{n}" for n in range(100)))) == MOST_WORDS


def test_words_after_the_cut_are_not_read() -> None:
    assert words("a" * 5 + " " * 600 + "tree") == ["aaaaa"]


def test_a_word_given_twice_counts_once() -> None:
    assert words("tree road Trees") == ["trees", "road"]


def test_an_unknown_operator_is_plain_text() -> None:
    text = "http://x.org colour:red"
    assert (read(text).demands, words(text)) == ((), ["http", "x", "org", "colour", "red"])


def test_an_operator_without_a_value_is_plain_text() -> None:
    assert words("format: csv") == ["format", "csv"]


def test_a_known_operator_takes_a_word_or_a_phrase() -> None:
    assert read('FORMAT:csv publisher:"perth kinross"').demands == (
        Operator(name="format", words=("csv",)),
        Operator(name="publisher", words=("perth", "kinross")),
    )


def test_a_phrase_keeps_the_distance_over_words_left_out() -> None:
    assert read('"orders in the city"').demands == (Phrase(terms=((0, "order"), (3, "citi"))),)


def test_a_quotation_left_open_is_plain_text() -> None:
    assert words('"tree order') == ["tree", "order"]


def test_a_hyphen_within_a_word_refuses_nothing() -> None:
    assert read("e-mail").refusals == ()


def test_only_the_last_bare_word_may_be_a_beginning() -> None:
    texts = ("tree recy", 'tree "recy"', "recy format:csv", "recy -x", "re")
    found = [read(text).beginning for text in texts]
    assert [word.typed if word else None for word in found] == ["recy", None, None, None, None]
