"""Values in the form in which they are compared, and what two sketches of them share."""

from __future__ import annotations

import pytest

from catalogue.identifiers.plain_values import plain_value
from catalogue.identifiers.sketch import MOST, Overlap, overlap, sketch

KEY = b"a key for tests"


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("uprn", "000000199356", "199356"),
        ("uprn", "100,023,336,956", "100023336956"),
        ("uprn", "100023336956.0", "100023336956"),
        ("postcode", " bs15tr", "BS1 5TR"),
        ("postcode", "SW1A  2AA", "SW1A 2AA"),
        ("company-number", "445790", "00445790"),
        ("company-number", "SC1234", "SC001234"),
        ("toid", "1000006032892", "osgb1000006032892"),
        ("gss-ward", "e05001234 ", "E05001234"),
        ("gss", "http://statistics.data.gov.uk/id/statistical-geography/E06000023", "E06000023"),
        ("british-date", "1/4/24", "2024-04-01"),
        ("iso-date", "2024-04-01T00:00:00Z", "2024-04-01"),
        ("month", "Apr-24", "2024-04"),
        ("quarter", "Q2 2014", "2014-Q2"),
        ("financial-year", "2023-2024", "2023/24"),
        ("latitude", "51.4", "51.40000"),
        ("easting", "358500.25", "358500"),
        ("nhs-number", "943 476 5919", "9434765919"),
        ("laestab", "201/3614", "2013614"),
    ],
)
def test_two_spellings_of_one_value_are_equal(kind: str, value: str, plain: str) -> None:
    assert plain_value(kind, value) == plain
    assert kind == "british-date" or plain_value(kind, plain) == plain


@pytest.mark.parametrize(
    ("kind", "value"),
    [("uprn", "1.00023E+11"), ("uprn", "n/a"), ("postcode", "75001"), ("nhs-number", "9434765918"), ("uprn", ""),
     ("financial-year", "2023/27"), ("vat", "GB123456789"), ("latitude", "41.8"), ("no-such-kind", "1")],
)  # fmt: skip
def test_what_is_no_value_of_a_kind_has_no_plain_form(kind: str, value: str) -> None:
    assert plain_value(kind, value) is None


def test_a_sketch_is_of_different_plain_values_and_needs_its_key() -> None:
    ours = sketch(["100023336956", "0100023336956", "n/a", "199356"], "uprn", KEY)
    assert len(ours) == 2 and list(ours) == sorted(ours)
    assert not set(ours) & set(sketch(["100023336956", "199356"], "uprn", b"another key"))


def test_no_sketch_is_made_of_what_names_one_person() -> None:
    assert sketch(["943 476 5919"], "nhs-number", KEY) == ()
    assert sketch(["AA123456A"], "national-insurance-number", KEY) == ()
    assert sketch(["a.person@council.example"], "email", KEY) == ()


def test_sketches_tell_how_many_values_are_shared() -> None:
    a = sketch(["BS1 5TR", "bs15tr", "LS1 1UR"], "postcode", KEY)
    b = sketch(["LS11UR", "M1 1AE", "M1 2AB"], "postcode", KEY)
    assert overlap(a, b) == Overlap(shared=1, of_a=2, of_b=3)
    assert overlap(a, ()) == Overlap(shared=0, of_a=2, of_b=0)


def test_kinds_of_one_family_are_compared() -> None:
    assert sketch(["E05001234"], "gss-ward", KEY) == sketch(["E05001234"], "gss", KEY)
    assert sketch(["2024-04-01"], "iso-date", KEY) == sketch(["01/04/2024"], "british-date", KEY)


def test_a_full_sketch_keeps_the_smallest_so_that_a_part_compares_rightly() -> None:
    many = [str(100023000000 + number) for number in range(2000)]
    whole, half = sketch(many, "uprn", KEY), sketch(many[:1000], "uprn", KEY)
    assert len(whole) == len(half) == MOST
    shared = overlap(whole, half)
    assert shared.shared == shared.of_b and 0.4 < shared.shared / shared.of_a < 0.6
