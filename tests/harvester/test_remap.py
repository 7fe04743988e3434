"""Remap: what is held is read anew without asking anybody, told before it is done, and done once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import House, Serve
from sqlalchemy import event, func, select, update

from catalogue.cli import stook
from catalogue.indexes.protocol import open_index
from catalogue.ledger.held import every_shown
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.ledger.remapping import commit_reread
from catalogue.ledger.runs import open_run
from catalogue.ledger.schema import changes, entries, findings, records
from harvester.differences import Difference, differences
from harvester.ended import Ended
from harvester.remap import Outlook, Remap
from harvester.replay.recording import Recording
from vocab import load_vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

NOW = "2026-12-01T09:00:00Z"


def work(house: House, **more: Any) -> Remap:
    return Remap(ledger=house.ledger, clock=lambda: NOW, **more)


def age(house: House, mapper: str = "of old") -> None:
    """Lets every record be one that another mapping read."""
    with house.ledger.writing() as connection:
        connection.execute(update(records).values(mapper=mapper))


def set_on(house: House, slug: str, **settings: str) -> None:
    """Changes what is known of a portal."""
    with house.ledger.writing() as connection:
        portal = get_portal(connection, slug)
        add_portal(connection, replace(portal, settings=dict(portal.settings) | settings), now=NOW)


def everything(house: House) -> tuple[Any, ...]:
    """All that the ledger holds of datasets."""
    columns = (findings.c.key, findings.c.code, findings.c.message, findings.c.place, findings.c.rejected)
    with house.ledger.reading() as connection:
        return (
            connection.execute(select(entries).order_by(entries.c.id)).all(),
            connection.execute(select(changes).order_by(changes.c.n)).all(),
            sorted(connection.execute(select(*columns))),
        )


def test_what_is_held_reads_as_it_was_harvested(full_house: House, bundled: Mapping[str, Recording]) -> None:
    """The ledger keeps all that a draft needs, for every kind of portal."""
    before = everything(full_house)
    age(full_house)
    for slug in bundled:
        outlook = work(full_house).run(slug, apply=True)
        assert outlook.records == full_house.status(slug).datasets > 0
        assert outlook == Outlook(slug, records=outlook.records)
    assert everything(full_house) == before


def test_records_of_todays_mapping_are_not_read_again(
    full_house: House, bundled: Mapping[str, Recording]
) -> None:
    for slug in bundled:
        assert work(full_house).count(slug) == 0
        assert work(full_house).run(slug, apply=True).records == 0


def test_what_would_change_is_told_and_nothing_is_done(full_house: House) -> None:
    before = everything(full_house)
    set_on(full_house, "hirwen", language="cy")
    outlook = work(full_house).run("hirwen", apply=False)
    assert outlook.changed > 0
    assert all(sample.dataset and sample.title for each in outlook.samples.values() for sample in each)
    assert everything(full_house) == before


def test_a_change_of_a_portal_is_done_and_its_next_harvest_finds_nothing_to_do(
    full_house: House, serve: Serve, bundled: Mapping[str, Recording]
) -> None:
    with serve([bundled["thornmere"]]) as (address, _):
        full_house.allow(address)
        full_house.register(bundled["thornmere"], address, language="cy")
        last = full_house.last_change()
        expected = work(full_house).run("thornmere", apply=False)
        done = work(full_house).run("thornmere", apply=True)
        assert done == expected
        assert full_house.last_change() == last + done.changed > last
        assert full_house.crawl("thornmere") is Ended.COMPLETE
    counts = full_house.status("thornmere").last
    assert counts is not None
    assert (counts.counts.get("changed", 0), counts.counts["same"]) == (0, done.records)
    assert full_house.last_change() == last + done.changed


def test_a_change_of_a_vocabulary_changes_exactly_the_datasets_concerned(
    full_house: House, bundled: Mapping[str, Recording], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SCHEMES_FOLDER, tmp_path / "schemes"))
    themes = (folder / "theme.ttl").read_text()
    (folder / "theme.ttl").write_text(
        themes.replace('skos:prefLabel "Environment"', 'skos:prefLabel "Nature"')
    )
    with full_house.ledger.reading() as connection:
        concerned = {
            one.entry.id
            for one in every_shown(connection)
            for told in one.entry.mappings
            if told.property == "theme" and told.how.endswith("preferred label “Environment”")
        }
    assert concerned
    last = full_house.last_change()
    for slug in bundled:
        outlook = work(full_house, folder=folder).run(slug, apply=True)
        assert set(outlook.properties) <= {"theme"}
    with full_house.ledger.reading() as connection:
        made = set(connection.scalars(select(changes.c.entry_id).where(changes.c.n > last)))
    assert made == concerned


def test_a_record_that_can_no_longer_be_read_keeps_its_last_good_dataset(full_house: House) -> None:
    with full_house.ledger.writing() as connection:
        key = connection.scalar(
            select(func.min(records.c.key)).where(records.c.media_type == "application/json")
        )
        connection.execute(
            update(records).where(records.c.key == key).values(body=b"x\x9cK\x04\x00\x00b\x00b")
        )
    age(full_house)
    before = full_house.last_change()
    slug = next(slug for slug in ("holmshire", "ottermoor", "thornmere") if key in full_house.datasets(slug))
    outlook = work(full_house).run(slug, apply=True)
    assert (outlook.rejected, outlook.changed, full_house.last_change()) == (1, 0, before)
    assert full_house.datasets(slug)[str(key)] == "live"
    (rejected,) = [one for one in full_house.findings(slug) if one.key == key and one.finding.rejected]
    assert rejected.finding.code == "unreadable-record"
    assert work(full_house).count(slug) == 1


def test_while_a_harvest_goes_on_or_waits_nothing_is_done(full_house: House) -> None:
    age(full_house)
    with full_house.ledger.writing() as connection:
        open_run(connection, "hirwen", now=NOW, owner="gone:1", mapper="x", owner_alive=False)
    outlook = work(full_house).run("hirwen", apply=True)
    assert "a harvest is going on" in outlook.refused
    assert work(full_house).count("hirwen") == full_house.status("hirwen").datasets


def test_killed_between_two_batches_it_goes_on_with_the_rest(
    full_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvester.remap._BATCH", 3)
    set_on(full_house, "hirwen", language="cy")
    expected = work(full_house).run("hirwen", apply=False)
    writes = []

    def die(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        writes.append(statement.startswith("UPDATE records"))
        if sum(writes) == 2:
            raise KeyboardInterrupt

    event.listen(full_house.ledger._writer, "before_cursor_execute", die)
    with pytest.raises(KeyboardInterrupt):
        work(full_house).run("hirwen", apply=True)
    event.remove(full_house.ledger._writer, "before_cursor_execute", die)
    assert work(full_house).count("hirwen") == expected.records - 3
    rest = work(full_house).run("hirwen", apply=True)
    assert rest.records == expected.records - 3
    assert work(full_house).run("hirwen", apply=True).records == 0


def test_what_another_process_changed_meanwhile_stays_as_it_is(full_house: House) -> None:
    set_on(full_house, "hirwen", language="cy")
    remap = work(full_house)
    last = full_house.last_change()

    def overtake(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "FROM findings" in statement and not overtaken:
            overtaken.append(statement)
            with full_house.ledger.writing() as connection:
                connection.execute(update(records).values(digest="newer"))

    overtaken: list[str] = []
    event.listen(full_house.ledger._reader, "after_cursor_execute", overtake)
    remap.run("hirwen", apply=True)
    assert overtaken and full_house.last_change() == last


def test_withdrawn_datasets_are_left_alone(full_house: House) -> None:
    age(full_house)
    with full_house.ledger.writing() as connection:
        connection.execute(update(entries).values(state="withdrawn"))
        assert commit_reread(connection, "hirwen", "m", [], now=NOW) == 0
    assert work(full_house).count("hirwen") == 0


def test_a_missing_dataset_stays_missing(full_house: House) -> None:
    set_on(full_house, "hirwen", language="cy")
    with full_house.ledger.writing() as connection:
        connection.execute(update(entries).values(state="missing", missing_since=NOW, missing_runs=1))
    assert work(full_house).run("hirwen", apply=True).changed
    assert set(full_house.datasets("hirwen").values()) == {"missing"}


def test_the_command_tells_and_then_does(full_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOOK_HOME", str(full_house.home))
    set_on(full_house, "hirwen", language="cy")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(stook, ["remap", *arguments], catch_exceptions=False)

    told = run("hirwen", "--json", "--samples", "1")
    (row,) = json.loads(told.stdout)["portals"]
    assert (told.exit_code, row["portal"], row["changed"] > 0) == (0, "hirwen", True)
    assert all(len(one["samples"]) == 1 and one["datasets"] for one in row["properties"])
    assert "--apply does it" in run().stdout
    assert f"{row['changed']} datasets change." in run("--apply").stdout
    assert "0 records read anew" in run("--apply").stdout
    with full_house.ledger.writing() as connection:
        open_run(connection, "hirwen", now=NOW, owner="gone:1", mapper="x", owner_alive=False)
    age(full_house)
    assert run("--apply").exit_code == 1
    assert run("hirwen", "--apply").exit_code == 2


def test_the_command_projects_what_an_earlier_one_committed(
    full_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it finds nothing to read itself."""
    monkeypatch.setenv("STOOK_HOME", str(full_house.home))
    set_on(full_house, "hirwen", language="cy")
    work(full_house).run("hirwen", apply=True)
    CliRunner().invoke(stook, ["remap", "hirwen", "--apply"], catch_exceptions=False)
    index = open_index(full_house.settings.index_url)
    assert index.mark() == full_house.last_change()
    index.close()


