"""What a spreadsheet leaves in a cell where a formula fails, and words that only look like it."""

import pytest

from harvester.sampling.values import is_missing


@pytest.mark.parametrize("cell", ["#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NAME?", "#NUM!"])
def test_a_formula_that_failed_says_nothing(cell: str) -> None:
    assert is_missing(cell)


@pytest.mark.parametrize("cell", ["REF", "Ref", "Value", "#12", "Name"])
def test_a_code_or_a_word_says_something(cell: str) -> None:
    """REF is how planning registers say that an application was refused."""
    assert not is_missing(cell)
