"""A portal's page tells both scores, and what to do first, with where it is done and which records are concerned."""

from __future__ import annotations

from lxml import html
from starlette.testclient import TestClient

from catalogue.quality.metrics import BY_CODE


def page(scored: TestClient) -> html.HtmlElement:
    return html.fromstring(scored.get("/portal/leeds").text)


def test_both_scores_are_told_with_their_bands(scored: TestClient) -> None:
    tree = page(scored)
    foot = tree.xpath("//section[@class='scores']//tfoot//td")
    assert [" ".join(cell.xpath("string()").split()) for cell in foot] == ["40 Bad", "45 Bad"]
    said = " ".join(tree.xpath("string(//main)").split())
    assert "Mean points of 3 datasets, of 405" in said
    assert "Excellent 0 · Good 0 · Sufficient 0 · Bad 3" in said


def test_a_portal_without_a_score_says_so(scored: TestClient) -> None:
    assert "Not scored yet." in scored.get("/portal/empty").text


def test_what_gains_most_comes_first_and_says_where_it_is_done(scored: TestClient) -> None:
    steps = page(scored).xpath("//ol[@class='steps']/li")
    gains = [int(step.xpath("string(p[3])").split()[0].replace(",", "")) for step in steps]
    assert gains == sorted(gains, reverse=True)
    licence = next(step for step in steps if "licence to 2" in step.xpath("string(p[1])"))
    assert licence.xpath("string(p[1])") == "Add a licence to 2 datasets: 20 points each"
    assert licence.xpath("string(p[2])") == "CKAN: dataset → Manage → Edit metadata → License"


def test_a_metric_that_nothing_fails_gives_no_step(scored: TestClient) -> None:
    """Each is there that some dataset fails, and no other."""
    named = {
        link.partition("metric=")[2] for link in page(scored).xpath("//ol[@class='steps']/li/p[1]/a/@href")
    }
    assert named == set(BY_CODE)


def test_each_step_leads_to_its_records_in_three_forms(scored: TestClient) -> None:
    for step in page(scored).xpath("//ol[@class='steps']/li"):
        title, csv, json = step.xpath(".//a/@href")
        count = scored.get(json).json()["total"]
        assert f"{count} dataset" in step.xpath("string(p[1])")
        assert len(scored.get(csv).text.splitlines()) == count + 1
        assert scored.get(title).status_code == 200


def test_each_rule_leads_to_its_findings_in_three_forms(scored: TestClient) -> None:
    rows = page(scored).xpath("//div[@aria-label='Findings by rule']//tbody/tr")
    assert len(rows) == 2
    for row in rows:
        csv, json, listed = row.xpath(".//a/@href")
        code = row.xpath("string(.//code)")
        found = scored.get(json).json()["findings"]
        assert {one["code"] for one in found} == {code}
        assert len(scored.get(csv).text.splitlines()) == len(found) + 1
        assert scored.get(listed).status_code == 200


def test_programs_are_told_the_same_steps(scored: TestClient) -> None:
    said = scored.get("/portal/leeds.json").json()["advice"]
    assert said[0]["gain"] == max(one["gain"] for one in said)
    licence = next(one for one in said if one["metric"] == "licence")
    assert licence == {
        "metric": "licence",
        "ask": "Add a licence to 2 datasets",
        "datasets": 2,
        "points": 20,
        "gain": 40,
        "where": "CKAN: dataset → Manage → Edit metadata → License",
        "records": "http://catalogue.test/portal/leeds/records.json?metric=licence",
    }


def test_the_account_and_the_badge_are_told_to_programs(scored: TestClient) -> None:
    said = scored.get("/portal/leeds.json").json()
    assert said["account"]["listed"] == sum(said["account"]["became"].values()) == 10
    assert said["account"]["absent"] == {"missing": 2, "held": 12}
    assert said["badge"] == "http://catalogue.test/portal/leeds/badge.svg"
    assert said["scores"]["published"]["bands"]["bad"] == 3
    empty = scored.get("/portal/empty.json").json()
    assert (empty["account"], empty["scores"], empty["advice"]) == (None, None, [])


def test_a_portals_links_are_summed_up(scored: TestClient) -> None:
    """And lead to those that do not work."""
    tree = page(scored)
    (link,) = tree.xpath("//h2[@id='links']/following-sibling::p[1]/a")
    assert link.get("href") == "/portal/leeds/links"
    assert " ".join(link.xpath("string()").split()) == "1 of 2 addresses do not work"
    assert not html.fromstring(scored.get("/portal/empty").text).xpath("//h2[@id='links']")


def test_the_graph_of_a_portal_tells_its_account_and_what_gains_most(scored: TestClient) -> None:
    turtle = scored.get("/portal/leeds.ttl").text
    assert "stook:listed 10" in turtle
    assert "stook:added 3" in turtle
    assert "dqv:value 40.0" in turtle
    assert 'rdfs:label "Add a licence to 2 datasets: 20 points each"@en' in turtle