def packed(dataset: dict[str, Any], *mappings: list[str]) -> dict[str, Any]:
    return {"kind": "Dataset", "source": "", "dataset": dataset, "mappings": list(mappings)}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"license": ["Ours", ""]}, Difference("license", "nothing", "‘Ours’")),
        (
            {"license": ["OGL", ""]},
            {"license": ["OGL", "http://publications.europa.eu/resource/authority/frequency/ANNUAL"]},
            Difference("license", "‘OGL’", "Annual"),
        ),
        (
            {"distribution": [{"format": ["a", ""]}]},
            {"distribution": [{"format": ["b", ""]}]},
            Difference("distribution.format", "‘a’", "‘b’"),
        ),
        (
            {"distribution": [{"title": [["a", ""]]}, {"title": [["b", ""]]}]},
            {"distribution": [{"title": [["a", ""]]}]},
            Difference("distribution", "‘b’", "nothing"),
        ),
        ({"issued": ["2026", "x"]}, {}, Difference("issued", "2026", "nothing")),
        (
            {"title": [["Bins", ""]]},
            {"title": [["Bins", "cy"]]},
            Difference("title", "‘Bins’", "‘Bins’ (cy)"),
        ),
    ],
)
def test_a_difference_is_told_in_words(
    before: dict[str, Any], after: dict[str, Any], told: Difference
) -> None:
    assert differences(packed(before), packed(after), load_vocabulary()) == [told]


