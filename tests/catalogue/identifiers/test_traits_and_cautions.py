"""What may tell of people, and when a join by homes calls for caution."""

from __future__ import annotations

import pytest

from catalogue.columns.table import Column, Detection, Rule, Source, Table
from catalogue.identifiers.caution import Caution, cautions_of
from catalogue.identifiers.detecting import Seen
from catalogue.identifiers.traits import traits_of


def table(*names: str, **kinds: str) -> Table:
    """A table of columns; `UPRN="uprn"` is one in which a kind was detected."""
    columns = [Column(name=name, traits=traits_of(Seen(name))) for name in names]
    held = [
        Column(name=name, detections=(Detection(kind=kind, confidence=0.9, rule=Rule.NAME, reason=""),))
        for name, kind in kinds.items()
    ]
    return Table(source=Source.SAMPLE, columns=(*held, *columns))


def codes(*tables: Table, about: str = "") -> list[str]:
    return [caution.code for caution in cautions_of(tables, about=about)]


@pytest.mark.parametrize(
    ("name", "traits"),
    [
        ("Date of birth", ("person",)), ("tenant_surname", ("person",)), ("BenefitType", ("sensitive",)),
        ("Phone", ("contact",)), ("Comments", ("free-text",)), ("UPRN", ()), ("Ward name", ()), ("Property age", ()),
        ("Tree age", ()), ("Applicant address", ()), ("Site name", ()), ("Rateable value", ()), ("Stage", ()),
    ],
)  # fmt: skip
def test_the_words_of_a_name_tell_of_people(name: str, traits: tuple[str, ...]) -> None:
    assert traits_of(Seen(name)) == traits


def test_values_tell_of_people_where_a_name_does_not() -> None:
    assert traits_of(Seen("col3", values=("0113 496 0000", "07700 900123"))) == ("contact",)
    assert traits_of(Seen("detail", values=("The caller said that " + "they were very cold " * 9,))) == (
        "free-text",
    )
    assert traits_of(Seen("Number of claimants", values=("12", "3", "40"))) == ("small-count",)
    assert traits_of(Seen("Number of claimants", values=("120", "<5", "40"))) == ("small-count",)
    assert traits_of(Seen("Number of claimants", values=("120", "35", "40"))) == ()


def test_people_at_a_home_call_for_caution() -> None:
    (caution,) = cautions_of([table("Tenant surname", "Rent arrears", "Ward", UPRN="uprn")])
    assert isinstance(caution, Caution)
    assert (caution.code, caution.kind, caution.column) == ("household-person", "uprn", "UPRN")
    assert "Tenant surname, Rent arrears" in caution.reason and "ward" in caution.advice


@pytest.mark.parametrize(
    "harmless",
    [
        table("Site name", "Ward", UPRN="uprn"),
        table("Tenant surname", "Age", LSOA="gss-lsoa"),
        table("Sex", "Age", Postcode="postcode-district"),
        table("Tree species", "Tree age", X="easting", Y="northing"),
    ],
)
def test_a_place_without_people_or_people_without_a_place_call_for_none(harmless: Table) -> None:
    assert codes(harmless) == []


def test_small_counts_at_a_home_call_for_caution() -> None:
    small = Table(
        source=Source.SAMPLE,
        columns=(*table(postcode="postcode").columns, Column(name="Claimants", traits=("small-count",))),
    )
    assert codes(small) == ["household-counts"]


def test_small_numbers_of_things_call_for_caution_only_where_rows_are_postcodes() -> None:
    small = Column(
        name="Empty over 6 months", traits=traits_of(Seen("Empty over 6 months", values=("6", "3")))
    )
    by_postcode = (*table(Postcode="postcode").columns, small)
    assert codes(Table(source=Source.SAMPLE, columns=by_postcode)) == ["household-counts"]
    libraries = (*table("Name", Postcode="postcode").columns, small)
    assert codes(Table(source=Source.SAMPLE, columns=libraries)) == []


def test_how_many_a_house_may_hold_is_no_count_of_people() -> None:
    assert traits_of(Seen("permitted_persons", values=("3", "4"))) == ()


def test_a_register_that_the_law_opens_is_spoken_of_in_a_lower_tone() -> None:
    planning = table("Applicant name", "Proposal", UPRN="uprn", Ref="planning-reference")
    (caution,) = cautions_of([planning])
    assert caution.code == "public-register" and "Nothing is wrong" in caution.advice


def test_what_is_said_is_a_sentence_for_people() -> None:
    harm = [
        table("Tenant surname", UPRN="uprn"),
        table("Applicant name", "Proposal", Address="postcode"),
        table("Owner", "Company name", Postcode="postcode"),
    ]
    for caution in cautions_of(harm):
        assert "{" not in caution.reason + caution.advice
        assert caution.reason.endswith(".") and caution.advice.endswith(".")


def test_firms_are_no_households() -> None:
    assert codes(table("Business name", "Hygiene rating", UPRN="uprn", FHRSID="fhrs")) == []
    assert codes(table("Company name", "Owner name", Postcode="postcode")) == ["business-person"]
    assert codes(table("Owner name", Postcode="postcode"), about="Schools and nurseries") == [
        "household-person"
    ]
    assert codes(table("Owner name", Postcode="postcode"), about="Business premises") == ["business-person"]


def test_a_number_of_one_person_is_the_gravest() -> None:
    assert codes(table("Site name", nhs="nhs-number")) == ["personal-number"]


def test_a_description_may_say_that_the_rows_are_people() -> None:
    cards = table("Card type", Postcode="postcode")
    assert codes(cards, about="Garden waste subscriptions. Each resident has one row") == ["household-person"]
    assert codes(cards, about="Garden waste subscriptions. Residents may ask for one") == []


def test_points_are_homes_only_where_the_rows_are_dwellings() -> None:
    assert codes(table("Age", "Sex", Easting="easting", Northing="northing")) == []
    assert codes(table("Age", "Tenure", Easting="easting", Northing="northing")) == ["household-person"]
