"""Scores in the ledger: they follow changes, links and shapes, survive a kill, and keep what they were."""

from __future__ import annotations

import os
import random
import select as waiting
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from made_up_ledger import NOW, Field, field_of, later, read
from sqlalchemy import insert, select, update

from catalogue.entry import mint_id
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.links import follow_links
from catalogue.ledger.news import Topic, last_news, news_after
from catalogue.ledger.quality_schema import checked_links, conformance, scores
from catalogue.ledger.schema import changes
from catalogue.ledger.scores import (
    Scores,
    catalogue_scores,
    organisation_scores,
    portal_scores,
    score_history,
    score_of,
)
from catalogue.ledger.scoring import Scorer
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.portal import Portal
from catalogue.quality.claims import claims_published
from catalogue.quality.content import content_digest
from catalogue.quality.lists import lists_of
from catalogue.snapshot import unpack_entry, unsqueeze
from vocab import load_vocabulary

HERE = Path(__file__).parent
FILE = "https://files.leeds.test/bins.csv"
BINS = mint_id("leeds", "bins")
LISTS = lists_of(load_vocabulary())


def follow(ledger: Ledger, now: str = NOW, *, anew: bool = False) -> None:
    follow_links(ledger)
    Scorer(ledger, load_vocabulary(), now).follow(anew=anew)


def scored(field: Field, identifier: str = BINS, now: str = NOW) -> Scores | None:
    follow(field.ledger, now)
    with field.ledger.reading() as connection:
        return score_of(connection, identifier)


def find_link(field: Field, state: str, at: str) -> None:
    """What the checker writes when it has asked."""
    with field.ledger.writing() as connection:
        connection.execute(update(checked_links).values(state=state, since=at, checked=at))


def look_at_shapes(field: Field, at: str, *, conforms: bool, digest: str = "") -> None:
    with field.ledger.writing() as connection:
        held = unsqueeze(connection.scalars(select(changes.c.snapshot)).first() or b"")
        line = {"entry_id": BINS, "digest": digest or content_digest(held), "conforms": conforms}
        connection.execute(insert(conformance).values(line | {"findings": [], "at": at}))


@pytest.fixture
def bins(field: Field) -> Field:
    """One dataset with a publisher, an address and a date."""
    field.run(read("bins", addresses=(FILE,), issued="2020-01-01"))
    return field


def test_what_nobody_has_looked_at_is_not_known_and_no_failure(bins: Field) -> None:
    found = scored(bins)
    assert found
    assert found.here == {"publisher", "issued"}
    assert found.unknown == {"access-url-works", "conforms"}
    with bins.ledger.reading() as connection:
        group = portal_scores(connection, "leeds")
    assert group
    assert "conforms" not in group.failing_here
    assert group.failing_here["keyword"] == 1


def test_a_snapshot_from_before_says_nothing_of_what_was_published(bins: Field) -> None:
    found = scored(bins)
    assert found
    assert found.published is None
    assert found.published_points is None


@pytest.mark.parametrize(
    ("state", "passes", "known"),
    [("works", True, True), ("failing", False, True), ("dead", False, True), ("unknown", False, False)],
)
def test_how_a_link_stands_decides(bins: Field, state: str, *, passes: bool, known: bool) -> None:
    before = scored(bins)
    find_link(bins, state, later(1))
    found = scored(bins, now=later(1))
    assert before
    assert found
    assert ("access-url-works" in found.here) is passes
    assert ("access-url-works" not in found.unknown) is known
    assert found.here_points - before.here_points == (50 if passes else 0)


def test_a_link_that_changes_is_told_to_the_store_and_not_to_the_index(bins: Field) -> None:
    scored(bins)
    with bins.ledger.reading() as connection:
        last = last_news(connection)
    find_link(bins, "works", later(1))
    scored(bins, now=later(1))
    with bins.ledger.reading() as connection:
        assert [(one, topic) for _, one, topic in news_after(connection, last)] == [(BINS, Topic.SCORE)]


def test_what_was_told_once_is_not_told_again(bins: Field) -> None:
    find_link(bins, "works", later(1))
    scored(bins, now=later(1))
    with bins.ledger.reading() as connection:
        last = last_news(connection)
    scored(bins, now=later(1))
    scored(bins, now=later(2))
    with bins.ledger.reading() as connection:
        assert news_after(connection, last) == []


def test_the_shapes_count_once_they_were_asked(bins: Field) -> None:
    scored(bins)
    look_at_shapes(bins, later(1), conforms=True)
    found = scored(bins, now=later(1))
    assert found
    assert "conforms" in found.here


def test_what_the_shapes_said_of_an_earlier_description_does_not_count(bins: Field) -> None:
    look_at_shapes(bins, NOW, conforms=True, digest="of something else")
    found = scored(bins, now=later(1))
    assert found
    assert "conforms" in found.unknown


