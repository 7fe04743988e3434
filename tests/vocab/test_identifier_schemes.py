"""Each kind of identifier: what its values look like, and how columns that hold it are named."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from vocab import Concept, Vocabulary, fold, load_vocabulary

# Made up, or public examples: values that are of the kind, and values that nearly are.
VALUES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "academic-year": (("2023/24", "AY 2023-2024"), ("23/24", "2023")),
    "atco": (("0100BRP90310", "490000001A"), ("ABC", "0101BRP90310", "0100")),
    "british-date": (("01/04/2024", "7.7.14", "29/09/2014 00:00"), ("2024-04-01", "31/13/2024")),
    "charity-england-wales": (("202918", "1000000", "200009-1"), ("SC012345", "20291", "0202918")),
    "charity-northern-ireland": (("NIC100002", "100002", "NIC 100002"), ("NIC1", "200002")),
    "charity-scotland": (("SC012345",), ("012345", "SC12345", "sc012345")),
    "company-number": (("00445790", "SC123456", "OC301234", "RS007853"), ("445790", "XX123456", "123456789")),
    "cpv": (("45000000-7", "90511000"), ("4500000", "45000000-77")),
    "cqc": (("1-101602654", "RH802"), ("2-1016", "1-12")),
    "crs": (("BRI",), ("BR", "bri", "BRIS")),
    "date": (("2024-04-01", "01/04/2024", "1 April 2024", "1-Apr-24"), ("April", "20240401", "1.5")),
    "dfe-la": (("201", "940"), ("101", "2013614")),
    "doi": (("10.5281/zenodo.1234567",), ("doi.org/10.5281", "10.52/x", "10.5281/")),
    "e-code": (("E0101",), ("E01001", "W0101")),
    "easting": (("358500", "518072.5"), ("-5", "3585001", "358500.")),
    "email": (("open.data@council.example", "mailto:a@b.co.example"), ("open data at council", "a@b", "a@@b.uk")),
    "epc": (("1234-5678-9012-3456-7890",), ("1234", "1234567890123456 7890")),
    "fhrs": (("1234567",), ("a1", "123456789")),
    "financial-year": (("2014/15", "2014-2015", "2023–24", "FY2022/23"), ("14/15", "2014", "2014/1")),
    "grid-reference": (("TQ 30080 80467", "ST 585 725", "NT27"), ("TI 123 456", "ST 58 7251")),
    "gss": (("E06000023", "K02000001", "N09000003"), ("E0600002", "X06000023", "00HB", "e06000023")),
    "iso-3166-1-alpha-2": (("GB", "FR"), ("GBR", "gb")),
    "iso-3166-1-alpha-3": (("GBR",), ("GB", "gbr")),
    "iso-date": (("2024-04-01", "2024-04-01T10:00:00Z", "2024-04-01 10:00"), ("01/04/2024", "2024-13-01")),
    "isbn": (("9780306406157",), ("0306406152", "9770306406157")),
    "itl": (("TLC", "TLK5", "TLK51"), ("UKK51", "TLA1", "TLK510")),
    "laestab": (("2013614", "201/3614"), ("20136", "201-3614")),
    "latitude": (("51.4545", "-90", "0.5"), ("5145.45", "91", "51,4")),
    "lei": (("213800LH1BZH3DI6G760",), ("213800LH1BZH3DI6G7", "213800lh1bzh3di6g760")),
    "lg-function": (("20", "169"), ("0", "1000")),
    "lgil": (("0", "8", "30"), ("100", "a")),
    "lgsl": (("579", "1512"), ("0579", "abc", "10000")),
    "local-authority-register": (("BST",), ("BRISTOL", "bst")),
    "longitude": (("-2.5879", "179.9", "-180"), ("2587.9", "181")),
    "month": (("2024-04", "April 2024", "Apr-24", "Sept 2024"), ("2024-4", "Foo 2024", "2024-13")),
    "naptan-sms": (("bstgajm", "76193"), ("0100BRP90310", "BSTGAJM", "bst")),
    "national-insurance-number": (("AA123456A", "AA 12 34 56 A"), ("GB123456C", "AA123456E")),
    "nhle": (("1372467",), ("372467", "2372467")),
    "nhs-number": (("943 476 5919", "9434765919"), ("943-476-5919", "94347659190")),
    "northing": (("172500", "1219999.5"), ("1300000", "13000000", "-1")),
    "nuts": (("UKK11", "UKC", "UK"), ("TLK11", "UKZ")),
    "ocid": (("ocds-213czf-000-00001",), ("ocds-213-1", "213czf-1")),
    "ods": (("RJ1", "A81001"), ("RJ", "ABCDEFGHIJK", "rj1")),
    "orcid": (("0000-0002-1825-0097", "0000-0002-1694-233X"), ("0000000218250097", "0000-0002-1825-009Y")),
    "org-id": (("GB-COH-00445790", "XI-IATI-1234"), ("GBCOH00445790", "GB-COH-")),
    "osm": (("node/240109189", "way/1"), ("240109189", "area/1")),
    "planning-reference": (("22/01234/FUL", "P/2022/0123", "2022/0123/P"), ("Leeds", "FULL/HOUSE")),
    "postcode": (("SW1A 2AA", "M1 1AE", "DN55 1PT", "EC1A 1BB", "GIR 0AA"), ("SW1A2AA", "Q1 1AA", "M1 1CI")),
    "postcode-area": (("BS", "M"), ("BS1", "Q", "bs")),
    "postcode-district": (("BS1", "EC1A"), ("BS1 5TR", "B", "1BS")),
    "postcode-sector": (("BS1 5", "EC1A 1"), ("BS1", "BS1 5TR", "BS15")),
    "proclass": (("130000",), ("13", "1300000")),
    "quarter": (("2014-Q2", "Q1 2023/24", "2014Q4"), ("Q5 2020", "2014-5")),
    "school-urn": (("100000", "20017"), ("0100000", "EY12345")),
    "seed": (("5500125",), ("550012", "A500125")),
    "sic": (("84110", "84.11", "01.1"), ("8411a", "841100")),
    "snac": (("00HB", "12UB", "24", "00HBNX"), ("E06000023", "0HB")),
    "soc": (("1112", "1"), ("0112", "11122")),
    "title-number": (("NGL123456", "AV12345"), ("123456", "NGL1234567")),
    "toid": (("osgb1000006032892", "osgb4000000073459992", "1000006032892"), ("osgb123", "1234567890")),
    "ukprn": (("10007774",), ("20007774", "1000777")),
    "uprn": (("100023336956", "000000199356", "1"), ("1000233369561", "10002333695A", "0", "1.00023E+11")),
    "usrn": (("8400714", "20401306"), ("204013061", "A2040")),
    "vat": (("GB999999973", "999999973", "GD001", "HA599"), ("GB12345", "FR999999973")),
    "wikidata": (("Q145",), ("Q0145", "145", "P31")),
}  # fmt: skip
AREAS = {
    "oa": "S00088956", "lsoa": "E01014540", "msoa": "W02000001", "parish": "W04000001", "ward": "S13002835",
    "ced": "E58000001", "dea": "N10000101", "lad": "S12000036", "utla": "E10000003", "county": "E10000003",
    "met-county": "E11000001", "region": "E12000009", "constituency": "N05000001",
    "combined-authority": "E47000001", "country": "K02000001", "police": "E23000036", "fire": "W25000001",
    "icb": "E54000039", "built-up-area": "K06000001", "ccg": "E38000001", "health-board": "S08000015",
    "holyrood": "S16000075", "lep": "E37000001", "national-park": "W18000001", "senedd": "W09000001",
}  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def kinds(vocabulary: Vocabulary) -> tuple[Concept, ...]:
    return vocabulary.schemes["identifier"].concepts


def fits(kind: Concept, value: str) -> bool:
    return re.search(kind.facts["pattern"], value) is not None


def test_every_kind_has_values_here(kinds: tuple[Concept, ...]) -> None:
    assert {kind.code for kind in kinds} == {*VALUES, *(f"gss-{area}" for area in AREAS)}


def test_a_pattern_fits_its_own_values_and_not_what_only_resembles_them(kinds: tuple[Concept, ...]) -> None:
    for kind in kinds:
        valid, invalid = VALUES.get(kind.code) or ((AREAS[kind.code.removeprefix("gss-")],), ("E99000001",))
        assert [value for value in valid if not fits(kind, value)] == [], kind.code
        assert [value for value in ("", *invalid) if fits(kind, value)] == [], kind.code


def test_a_pattern_is_anchored_and_fits_its_example(kinds: tuple[Concept, ...]) -> None:
    for kind in kinds:
        example = kind.facts["example"]
        assert fits(kind, example), kind.code
        assert not fits(kind, f"{example}\tand more") and not fits(kind, f"more\t{example}"), kind.code


def test_an_area_code_is_a_gss_code(vocabulary: Vocabulary) -> None:
    gss = vocabulary.find("identifier", "gss")
    assert gss is not None
    assert all(fits(gss, code) for code in AREAS.values())


def test_a_kind_says_what_it_is_who_gives_it_and_where_to_read_more(kinds: tuple[Concept, ...]) -> None:
    for kind in kinds:
        assert kind.definition.endswith(".") and kind.facts["owner"], kind.code
        assert kind.facts["homepage"].startswith("http"), kind.code
        assert "{value}" in kind.facts.get("uriTemplate", "{value}"), kind.code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("uprn", "uprn"),
        ("Unique Property Reference Number", "uprn"),
        ("UniquePropertyReferenceNumber", "uprn"),
        ("llpg_uprn", "uprn"),
        ("Post Code", "postcode"),
        ("LAD23CD", "gss-lad"),
        ("lsoa21cd", "gss-lsoa"),
        ("WD31CD", "gss-ward"),
        ("ITL224CD", "itl"),
        ("Data Zone", "gss-lsoa"),
        ("Companies House number", "company-number"),
        ("ATCOCode", "atco"),
        ("FHRSID", "fhrs"),
        ("LGSL", "lgsl"),
        ("ocid", "ocid"),
        ("SIC 2007", "sic"),
        ("date", "date"),
    ],
)
def test_the_name_of_a_column_tells_what_it_holds(vocabulary: Vocabulary, word: str, code: str) -> None:
    match = vocabulary.match("identifier", word)
    assert match is not None and match.concept.code == code


@pytest.mark.parametrize("word", ["x", "charity_number", "period", "name", "id", "code", "LAD23NM"])
def test_a_column_that_may_hold_several_kinds_tells_nothing(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.match("identifier", word) is None


def test_the_name_of_a_column_never_tells_another_kind(
    vocabulary: Vocabulary, kinds: tuple[Concept, ...]
) -> None:
    bearers = Counter(name for kind in kinds for name in {fold(one) for one in kind.lists["columnName"]})
    for kind in kinds:
        for name in kind.lists["columnName"]:
            match = vocabulary.match("identifier", name)
            assert match is None or match.concept == kind, name
            assert match is None or bearers[fold(name)] == 1, name


@pytest.mark.corpus
def test_the_patterns_fit_a_collected_list_of_values(kinds: tuple[Concept, ...]) -> None:
    folder = Path(os.environ.get("STOOK_CORPUS") or "").parent / "vocab-data"
    path = folder / "identifier-standards" / "identifiers.json"
    if not path.is_file():
        pytest.skip("there is no list of identifiers beside the recorded portals")
    listed = {each["id"]: each for each in json.loads(path.read_text(encoding="utf-8"))["identifiers"]}
    same = [kind for kind in kinds if kind.code in listed and kind.code not in ("month", "quarter")]
    assert len(same) > 25
    for kind in same:
        each = listed[kind.code]
        assert [value for value in each["valid"] if not fits(kind, value)] == [], kind.code
        assert [value for value in each["invalid"] if fits(kind, value)] == [], kind.code
