"""The commands by which a person decides what a harvest left open."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from made_up_ledger import Field, field_of, later, read, same

from catalogue.ledger.ledger import open_ledger
from catalogue.settings import Settings
from harvester.cli import portal as command

MANY = tuple(read(f"d{n:02}") for n in range(30))


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Field:
    """A portal in the catalogue that the commands see."""
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    return field_of(open_ledger(Settings(home=tmp_path).ledger_url))


def stook(*words: str) -> Result:
    return CliRunner().invoke(command, list(words), catch_exceptions=False)


def renamed(field: Field) -> None:
    """One dataset goes, and another of its title comes, of another day at another address."""
    old = read("a", "Parks", addresses=("https://files.example/a",), issued="2019-01-01")
    new = read("b", "Parks", addresses=("https://files.example/b",), issued="2020-01-01")
    field.run(*MANY, old)
    field.run(*(same(one.key) for one in MANY), new, now=later(1))


def test_what_is_held_is_listed_and_kept(field: Field) -> None:
    field.run(*MANY)
    assert stook("held", "leeds").output == "leeds: nothing is held back.\n"
    field.run(*(same(one.key) for one in MANY[:15]), now=later(1))

    listed = orjson.loads(stook("held", "leeds", "--json").output)
    assert len(listed) == 15
    assert (listed[0]["kind"], listed[0]["title"], listed[0]["decision"]) == ("removal", "About d15", "")
    assert "too many at once" in stook("held", "leeds").output
    assert stook("keep", "leeds").output == "leeds: 15 stay as they are.\n"
    assert {one["decision"] for one in orjson.loads(stook("held", "leeds", "--json").output)} == {"keep"}


def test_what_is_released_is_withdrawn(field: Field) -> None:
    field.run(*MANY)
    field.run(*(same(one.key) for one in MANY[:15]), now=later(1))

    said = stook("release", "leeds").output
    assert said == "leeds: 15 datasets withdrawn; the next harvest brings 0 changes and additions.\n"
    assert list(field.states().values()).count("withdrawn") == 15


def test_matches_are_listed_with_evidence_and_doubt_and_confirmed(field: Field) -> None:
    renamed(field)

    (listed,) = orjson.loads(stook("matches", "leeds", "--json").output)
    assert (listed["key"], listed["held_key"], listed["evidence"]) == ("b", "a", "the same title")
    assert "another address and another day of issue" in stook("matches", "leeds").output
    assert (
        stook("confirm", "leeds", "b").output
        == "leeds: 1 confirmed; the next harvest brings what they say now.\n"
    )
    assert stook("matches", "leeds").output == "leeds: no match waits.\n"


def test_matches_are_rejected_all_at_once(field: Field) -> None:
    renamed(field)

    assert stook("reject", "leeds", "--all").output == "leeds: 1 rejected; the next harvest adds them.\n"


def test_nobody_decides_on_all_by_leaving_the_keys_out(field: Field) -> None:
    for words in (("confirm", "leeds"), ("reject", "leeds"), ("confirm", "leeds", "b", "--all")):
        done = stook(*words)
        assert (done.exit_code, "name the keys, or give --all" in done.output) == (2, True)
