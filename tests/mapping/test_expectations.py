"""Words beyond the recorded portals: none is read wrongly, and few are not read at all."""

from __future__ import annotations

from collections import Counter

import pytest
from expecting import Expectation, expectations, table

ROWS = expectations()
PROPERTIES = sorted({row.kind for row in ROWS})
MISSED = 0.02
"""The share of a property's words that may stay unread though a person can read them."""


@pytest.mark.parametrize("name", PROPERTIES)
def test_no_word_is_read_as_something_that_it_does_not_mean(name: str) -> None:
    wrong = [str(row) for row in _of(name) if not row.is_met and not row.is_missed]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", PROPERTIES)
def test_few_words_that_a_person_can_read_stay_unread(name: str) -> None:
    rows = _of(name)
    missed = [str(row) for row in rows if row.is_missed]
    assert len(missed) <= MISSED * len(rows), "\n".join(missed)


def test_no_word_is_asked_about_twice() -> None:
    counted = Counter((row.kind, row.portal, row.word) for row in ROWS)
    assert [key for key, count in counted.items() if count > 1] == []


def test_a_word_read_wrongly_is_told_from_one_that_is_not_read() -> None:
    unread, wrong = _made_up("when the moon is full", "MONTHLY"), _made_up("weekly", "MONTHLY")
    assert (unread.is_missed, wrong.is_missed, unread.is_met, wrong.is_met) == (True, False, False, False)
    assert list(table((unread, wrong))) == ["frequency        2     0     1     1"]


def _made_up(word: str, answer: str) -> Expectation:
    return Expectation(kind="frequency", portal="", word=word, answers=(answer,), note="")


def _of(name: str) -> list[Expectation]:
    return [row for row in ROWS if row.kind == name]
