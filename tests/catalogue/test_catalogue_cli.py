"""The `stook` command: help with an example, JSON for programs, a sentence and status 2 for what cannot be done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from made_up_ledger import field_of, read

from catalogue.cli import main, status_row, stook
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.status import portal_statuses
from catalogue.projection import project
from catalogue.settings import Settings, load_settings
from catalogue.stores import open_store


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and no settings from outside."""
    for name in [name for name in os.environ if name.startswith("STOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(stook, arguments, catch_exceptions=False)


def every_command() -> Iterator[tuple[str, ...]]:
    """The words that lead to each command which does something."""
    context = click.Context(stook)
    for name in stook.list_commands(context):
        command = stook.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.list_commands(click.Context(command)))
        else:
            yield (name,)


@pytest.mark.parametrize("words", tuple(every_command()), ids=" ".join)
def test_every_command_shows_an_example(words: tuple[str, ...]) -> None:
    result = run(*words, "--help")

    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"stook {' '.join(words)}" in result.output


def test_the_commands_of_the_catalogue_are_found() -> None:
    assert {("settings",), ("status",), ("mapping",), ("search",), ("query",), ("rebuild",)} <= set(
        every_command()
    )


def test_every_setting_is_shown_with_where_it_came_from(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOOK_DELAY", "2.5")
    (home / "stook.toml").write_text('contact = "data@leeds.test"\ndelay = 9\n')

    rows = {row["name"]: row for row in json.loads(run("settings", "--json").output)}

    assert set(rows) == {f"STOOK_{name.upper()}" for name in Settings.model_fields}
    assert (rows["STOOK_DELAY"]["value"], rows["STOOK_DELAY"]["from"]) == ("2.5", "STOOK_DELAY")
    assert (rows["STOOK_CONTACT"]["value"], rows["STOOK_CONTACT"]["from"]) == (
        "data@leeds.test",
        "stook.toml",
    )
    assert rows["STOOK_BIND"]["from"] == "default"
    assert all(row["means"] for row in rows.values())


def test_settings_are_a_table_for_people() -> None:
    assert "STOOK_BIND" in run("settings").output


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a catalogue of two datasets; to be copied."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), base="http://catalogue.test")
    ledger = open_ledger(settings.ledger_url)
    field_of(ledger).run(read("bins", "Bin rounds"), read("trees", "Tree map"))
    project(settings, ledger)
    ledger.close()
    return settings.home


@pytest.fixture
def harvested(catalogue: Path, home: Path) -> Path:
    """A copy of it where the settings look for it."""
    return Path(shutil.copytree(catalogue, home / "var", symlinks=True))


def test_the_home_that_a_variable_names_is_used(
    home: Path, harvested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harvested.rename(home / "elsewhere")
    monkeypatch.setenv("STOOK_HOME", str(home / "elsewhere"))

    assert json.loads(run("status", "--json").output)["portals"][0]["datasets"] == 2
    assert not (home / "var").exists()


def test_status_has_the_fields_that_programs_read(harvested: Path) -> None:
    (row,) = json.loads(run("status", "--json").output)["portals"]

    assert set(row) >= {
        "slug", "title", "kind", "verdict", "datasets", "missing", "withdrawn", "rejected", "last_run", "next_run",
        "sentence",
    }  # fmt: skip
    assert (row["slug"], row["verdict"], row["datasets"]) == ("leeds", "complete", 2)
    assert "leeds" in run("status").output


def test_a_portal_never_harvested_says_so() -> None:
    ledger = open_ledger(load_settings().ledger_url)
    field = field_of(ledger)
    with ledger.reading() as connection:
        (one,) = portal_statuses(connection)
    assert status_row(one)["sentence"] == "Not harvested yet."
    field.begin()
    ledger.close()

    assert json.loads(run("status", "--json").output)["portals"][0]["verdict"] == "running"


def test_mapping_counts_are_a_list_with_every_portal_by_itself(harvested: Path) -> None:
    rows = json.loads(run("mapping", "--json").output)

    assert {row["portal"] for row in rows} == {"leeds"}
    theme = next(row for row in rows if row["property"] == "theme")
    assert (theme["published"], theme["mapped"], theme["unmatched"], theme["total"]) == (4, 2, 2, 2)
    assert json.loads(run("mapping", "--json", "--portal", "leeds").output) == rows


def test_mapping_is_told_in_shares_and_what_is_there_of_text(harvested: Path) -> None:
    lines = [" ".join(line.split()) for line in run("mapping").output.splitlines()]

    assert "theme 2 100 % 4 50.0 % 50.0 %" in lines
    assert "description 0 0 % 0" in lines
    assert (
        any(line.startswith("leeds theme 2") for line in run("mapping", "--all").output.splitlines()) is False
    )
    assert "leeds theme" in " ".join(run("mapping", "--all").output.split())


def test_words_that_nobody_knows_are_a_list_of_work(harvested: Path) -> None:
    (row,) = json.loads(run("vocab", "unmatched", "--json").output)

    assert row == {"property": "theme", "word": "Oddities", "values": 2, "datasets": 2, "portals": ["leeds"]}
    assert json.loads(run("vocab", "unmatched", "--property", "license", "--json").output) == []
    assert "Oddities" in run("vocab", "unmatched", "--portal", "leeds").output


def test_the_officers_test_says_what_a_word_means_and_why() -> None:
    told = run("vocab", "match", "licence", "UK Open Government Licence (OGL)", "--json")
    unknown = run("vocab", "match", "frequency", "when the moon is full", "--json")

    assert told.exit_code == 0
    said = json.loads(told.output)
    assert (said["code"], said["sure"]) == ("ogl-3.0", False)
    assert said["how"].startswith("hidden label")
    assert (unknown.exit_code, json.loads(unknown.output)["concept"]) == (1, "")


def test_a_scheme_that_is_none_is_told_with_those_that_are() -> None:
    told = run("vocab", "match", "licences", "OGL")

    assert told.exit_code == 2
    assert "licence" in told.output


def test_every_vocabulary_is_listed() -> None:
    rows = json.loads(run("vocab", "list", "--json").output)

    assert {"licence", "theme", "frequency"} <= {row["name"] for row in rows}
    assert all(row["concepts"] and row["source"] for row in rows)


def test_the_catalogue_is_searched_and_queried_and_built_again(home: Path, harvested: Path) -> None:
    query = "SELECT ?t { ?d a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> ?t } ORDER BY ?t"
    (home / "titles.rq").write_text(query)

    found = json.loads(run("search", "bin", "--json").output)
    assert (found["total"], found["hits"][0]["title"]) == (1, "Bin rounds")
    assert "Bin rounds" in run("search", "bin").output
    assert run("query", query).output.split("\n")[:3] == ["t", "Bin rounds", "Tree map"]
    assert run("query", "titles.rq", "--format", "csv").output == run("query", query).output
    assert "up to change 2" in run("rebuild").output


def test_a_search_says_what_it_was_understood_as_unless_the_words_are_meant_exactly(harvested: Path) -> None:
    lay = json.loads(run("search", "refuse tonnage", "--json").output)
    exact = json.loads(run("search", "rubbish tonnage", "--exact", "--json").output)

    assert [(one["typed"], one["code"]) for one in lay["understood"]] == [("refuse", "waste")]
    assert "refuse: waste; also searched: " in run("search", "refuse").output
    assert exact["understood"] == []
    assert "also searched" not in run("search", "refuse", "--exact").output


def ended(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit status of the command as its process would have it."""
    monkeypatch.setattr(sys, "argv", ["stook", *arguments])
    with pytest.raises(SystemExit) as exit_:
        main()
    return int(exit_.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("portal", "show", "nowhere"), "portals/nowhere: no portal of that name is registered"),
        (("harvest", "nowhere"), "portals/nowhere: no portal of that name is registered"),
        (("nonsense",), "No such command 'nonsense'"),
        (("search",), "Missing argument 'TEXT'"),
        (("query", "SELEKT"), "a query begins with SELECT"),
    ],
)
def test_what_cannot_be_done_ends_in_a_sentence_and_status_2(
    arguments: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_ledger(load_settings().ledger_url).close()
    open_store(load_settings().store_url).close()

    assert ended(*arguments, monkeypatch=monkeypatch) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BIND", "somewhere", "setting bind (STOOK_BIND)"),
        ("DELAY", "soon", "setting delay (STOOK_DELAY)"),
        ("BASE", "data.leeds.test", "setting base (STOOK_BASE)"),
        ("LEDGER", "nosuch:db", "the ledger at"),
        ("INDEX", "nosuch:", "index 'nosuch:'"),
        ("STORE", "nosuch:", "store 'nosuch:'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"STOOK_{name}", value)

    assert ended("rebuild", monkeypatch=monkeypatch) == 2
    assert says in capsys.readouterr().err


def test_a_command_that_was_done_ends_with_status_0(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended("settings", monkeypatch=monkeypatch) == 0
    assert ended("status", "--help", monkeypatch=monkeypatch) == 0


def test_a_reader_that_has_enough_gets_no_trace(home: Path) -> None:
    unread, written = os.pipe()
    os.close(unread)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv[1:] = ['settings']; import catalogue.cli; catalogue.cli.main()",
        ],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=home,
        stdout=written,
        stderr=subprocess.PIPE,
    )
    os.close(written)

    assert (done.returncode, done.stderr) == (1, b"")