def test_a_dataset_that_does_not_conform_fails(bins: Field) -> None:
    look_at_shapes(bins, NOW, conforms=False)
    found = scored(bins)
    assert found
    assert "conforms" not in found.here | found.unknown


def test_a_withdrawn_dataset_has_no_score(bins: Field) -> None:
    assert scored(bins)
    with bins.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(1))
    assert scored(bins, now=later(1)) is None
    with bins.ledger.reading() as connection:
        assert portal_scores(connection, "leeds") is None


def test_a_group_has_means_bands_and_failures(bins: Field) -> None:
    bins.run(read("bins", addresses=(FILE,), issued="2020-01-01"), read("trees"), now=later(1))
    follow(bins.ledger, later(1))
    with bins.ledger.reading() as connection:
        groups = portal_scores(connection, "leeds"), catalogue_scores(connection)
        mine = organisation_scores(connection, "leeds-city-council")
    assert mine in groups
    assert groups[0] == groups[1]
    assert mine
    assert (mine.datasets, mine.known, mine.published, mine.here) == (2, 0, None, 12.5)
    assert mine.here_bands == {"excellent": 0, "good": 0, "sufficient": 0, "bad": 2}
    assert mine.here_dimensions["reusability"] == 10
    assert mine.failing_here["issued"] == 1
    assert mine.failing == {}


def test_a_day_keeps_its_last_means_and_a_day_without_change_none(bins: Field) -> None:
    follow(bins.ledger, NOW)
    find_link(bins, "works", NOW)
    follow(bins.ledger, NOW)
    follow(bins.ledger, later(1))
    find_link(bins, "dead", later(2))
    follow(bins.ledger, later(2))
    for subject, name in (("portal", "leeds"), ("organisation", "leeds-city-council"), ("catalogue", "")):
        with bins.ledger.reading() as connection:
            days = score_history(connection, subject, name)
        assert [(one.day, one.here) for one in days] == [(NOW[:10], 65.0), (later(2)[:10], 15.0)]


def lines(ledger: Ledger) -> Sequence[object]:
    with ledger.reading() as connection:
        return connection.execute(select(scores).order_by(scores.c.entry_id)).all()


def codes(ledger: Ledger) -> dict[str, tuple[int, list[str]]]:
    columns = (scores.c.entry_id, scores.c.here, scores.c.passed_here)
    with ledger.reading() as connection:
        return {row.entry_id: (row.here, row.passed_here) for row in connection.execute(select(*columns))}


def test_all_again_gives_the_same(bins: Field) -> None:
    find_link(bins, "works", NOW)
    follow(bins.ledger)
    before = lines(bins.ledger)
    follow(bins.ledger, anew=True)
    assert lines(bins.ledger) == before


def kill_at_random(url: str, seed: int) -> None:
    paths = os.pathsep.join((str(HERE.parent), str(HERE.parents[2])))
    process = subprocess.Popen(
        [sys.executable, str(HERE / "follow_until_killed.py"), url],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    waiting.select([process.stdout], [], [], random.Random(seed).uniform(0.0, 0.2))  # noqa: S311 - nothing secret
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_killed_process_leaves_scores_late_and_never_wrong(bins: Field, tmp_path: Path) -> None:
    many = [
        read(f"dataset-{n}", addresses=(f"{FILE}?{n}",), issued="2020" if n % 2 else "") for n in range(60)
    ]
    bins.run(*many, now=later(1))
    follow(bins.ledger)
    find_link(bins, "works", later(1))
    follow(bins.ledger, later(1))
    before = codes(bins.ledger)
    for seed in (1, 2):
        kill_at_random(f"sqlite:///{tmp_path / 'ledger.db'}", seed)
        find_link(bins, "works", later(10000 * seed))
        follow(bins.ledger, later(10000 * seed))
        assert codes(bins.ledger) == before


def test_published_and_here_are_kept_apart(field: Field) -> None:
    staged = read("bins", licence="OGL", issued="2020")
    entry = unpack_entry(unsqueeze(staged.entry))
    assert claims_published(entry.dataset, entry.dataset, LISTS).codes == ("licence", "publisher", "issued")


def test_two_portals_are_scored_apart(bins: Field) -> None:
    city = field_of(bins.ledger, Portal(slug="city", title="City", kind="ckan", address="https://city.test"))
    city.run(read("c1", portal="city"))
    follow(bins.ledger)
    with bins.ledger.reading() as connection:
        one, other = portal_scores(connection, "leeds"), portal_scores(connection, "city")
    assert one
    assert other
    assert (one.here, other.here) == (15.0, 10.0)
