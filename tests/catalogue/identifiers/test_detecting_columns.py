"""Which columns hold identifiers: names propose, values decide, neighbours make sure."""

from __future__ import annotations

import pytest

from catalogue.columns.table import Rule
from catalogue.identifiers.detecting import Seen, detect
from vocab import load_vocabulary

UPRNS = tuple(str(100023336900 + number) for number in range(20))


def kinds(*columns: Seen) -> list[str]:
    """The first kind of each column, "" where none is told."""
    return [found[0].kind if found else "" for found in detect(columns, load_vocabulary())]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("uprn", "uprn"), ("address_uprn", "uprn"), ("uprn_1", "uprn"), ("Site UPRN", "uprn"), ("SiteUPRN", "uprn"),
        ("LAD23CD", "gss-lad"), ("lsoa21cd", "gss-lsoa"), ("wd22cd", "gss-ward"), ("pcds", "postcode"),
        ("pcd7", "postcode"), ("oseast1m", "easting"), ("Postcode of premises", "postcode"),
        ("Property reference (UPRN)", "uprn"), ("UPRN Ref.", "uprn"), ("Company Reg No.", "company-number"),
        ("SITEPOSTCODE", "postcode"), ("DateReceived", "date"), ("Dwyreiniad", "easting"),
        ("ward_gss_code", "gss-ward"),
        ("Postcode District", "postcode-district"),
    ],
)  # fmt: skip
def test_a_name_tells_what_a_column_holds(name: str, kind: str) -> None:
    assert kinds(Seen(name)) == [kind]


@pytest.mark.parametrize(
    "name",
    ["UPRN count", "Number of UPRNs", "is_uprn_valid", "uprn match type", "Postcode area coverage", "LAD23NM", "Ward",
     "Ward name", "x", "URN", "Reference", "Flat", "charity number", "Properties in postcode",
     "Platform", "Supplier ID"],
)  # fmt: skip
def test_a_name_that_speaks_of_something_else_tells_nothing(name: str) -> None:
    assert kinds(Seen(name)) == [""]


def test_values_that_contradict_a_name_are_believed() -> None:
    assert kinds(Seen("UPRN", values=("Yes", "No", "Yes"))) == [""]
    assert kinds(Seen("UPRN", values=tuple(map(str, range(1, 21))))) == [""]


def test_the_first_numbers_that_were_ever_given_are_numbers_too() -> None:
    assert kinds(Seen("UPRN", values=("1", "26", "27", "30", "31", "33"))) == ["uprn"]
    assert kinds(Seen("Property ref", values=("1", "26", "27", "30", "31", "33"))) == [""]


def test_a_title_or_a_description_tells_where_a_name_does_not() -> None:
    assert kinds(Seen("WARD", title="Ward code")) == ["gss-ward"]
    assert kinds(Seen("F_3", title="Site UPRN")) == ["uprn"]
    assert kinds(Seen("F_4", description="The Unique Property Reference Number of the site")) == ["uprn"]
    assert kinds(Seen("F_5", description="How many UPRNs there are")) == [""]


def test_blanks_and_a_little_dirt_do_not_hide_an_identifier() -> None:
    (found,) = detect([Seen("UPRN", values=(*UPRNS, "n/a", "unknown", "see note"))], load_vocabulary())[0]
    assert (found.kind, found.rule) == ("uprn", Rule.VALUES)
    assert found.reason == "The column is called UPRN and 20 of 21 values look like one."


def test_what_a_spreadsheet_has_rounded_is_said() -> None:
    (found,) = detect([Seen("UPRN", values=("1.00023E+11", "1.00023E+11"))], load_vocabulary())[0]
    assert found.confidence < 0.7 and "spreadsheet has rounded" in found.reason


def test_a_weak_kind_is_told_by_values_only_beside_a_neighbour() -> None:
    assert kinds(Seen("prop_key", values=UPRNS)) == [""]
    assert kinds(Seen("prop_key", values=UPRNS), Seen("usrn", values=("8400714", "20401306"))) == [
        "uprn",
        "usrn",
    ]


def test_a_neighbour_that_is_told_by_its_values_makes_sure_too() -> None:
    headless = Seen("", values=UPRNS), Seen("", values=("BS1 5TR", "LS1 1UR", "M1 1AE"))
    assert kinds(*headless) == ["uprn", "postcode"]


def test_halves_of_a_point_bear_each_other_out() -> None:
    east, north = ("358500", "359000.5"), ("172500", "0")
    assert kinds(Seen("x", values=east), Seen("y", values=north)) == ["easting", "northing"]
    assert kinds(Seen("x", values=("-2.58",)), Seen("y", values=("51.4",))) == ["longitude", "latitude"]
    assert kinds(Seen("x", values=east)) == [""]
    berlin = Seen("latitude", values=("52.52",)), Seen("longitude", values=("13.40",))
    assert kinds(*berlin) == ["", ""]


def test_codes_of_areas_are_told_by_what_they_begin_with() -> None:
    wards, councils = ("E05001234", "E05001235"), ("E06000023", "E08000035")
    assert kinds(Seen("GSS", values=wards)) == ["gss-ward"]
    assert kinds(Seen("GSS", values=(*wards, *councils))) == ["gss"]
    assert kinds(Seen("Ward code", values=councils)) == ["gss-lad"]


def test_a_name_that_many_things_bear_needs_company() -> None:
    urns = Seen("URN", values=("100234", "123456"))
    assert kinds(urns, Seen("Phase")) == ["school-urn", ""]
    assert kinds(urns, Seen("Permit type")) == ["", ""]
    assert kinds(Seen("Reference"), Seen("Proposal")) == ["planning-reference", ""]
    assert kinds(Seen("SiteReference", values=("CK/0001", "CK/0002")), Seen("PlanningStatus")) == ["", ""]
    assert kinds(Seen("Application No", values=("22/00123/LAPRE",)), Seen("Licence"), Seen("Planning")) == [
        "",
        "",
        "",
    ]


def test_a_list_that_is_held_makes_sure() -> None:
    (found,) = detect([Seen("Location", values=("BS1 5TR", "LS1 1UR"))], load_vocabulary())[0]
    assert (found.kind, found.rule) == ("postcode", Rule.LIST)
    assert kinds(Seen("Code", values=("XX1 5TR", "QQ1 1UR"))) == [""]
