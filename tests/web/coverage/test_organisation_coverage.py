"""A publisher's page: what it must publish, beside its peers, and how recent and how open its datasets are."""

from __future__ import annotations

import csv
import io
import re

import pytest
from covered_councils import EVIL, LATEST
from starlette.testclient import TestClient

from catalogue.coverage.requirements import load_requirements
from catalogue.quality.metrics import band_of

CAMDEN = "/organisation/camden"


def requirements(client: TestClient, address: str = f"{CAMDEN}.json") -> dict[str, dict]:
    """The requirements of a publisher by their codes."""
    rows = client.get(address).json()["coverage"]["requirements"]
    return {row["code"]: row for row in rows}


def test_a_council_of_england_has_a_line_for_each_requirement(councils: TestClient) -> None:
    assert list(requirements(councils)) == [one.code for one in load_requirements()]


@pytest.mark.parametrize(
    ("code", "state", "day"),
    [
        ("spending", "current", ("covers_until", "2026-09-30")),
        ("contracts", "current", ("changed", "2026-11-02")),
        ("senior-salaries", "old", ("covers_until", "2023-03-31")),
        ("organisation-chart", "undated", ("changed", None)),
        ("fraud", "not-found", ("changed", None)),
    ],
)
def test_each_requirement_says_how_it_stands_and_of_when_it_is(
    councils: TestClient, code: str, state: str, day: tuple[str, str | None]
) -> None:
    row = requirements(councils)[code]
    assert (row["state"], row[day[0]]) == (state, day[1])


def test_the_dataset_that_answers_is_named_with_the_reason_and_the_others_are_counted(
    councils: TestClient,
) -> None:
    row = requirements(councils)["spending"]
    assert row["title"] == "Payments over £500 July to September 2026"
    assert row["dataset"].startswith("http://catalogue.test/dataset/")
    assert (row["sure"], row["others"]) == (True, 1)
    assert len(row["also"]) == 1
    assert "Payments over £500 2022/23</a>" in councils.get(CAMDEN).text.split("1 more</summary>")[1]
    assert row["how"] == "its title says “payments” and “500”"


def test_the_page_never_says_that_something_is_not_published(councils: TestClient) -> None:
    page = councils.get(CAMDEN).text
    assert "Not found here" in page
    assert "not published" not in page.lower()
    assert "found, but old" in page.lower()
    assert 'last for the time to\n<time datetime="2023-03-31">' in page or "last for the time to" in page


def test_peers_are_proposed_of_the_same_kind_and_region_and_counted(councils: TestClient) -> None:
    found = councils.get(f"{CAMDEN}.json").json()["coverage"]
    assert [one["slug"] for one in found["peers"]] == ["barnet", "brent", "islington"]
    assert requirements(councils)["spending"]["peers_with_it"] == 1
    assert {one["topic"]: one["peers"] for one in found["peers_also_publish"]} == {
        "libraries": 3,
        "allotments": 2,
    }


def test_whoever_looks_may_choose_other_peers(councils: TestClient) -> None:
    found = councils.get(f"{CAMDEN}.json?peer=cardiff&peer=nobody&peer=camden&peer=<b>").json()["coverage"]
    assert [one["slug"] for one in found["peers"]] == ["cardiff"]
    page = councils.get(f"{CAMDEN}?peer=cardiff").text
    assert re.search(r'value="cardiff"[^>]* checked', page)
    assert "Barnet" not in page.split('id="figures"')[0]


def test_others_are_found_by_name_without_script(councils: TestClient) -> None:
    page = councils.get(f"{CAMDEN}?peer=barnet&find=ashc").text
    assert 'name="peer" value="ashcombe-borough-council"' in page
    assert 'name="peer" value="barnet"' in page
    assert "No other publisher has a name with “zzz”" in councils.get(f"{CAMDEN}?find=zzz").text


def test_at_most_eight_peers_are_compared(councils: TestClient) -> None:
    query = "&".join(f"peer=nobody-{number}" for number in range(200))
    assert councils.get(f"{CAMDEN}?{query}").status_code == 200


def test_the_code_binds_no_council_of_wales_and_it_says_so(councils: TestClient) -> None:
    found = councils.get("/organisation/cardiff.json").json()["coverage"]
    assert not found["applies"]
    assert "applies in England only" in found["reason"]
    assert [row["code"] for row in found["requirements"]] == ["spending"]
    assert "applies in England only" in councils.get("/organisation/cardiff").text


