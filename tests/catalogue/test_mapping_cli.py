"""What the commands about meaning say when they are asked for something that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_up_ledger import field_of, read

from catalogue.cli import stook
from catalogue.ledger.ledger import open_ledger
from catalogue.settings import load_settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    yield tmp_path


@pytest.fixture
def held() -> None:
    """One dataset of one portal."""
    ledger = open_ledger(load_settings().ledger_url)
    field_of(ledger).run(read("bins", "Bins"))
    ledger.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(stook, arguments)


def test_a_vocabulary_that_there_is_not_is_refused_with_the_one_meant() -> None:
    """Those who ask for a property's name mean the vocabulary that fills it."""
    assert "'licnce' is not one of access-right, " in run("vocab", "match", "licnce", "OGL").output
    assert "'licence' is near" in run("vocab", "match", "licnce", "OGL").output
    assert "'file-type' is near" in run("vocab", "match", "format", "CSV").output
    assert run("vocab", "match", "format", "CSV").exit_code == 2


def test_a_word_that_nobody_knows_ends_with_status_1_and_says_where_it_was_sought() -> None:
    told = run("vocab", "match", "access-right", "on Tuesdays")
    assert told.exit_code == 1
    assert told.output == "Nobody knows 'on Tuesdays' among Access rights (access-right); it stays a word.\n"


def test_words_of_a_property_that_there_is_not_are_no_empty_list(held: None) -> None:
    told = run("vocab", "unmatched", "--property", "licence")
    assert told.exit_code == 2
    assert "--property: 'licence' is not one of " in told.output
    assert "'license' is near" in told.output
    assert run("vocab", "unmatched", "--property", "distribution.format").exit_code == 0


def test_where_no_word_of_a_property_is_unknown_that_is_said(held: None) -> None:
    assert run("vocab", "unmatched", "--property", "license").output.startswith("No such word is held")
    assert run("vocab", "unmatched", "--property", "license", "--json").output == "[]\n"


def test_an_empty_catalogue_says_so() -> None:
    assert run("mapping").output == "Nothing is held yet; `stook harvest` brings it.\n"
    assert run("mapping", "--json").output == "[]\n"


@pytest.mark.parametrize("name", ["mapping", "remap", "vocab list", "vocab match", "vocab unmatched"])
def test_the_help_shows_examples_and_the_shape_of_the_json(name: str) -> None:
    told = run(*name.split(), "--help").output
    assert "stook " + name in told.partition("Example")[2]
    assert "JSON: " in told
