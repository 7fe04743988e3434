"""The list of known portals: every row is whole, and a name finds the portal that is meant."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from catalogue.errors import PortalError
from catalogue.iri import is_web_address
from catalogue.portal import SLUG
from harvester.asking.guard import check_address
from harvester.cli import portal
from harvester.detecting.table import load_table
from harvester.known.listing import STATUSES, Known, known_portals, matching, named
from vocab import load_vocabulary
from vocab.bodies import bodies_of

_NATIONS = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}


@pytest.mark.parametrize("one", known_portals(), ids=lambda one: one.slug)
def test_every_known_portal_is_whole(one: Known) -> None:
    assert SLUG.fullmatch(one.slug)
    assert one.name.strip() == one.name != ""
    assert is_web_address(one.address)
    check_address(one.address)
    assert one.kind in {"", *(sign.kind for sign in load_table().signs)}
    assert one.status in STATUSES
    assert one.nation in {"", *_NATIONS.values()}
    assert not one.body or bodies_of(load_vocabulary()).find(one.body)
    if one.body[1:].isdigit():
        assert one.nation == _NATIONS[one.body[0]]
    assert one.status != "dead" or one.note


def test_no_slug_and_no_address_stands_twice() -> None:
    rows = known_portals()
    assert len(rows) > 200
    assert len({one.slug for one in rows}) == len(rows) == len({one.address.rstrip("/") for one in rows})


def test_the_list_states_its_source_licence_and_date() -> None:
    head = (
        (Path(__file__).parents[2] / "harvester" / "known" / "portals.csv")
        .read_text()
        .partition("\nslug,")[0]
    )
    assert all(word in head for word in ("Source:", "CC BY 4.0", "Date: 20"))


@pytest.mark.parametrize("name", ["barnet", "Barnet Open Data", "BARNET", "https://open.barnet.gov.uk/"])
def test_a_name_finds_its_portal(name: str) -> None:
    assert named(name).address == "https://open.barnet.gov.uk/"


def test_councils_that_moved_are_known_where_they_are_now() -> None:
    assert {one.kind for one in matching("data.pkc.gov.uk")} == {"arcgis_hub"}
    assert {one.kind for one in matching("data.dundeecity.gov.uk")} == {"arcgis_hub"}


@pytest.mark.parametrize(
    ("name", "suggested"), [("barnett", "barnet"), ("camdn", "camden"), ("dundee", "dundeecity")]
)
def test_a_name_that_is_not_clear_brings_suggestions(name: str, suggested: str) -> None:
    with pytest.raises(PortalError, match=rf"did you mean .*{suggested} \("):
        named(name)


def test_a_name_like_nothing_is_said_to_be_unknown() -> None:
    with pytest.raises(PortalError, match="no known portal is named"):
        named("zzzzzz qqqq")


def test_a_known_portal_is_registered_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    added = runner.invoke(portal, ["add", "--known", "barnet", "--json"])
    assert orjson.loads(added.output)["added"] == ["barnet"]
    shown = orjson.loads(runner.invoke(portal, ["show", "barnet"]).output)
    assert (shown["kind"], shown["address"], shown["title"]) == (
        "datapress",
        "https://open.barnet.gov.uk/",
        "Barnet Open Data",
    )


def test_known_portals_are_listed_by_kind_and_words() -> None:
    said = orjson.loads(CliRunner().invoke(portal, ["known", "--kind", "socrata", "--json"]).output)
    assert {one["kind"] for one in said} == {"socrata"}
    assert "Barnet Open Data" in CliRunner().invoke(portal, ["known", "barnet", "open"]).output