def test_of_a_body_that_no_list_knows_nobody_says_what_binds_it(councils: TestClient) -> None:
    found = councils.get("/organisation/ashcombe-borough-council.json").json()["coverage"]
    assert (found["applies"], found["peers"]) == (False, [])
    assert "cannot tell" in found["reason"]
    assert [row["code"] for row in found["requirements"]] == ["constitution"]


def test_datasets_are_counted_by_what_can_be_told_of_them(councils: TestClient) -> None:
    figures = councils.get(f"{CAMDEN}.json").json()["figures"]
    assert figures["datasets"] == 7
    assert figures["punctual"] == {"overdue": 1, "on_time": 3, "unknown": 3}
    assert figures["changed_within_a_year"] == 4
    assert figures["licences"] == {"open": 6, "not_open": 0, "not_stated": 1}
    assert figures["formats"]["CSV"] == 7


def test_the_figures_add_up_to_all_datasets(councils: TestClient) -> None:
    figures = councils.get(f"{CAMDEN}.json").json()["figures"]
    for group in ("punctual", "licences", "changed"):
        assert sum(figures[group].values()) == figures["datasets"], group


def test_officers_get_the_coverage_as_a_table(councils: TestClient) -> None:
    answer = councils.get(f"{CAMDEN}/coverage.csv?peer=barnet")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert [row["code"] for row in rows] == [one.code for one in load_requirements()]
    assert (rows[0]["state"], rows[0]["peers"], rows[0]["peers_with_it"]) == ("current", "1", "1")


def test_a_cell_of_the_table_is_no_formula_of_a_spreadsheet(councils: TestClient) -> None:
    cells = [
        cell for row in csv.reader(io.StringIO(councils.get(f"{CAMDEN}/coverage.csv").text)) for cell in row
    ]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


def test_people_are_led_from_the_table_to_the_page(councils: TestClient) -> None:
    answer = councils.get(f"{CAMDEN}/coverage?peer=barnet", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{CAMDEN}?peer=barnet#coverage")
    assert councils.get("/organisation/nobody/coverage.csv").status_code == 404


def test_a_script_in_a_title_or_a_search_stays_text(councils: TestClient) -> None:
    for address in (
        CAMDEN,
        f"{CAMDEN}?find={EVIL}",
        f"/compare/organisations?organisation=camden&find={EVIL}",
    ):
        assert "<script>alert" not in councils.get(address).text


def test_the_portals_of_a_body_say_when_they_were_last_harvested(councils: TestClient) -> None:
    assert re.search(
        r'A portal of many councils</a> <span class="by">last harvested\s+<time', councils.get(CAMDEN).text
    )


def test_the_list_finds_publishers_by_the_beginnings_of_words(councils: TestClient) -> None:
    names = [one["slug"] for one in councils.get("/organisation.json?q=bar lond").json()["organisations"]]
    assert names == ["barnet"]
    page = councils.get("/organisation?q=camden").text
    assert "London borough" in page
    assert "Barnet" not in page
    assert councils.get("/organisation?q=nobody").status_code == 200


def test_the_list_finds_a_council_by_its_name_in_welsh(councils: TestClient) -> None:
    found = councils.get("/organisation.json?q=caerdydd").json()["organisations"]
    assert [one["slug"] for one in found] == ["cardiff"]


def test_the_list_is_by_name_and_never_by_score(councils: TestClient) -> None:
    page = councils.get("/organisation").text
    slugs = re.findall(r'href="/organisation/([a-z-]+)"', page)
    assert slugs == ["ashcombe-borough-council", "cardiff", "barnet", "brent", "camden", "islington"]


def test_the_page_tells_both_mean_scores_with_their_bands_and_what_they_were(councils: TestClient) -> None:
    told = councils.get(f"{CAMDEN}.json").json()["scores"]
    assert [day["day"] for day in told["history"]] == ["2026-11-01", "2026-11-28"]
    page = councils.get(CAMDEN).text
    assert "Mean points of 7 datasets" in page
    assert f"<b>{told['here']['points']:.0f}</b>" in page
    assert '<time datetime="2026-11-01">' in page
    assert "Mean points of" not in councils.get("/organisation/leeds").text


def test_the_list_tells_the_band_of_the_latest_mean_as_published(councils: TestClient) -> None:
    assert f"London borough · {band_of(LATEST).title}" in councils.get("/organisation?q=camden").text
    assert "London borough" in councils.get("/organisation?q=brent").text