ANNUAL = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
LONG = "All the bins of the town, each with its street, its day and its colour, as of the first of May. " * 3


def difference(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    (found,) = differences(packed(before), packed(after), load_vocabulary())
    return found


def test_two_readings_that_look_alike_are_told_by_what_differs() -> None:
    found = difference({"license": ["every year", ANNUAL]}, {"license": ["yearly", ANNUAL]})
    assert (found.before[:13], found.after[:9]) == ('["every year"', '["yearly"')


def test_long_texts_are_told_from_where_they_part() -> None:
    found = difference({"description": [[LONG + "<b>Bold</b>", ""]]}, {"description": [[LONG + "Bold", ""]]})
    assert found.before.startswith("…") and found.before.endswith(
        "as of the first of May. <b>Bold</b>’"[-22:]
    )
    assert found.after.endswith("Bold’") and "<b>" not in found.after


def test_of_a_list_only_what_differs_is_told() -> None:
    words = [[f"word {n}", ""] for n in range(9)]
    found = difference({"keyword": words}, {"keyword": [*words[:-1], ["bins", ""]]})
    assert (found.before, found.after) == ("‘word 8’", "‘bins’")
    order = difference({"keyword": words[:2]}, {"keyword": words[1::-1]})
    assert (order.before, order.after) == ("‘word 0’, ‘word 1’", "‘word 1’, ‘word 0’")


def test_a_thing_without_a_name_is_told_by_the_first_that_is_known_of_it() -> None:
    found = difference({"spatial": [{"bbox": ["POLYGON((0 0))", "x"]}]}, {})
    assert (found.before, found.after) == ("POLYGON((0 0))", "nothing")


def test_a_word_that_is_read_now_is_told_once() -> None:
    old, new = ["publisher", "Yearly", "", "kept"], ["publisher", "Yearly", ANNUAL, "label"]
    assert differences(packed({}, old), packed({}, new), load_vocabulary()) == [
        Difference("publisher", "‘Yearly’, not read", "‘Yearly’ as Annual")
    ]


def test_a_word_that_means_the_same_for_another_reason_is_told_as_that() -> None:
    same = {"license": ["OGL", "urn:x"]}
    before, after = ["license", "OGL", "urn:x", "label"], ["license", "OGL", "urn:x", "rule"]
    assert differences(packed(same, before), packed(same, after), load_vocabulary()) == [
        Difference("license (why)", "label", "rule")
    ]


def test_a_word_that_stands_in_no_value_is_told_where_it_is_read_or_no_more_read() -> None:
    unread = ["modified", "lately", "", ""]
    assert differences(packed({}, unread), packed({}), load_vocabulary()) == [
        Difference("modified", "‘lately’, not read", "nothing")
    ]
