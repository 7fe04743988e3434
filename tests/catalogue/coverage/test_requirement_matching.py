"""Which requirements titles answer, held against titles of real publishers that were judged by hand."""

from __future__ import annotations

import csv
import html
import lzma
import os
import re
import sys
from pathlib import Path

import pytest

from catalogue.coverage.matching import match_services, match_title
from catalogue.coverage.requirements import load_requirements
from catalogue.indexes.words import fold

_LINES = Path(__file__).with_name("judged.csv").read_text("utf-8").splitlines()
JUDGED = list(csv.DictReader((line for line in _LINES if not line.startswith("#")), delimiter=";"))


def answered(title: str, publisher: str = "") -> set[str]:
    """The requirements that a title answers."""
    return {fit.requirement for fit in match_title(title, publisher)}


def test_the_requirements_found_in_real_titles_are_right_and_nearly_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pairs = [(row["title"], set(row["requirements"].split()), answered(row["title"])) for row in JUDGED]
    right = sum(len(meant & found) for _, meant, found in pairs)
    precision = right / sum(len(found) for _, _, found in pairs)
    recall = right / sum(len(meant) for _, meant, _ in pairs)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(pairs)} titles: precision {precision:.3f}, recall {recall:.3f}\n")
        for title, meant, found in pairs:
            if meant != found:
                sys.stdout.write(f"  {title}: {sorted(meant)} taken for {sorted(found)}\n")
    assert len(pairs) >= 120
    assert precision >= 0.95
    assert recall >= 0.85


@pytest.mark.corpus
def test_the_judged_titles_stand_in_the_recorded_portals() -> None:
    portals = Path(os.environ.get("STOOK_CORPUS", "")) / "portals"
    if not os.environ.get("STOOK_CORPUS"):
        pytest.skip("STOOK_CORPUS names no folder of recorded portals")
    folders = {row["where"] for row in JUDGED if (portals / row["where"]).is_dir()}
    told = {folder: _all_text(portals / folder) for folder in folders}
    missing = [
        row for row in JUDGED if row["where"] in folders and fold(row["title"]) not in told[row["where"]]
    ]
    assert len(folders) > 5
    assert missing == []


def _all_text(folder: Path) -> str:
    """What a recorded portal says, folded, with what JSON escapes written out."""
    packed = (lzma.decompress(path.read_bytes()).decode(errors="replace") for path in folder.rglob("*.xz"))
    plain = (path.read_text("utf-8", errors="replace") for path in folder.rglob("*.json"))
    whole = html.unescape("\n".join((*packed, *plain)))
    return fold(re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), whole))


def test_every_judgment_names_a_requirement_that_there_is() -> None:
    known = {one.code for one in load_requirements()}
    assert {code for row in JUDGED for code in row["requirements"].split()} == known


@pytest.mark.parametrize(
    "title",
    [
        "Council tax spend",
        "Council tax £500 rebates paid",
        "Councillors' expenses: payments over £500",
        "Business rates relief over £500",
        "Payment performance to suppliers",
        "Capital expenditure",
        "Highways maintenance contracts",
        "Grants to schools",
        "Disabled facilities grants",
        "Parking zones map",
        "Parking standards for new homes",
        "Residents' parking permits",
        "Cycle parking spaces",
        "Gender pay gap",
        "Ratio of house price to earnings",
        "Information asset register",
        "Assets of community value",
        "Community asset transfer",
        "Conservation areas",
        "Anti-fraud strategy",
        "Report a fraud scam",
        "Fly-tipping",
        "Waste collection rounds",
        "Zero hours contracts",
        "Contaminated land register",
        "Electric vehicle charging parking spaces",
        "Test and Trace £500 support payments",
        "Public health spending",
        "European Union funding",
        "Organisations in the area",
        "Age structure of the population",
        "",
    ],
)
def test_a_title_with_some_of_the_words_answers_nothing(title: str) -> None:
    assert answered(title) == set()


@pytest.mark.parametrize(
    ("title", "requirement"),
    [
        ("Gwariant dros £500", "spending"),
        ("Taliadau i gyflenwyr 2024", "spending"),
        ("Trafodion cardiau caffael", "procurement-card"),
        ("Gwahoddiadau i dendro", "tenders"),
        ("Cofrestr Contractau", "contracts"),
        ("Asedau tir ac adeiladau", "land"),
        ("Cofrestr o asedau'r cyngor", "land"),
        ("Gwariant y Cyngor", "spending"),
        ("Gwerth asedau tai cymdeithasol", "social-housing"),
        ("Grantiau i’r sector gwirfoddol", "grants"),
        ("Siart sefydliadol", "organisation-chart"),
        ("Amser cyfleuster undebau llafur", "trade-union"),
        ("Cyfrif parcio", "parking-account"),
        ("Lleoedd parcio", "parking-spaces"),
        ("Cyflogau uwch swyddogion", "senior-salaries"),
        ("Lluosydd cyflog", "pay-multiple"),
        ("Cyfansoddiad y Cyngor", "constitution"),
        ("Twyll", "fraud"),
        ("Contractau casglu gwastraff", "waste-contracts"),
    ],
)
def test_welsh_titles_are_understood(title: str, requirement: str) -> None:
    assert answered(title) == {requirement}


def test_a_match_says_which_words_it_rests_on_and_whether_it_is_sure() -> None:
    (fit,) = match_title("Payments over £500, April 2024")
    assert (fit.how, fit.sure) == ("its title says “payments” and “500”", True)
    (fit,) = match_title("Spending 2014-2016")
    assert not fit.sure


def test_the_publishers_own_name_says_nothing() -> None:
    assert answered("Ashcombe spending") == set()
    assert answered("Ashcombe spending", "Ashcombe Borough Council") == {"spending"}
    assert answered("ABC spending", "Ashcombe Borough Council") == {"spending"}


def test_a_thousand_is_read_with_and_without_its_comma() -> None:
    assert answered("Contracts over £5,000") == answered("Contracts over £5000") == {"contracts"}


def test_a_service_of_the_national_list_tells_the_requirement() -> None:
    (fit,) = match_services(("1573", "9"))
    assert (fit.requirement, fit.sure) == ("senior-salaries", True)
    assert "1573" in fit.how
