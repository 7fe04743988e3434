"""Publishers side by side."""

from __future__ import annotations

import csv
import io
import re

from starlette.testclient import TestClient

PATH = "/compare/organisations"
TWO = f"{PATH}?organisation=camden&organisation=cardiff"


def test_without_anybody_chosen_the_page_asks_whom(councils: TestClient) -> None:
    page = councils.get(PATH).text
    assert "<table" not in page
    assert 'name="find"' in page


def test_bodies_stand_in_the_order_in_which_they_were_chosen(councils: TestClient) -> None:
    for slugs in (["camden", "cardiff"], ["cardiff", "camden"]):
        query = "&".join(f"organisation={slug}" for slug in slugs)
        found = councils.get(f"{PATH}.json?{query}").json()["organisations"]
        assert [one["slug"] for one in found] == slugs


def test_each_line_has_a_cell_for_each_body_in_words(councils: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(councils.get(f"{PATH}.csv?{TWO.partition('?')[2]}").text)))
    told = {row["compared"]: (row["camden"], row["cardiff"]) for row in rows if row["group"] != "Formats"}
    assert told["Nation"] == ("England", "Wales")
    assert told["Spending over £500"] == ("Found (to 30 Sep 2026)", "Found, date not stated")
    assert told["Senior salaries"] == (
        "Found, but old (to 31 Mar 2023)",
        "Not found here; not required",
    )
    assert told["Overdue"] == ("1", "0")
    assert told["Datasets"] == ("7", "2")


def test_each_line_says_in_a_word_whether_it_differs(councils: TestClient) -> None:
    page = councils.get(f"{PATH}?organisation=barnet&organisation=brent").text
    told = dict(re.findall(r'<th scope="row">([^<]+)<small>([^<]+)</small>', page))
    assert (told["Kind"], told["Pay multiple"], told["Constitution"]) == ("the same", "differs", "the same")


def test_four_at_most_are_compared_and_the_page_says_that_more_were_named(councils: TestClient) -> None:
    names = ("camden", "barnet", "brent", "islington", "cardiff")
    query = "&".join(f"organisation={slug}" for slug in names)
    assert len(councils.get(f"{PATH}.json?{query}").json()["organisations"]) == 4
    assert "the first 4 that were chosen are shown" in councils.get(f"{PATH}?{query}").text


def test_a_name_that_publishes_nothing_is_told_and_left_out(councils: TestClient) -> None:
    page = councils.get(f"{TWO}&organisation=nobody&organisation=camden&organisation=<b>").text
    assert "“nobody” publishes nothing here" in page
    assert page.count('scope="col"') == 3


def test_others_are_chosen_by_name_and_those_chosen_stay(councils: TestClient) -> None:
    page = councils.get(f"{TWO}&find=london").text
    assert re.search(r'value="camden"[^>]* checked', page)
    assert 'value="barnet"' in page
    assert not re.search(r'value="barnet"[^>]* checked', page)


def test_the_other_forms_keep_what_was_chosen(councils: TestClient) -> None:
    page = councils.get(TWO)
    assert f"{PATH}.csv?organisation=camden&amp;organisation=cardiff" in page.text
    assert 'rel="alternate"; type="text/csv"' in page.headers["link"]


def test_the_mean_scores_stand_side_by_side_with_their_bands(councils: TestClient) -> None:
    for one in councils.get(f"{PATH}.json?{TWO.partition('?')[2]}").json()["organisations"]:
        points = one["scores"]["here"]["points"]
        assert f"<span>{points:.0f}</span><small>" in councils.get(TWO).text


def test_of_a_body_that_no_list_knows_nothing_is_said_to_be_not_required(councils: TestClient) -> None:
    query = "organisation=camden&organisation=ashcombe-borough-council"
    rows = list(csv.DictReader(io.StringIO(councils.get(f"{PATH}.csv?{query}").text)))
    told = {row["compared"]: row["ashcombe-borough-council"] for row in rows}
    assert (told["Kind"], told["Counter-fraud work"]) == ("not known", "Not found here")
