"""Stories that operators bring in a file: read, told all or none, once, with a line in the log for each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_up_ledger import NOW, Field, read

from catalogue.cli import stook
from catalogue.entry import mint_id
from catalogue.errors import CatalogueError
from catalogue.ledger.audit import audit_lines
from catalogue.ledger.reuses import Wanted, count_stories, first_stories
from catalogue.reuses import bringing
from catalogue.reuses.bringing import StoryUnreadable, load_stories, tell_brought
from catalogue.reuses.story import What
from vocab import load_vocabulary

STORY = """
[[story]]
title = "Fewer missed bins"
who = "A team"
kind = "service"
changed = "Rounds moved."
evidence = "minutes.html"
datasets = [{named!r}]
identifiers = ["UPRN", "gss-ward"]
organisations = ["leeds-city-council"]
featured = true
made_up = true
"""
VOCABULARY = load_vocabulary()


def written(folder: Path, text: str, name: str = "stories.toml") -> Path:
    """A file of stories."""
    file = folder / name
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    "named", ["leeds/bins", mint_id("leeds", "bins"), f"/dataset/{mint_id('leeds', 'bins')}.json"]
)
def test_a_dataset_is_named_by_its_portal_its_identifier_or_its_address(
    field: Field, tmp_path: Path, named: str
) -> None:
    field.run(read("bins"))
    (brought,) = load_stories(written(tmp_path, STORY.format(named=named)), base="https://a.example/")
    with field.ledger.writing() as connection:
        outcome = tell_brought(connection, brought, VOCABULARY, who="command:ann", now=NOW)
        (story,) = first_stories(connection, limit=3)
        lines = audit_lines(connection, thing=story.thing)
    assert outcome.slug == story.slug == "fewer-missed-bins"
    assert story.content.names(What.DATASET) == (mint_id("leeds", "bins"),)
    assert set(story.content.names(What.IDENTIFIER)) == {"uprn", "gss-ward"}
    assert (story.featured, story.made_up, story.content.evidence) == (
        True,
        True,
        "https://a.example/minutes.html",
    )
    assert {line.who for line in lines} == {"command:ann"}


def test_a_story_waits_for_its_datasets_and_is_told_once(field: Field, tmp_path: Path) -> None:
    (brought,) = load_stories(written(tmp_path, STORY.format(named="leeds/bins")), base="https://a.example/")
    for expected in (0, 1, 1):
        with field.ledger.writing() as connection:
            outcome = tell_brought(connection, brought, VOCABULARY, who="x", now=NOW)
            assert outcome.missing == (() if expected else ("leeds/bins",))
            assert count_stories(connection, Wanted()) == expected
        if not expected:
            field.run(read("bins"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml [",
        "[[story]]\ntitle = 'x'",
        STORY.format(named="a/b").replace('kind = "service"', 'kind = "nothing"'),
        STORY.format(named="a/b").replace("who =", "whom ="),
        STORY.format(named="a/b").replace('who = "A team"', "who = 3"),
        STORY.format(named="a/b").replace('"minutes.html"', '"javascript:alert(1)"'),
        "story = 3",
    ],
)
def test_a_file_that_tells_no_story_says_what_was_expected(tmp_path: Path, text: str) -> None:
    with pytest.raises(StoryUnreadable):
        load_stories(written(tmp_path, text))


def test_the_example_of_the_readme_is_a_story(tmp_path: Path) -> None:
    readme = (Path(bringing.__file__).parent / "README.md").read_text("utf-8")
    (brought,) = load_stories(written(tmp_path, readme.partition("```toml\n")[2].partition("```")[0]))
    assert brought.featured
    assert brought.datasets


def test_a_list_in_json_tells_the_same(tmp_path: Path) -> None:
    told = {"title": "T", "who": "W", "kind": "app", "changed": "C"}
    (brought,) = load_stories(written(tmp_path, json.dumps([told]), "stories.json"))
    assert (brought.said.title, brought.datasets, brought.featured) == ("T", (), False)


def test_the_commands_add_list_and_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    file = written(tmp_path, STORY.format(named="leeds/bins").replace("datasets = ['leeds/bins']\n", ""))
    run = CliRunner()
    added = run.invoke(stook, ["reuses", "add", "--from", str(file), "--base", "https://a.example/"])
    assert "shown as fewer-missed-bins" in added.output
    (line,) = json.loads(run.invoke(stook, ["reuses", "list", "--json"]).output)
    assert (line["state"], line["made_up"]) == ("shown", True)
    for name in ("fewer-missed-bins", str(line["number"])):
        assert json.loads(run.invoke(stook, ["reuses", "show", name]).output)["who"] == "A team"
    assert isinstance(run.invoke(stook, ["reuses", "show", "nothing"]).exception, CatalogueError)


def test_a_file_with_a_dataset_that_is_not_here_tells_none_of_its_stories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    first = STORY.format(named="x/y").replace("datasets = ['x/y']\n", "")
    file = written(tmp_path, first + STORY.format(named="leeds/bins").replace("Fewer", "Other"))
    run = CliRunner()
    failed = run.invoke(stook, ["reuses", "add", "--from", str(file), "--base", "https://a.example/"])
    assert isinstance(failed.exception, CatalogueError)
    assert json.loads(run.invoke(stook, ["reuses", "list", "--json"]).output) == []
