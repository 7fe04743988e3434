"""What commands change is in the audit log, with the account that ran them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from made_up_ledger import Field, field_of, later, read, same
from sqlalchemy import select

from catalogue.by_command import who_runs
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.people_schema import audit
from catalogue.settings import Settings
from harvester.cli import portal as command

MANY = tuple(read(f"d{n:02}") for n in range(30))


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Field:
    """A portal in the catalogue that the commands see."""
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    monkeypatch.setenv("LOGNAME", "ann")
    return field_of(open_ledger(Settings(home=tmp_path).ledger_url))


def run(*words: str) -> None:
    done = CliRunner().invoke(command, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output


def told(field: Field) -> list[str]:
    """What was done to the portal, oldest first."""
    with field.ledger.reading() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.n)).mappings().all()
    assert {row["who"] for row in rows} <= {"command:ann"}
    assert {row["thing"] for row in rows} <= {"portal/leeds"}
    return [row["action"] for row in rows]


def test_whoever_runs_a_command_is_named(field: Field) -> None:
    assert who_runs() == "command:ann"


def test_each_deed_is_told_once_and_what_changes_nothing_is_not(field: Field) -> None:
    for words in (
        ("pause", "leeds"),
        ("pause", "leeds"),
        ("pause", "leeds", "--resume"),
        ("schedule", "leeds"),
        ("schedule", "leeds", "--every", "12"),
        ("contact", "leeds"),
        ("contact", "leeds", "data@leeds.example"),
        ("consent", "leeds", "--by", "A. Officer", "--date", "2026-11-01"),
        ("correct", "leeds", "publisher", "Parks", "E08000035"),
        ("correct", "leeds", "publisher", "Parks", "E08000035"),
        ("correct", "leeds", "--list"),
        ("release", "leeds"),
        ("keep", "leeds"),
        ("remove", "leeds", "--yes"),
    ):
        run(*words)
    assert told(field) == [
        "paused", "resumed", "rescheduled", "contact changed", "consent given", "word corrected", "portal removed",
    ]  # fmt: skip


def test_what_is_released_is_told_with_how_much_of_what(field: Field) -> None:
    field.run(*MANY)
    field.run(*(same(one.key) for one in MANY[:15]), now=later(1))
    run("release", "leeds")
    with field.ledger.reading() as connection:
        assert connection.scalars(select(audit.c.detail)).all() == [{"removal": 15}]
