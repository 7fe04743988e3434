"""The list of words that say nothing."""

from __future__ import annotations

from catalogue.indexes.words import STOP, WORD, fold
from catalogue.questions.silence import SILENT_FILE, silent_phrases, silent_words
from catalogue.questions.understanding import understand
from vocab import load_vocabulary

LINES = [line for line in SILENT_FILE.read_text("utf-8").splitlines() if not line.startswith("#")][1:]


def silent(text: str) -> tuple[str, ...]:
    """The silent words of a text."""
    return understand(text, load_vocabulary(), today="2026-11-28").silent


def test_each_line_is_a_folded_text_and_its_language_once() -> None:
    pairs = [line.split(",") for line in LINES]
    assert all(len(pair) == 2 and pair[1] in {"en", "cy"} for pair in pairs)
    assert all(" ".join(WORD.findall(fold(words))) == words for words, _ in pairs)
    assert len(set(LINES)) == len(LINES)


def test_no_single_word_is_one_that_the_index_leaves_out_anyway() -> None:
    english = {line.split(",")[0] for line in LINES if line.endswith(",en")}
    assert silent_words() & STOP & english == set()


def test_no_word_that_says_nothing_names_a_topic() -> None:
    for words in (*silent_words(), *map(" ".join, silent_phrases())):
        senses = understand(words, load_vocabulary(), today="2026-11-28").senses
        assert [sense.typed for sense in senses if sense.typed == words] == []


def test_words_of_a_question_are_silent_and_words_of_its_matter_are_not() -> None:
    text = "I am looking for datasets that detail how people illegally dump rubbish on the streets"
    assert silent(text) == ("am", "looking", "datasets", "detail")


def test_a_word_silent_by_itself_counts_where_it_names_something() -> None:
    assert silent("list of public toilets in Leeds") == ("list",)


def test_words_in_quotes_are_not_silent() -> None:
    assert silent('trees "list of data"') == ()


def test_where_nothing_else_is_said_nothing_is_silent() -> None:
    assert silent("is there any data available about information") == ()


def test_welsh_questions_have_silent_words() -> None:
    assert silent("Faint o ysgolion sydd yng Nghymru?") == ("faint", "o", "yng")
