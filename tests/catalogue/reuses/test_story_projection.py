"""Stories in the store: a graph of their own that follows what operators decide, and themes that follow datasets."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up_ledger import NOW, Field, read
from sqlalchemy import delete, select
from test_story_ledger import JUDGE, SAID, shown

from catalogue.ledger.columns_schema import reuse_uses
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.news import last_news
from catalogue.ledger.reuse_deeds import take_down
from catalogue.ledger.reuse_filing import must_file, withdraw_story
from catalogue.ledger.reuse_following import every_story, follow_stories
from catalogue.ledger.reuses import THEME
from catalogue.links import Links
from catalogue.projection import project
from catalogue.reuses.graph import stories_graph
from catalogue.settings import Settings
from catalogue.stores import Query, open_store
from vocab import load_vocabulary

_ASK = """PREFIX duv: <http://www.w3.org/ns/duv#>
SELECT ?story WHERE { GRAPH <http://stook.example/reuses> { ?story a duv:Usage ; duv:refersTo ?dataset } }"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A catalogue of its own, with a store and an index on disk."""
    return Settings(base="http://stook.example", home=tmp_path)


def told(settings: Settings, ledger: Ledger) -> list[str]:
    """The stories that the store knows after a projection."""
    project(settings, ledger)
    store = open_store(settings.store_url)
    try:
        answer = store.query(Query(text=_ASK, media_type="text/csv"))
        return answer.body.decode().split()[1:]
    finally:
        store.close()


def test_the_store_follows_what_operators_decide(field: Field, settings: Settings) -> None:
    field.run(read("bins"))
    assert told(settings, field.ledger) == []
    with field.ledger.writing() as connection:
        filed = shown(connection)
    assert told(settings, field.ledger) == [f"http://stook.example/reuses/{filed.story.slug}"]
    with field.ledger.writing() as connection:
        take_down(connection, filed, JUDGE, "A doubt")
    assert told(settings, field.ledger) == []


def test_the_graph_of_stories_says_what_it_is(field: Field) -> None:
    """Its name is an address of ours, and every such leads to something."""
    with field.ledger.writing() as connection:
        filed = shown(connection)
    name, quads = stories_graph([filed.story], load_vocabulary(), Links("http://stook.example"))
    assert name == "http://stook.example/reuses"
    assert f"<{name}> <http://purl.org/dc/terms/title> " in quads.decode()


def test_each_deed_is_news_for_whoever_follows(field: Field) -> None:
    with field.ledger.writing() as connection:
        before = last_news(connection)
        filed = shown(connection)
        between = last_news(connection)
        withdraw_story(connection, must_file(connection, filed.story.id), now=NOW)
        assert before < between < last_news(connection)


def test_themes_of_a_story_follow_its_datasets(field: Field) -> None:
    field.run(read("bins"))
    with field.ledger.writing() as connection:
        filed = shown(connection)
        connection.execute(
            reuse_uses.insert().values(reuse_id=filed.story.id, what=THEME, name="TRAN", title="")
        )
    follow_stories(field.ledger, load_vocabulary())
    with field.ledger.reading() as connection:
        left = connection.scalars(select(reuse_uses.c.name).where(reuse_uses.c.what == THEME)).all()
    assert left == []  # the record names no theme of the list


def test_every_story_is_listed_once_however_many_there_are(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.ledger.reuse_following._BATCH", 2)
    with field.ledger.writing() as connection:
        numbers = [shown(connection, SAID, token=f"{n:043}").story.id for n in range(5)]
        connection.execute(delete(reuse_uses))
    with field.ledger.reading() as connection:
        assert [one.id for one in every_story(connection)] == numbers
