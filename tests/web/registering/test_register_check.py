"""From the address of a portal to the report: what is answered beside the field, what is private, what is hostile."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from registering_site import ADDRESS, BAD, DONE, EMPTY, NOTHING, REPORT, Desk, shown

from catalogue.checking.report import Blocking, Detected, Report
from catalogue.clock import shifted
from catalogue.ledger.checks import KEPT, CheckState, Progress
from catalogue.ledger.workers import beat_worker, leave_work
from catalogue.settings import Settings
from web.forms.fairness import Fairness


def test_an_address_leads_to_a_page_of_its_own(desk: Desk) -> None:
    page = desk.filed("data.leeds.gov.uk")
    answer = desk.get(page)
    assert "Checking https://data.leeds.gov.uk/" in shown(answer)
    assert '<li class="now" aria-current="step">Waiting for its turn</li>' in answer.text
    assert '<noscript><meta http-equiv="refresh"' in answer.text
    desk.work(DONE)


def test_who_waits_is_told_whether_anybody_works(desk: Desk) -> None:
    page = desk.filed("https://waits.example/")
    assert "No worker of this catalogue is at work just now" in shown(desk.get(page))
    with desk.ledger.writing() as connection:
        beat_worker(connection, "worker", jobs=1, now=desk.clock[0])
    assert "No worker" not in shown(desk.get(page))
    with desk.ledger.writing() as connection:
        leave_work(connection, "worker")
    desk.work(DONE)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter the web address"),
        ("open data", "An address has no spaces"),
        ("officer@leeds.gov.uk", "That is an e-mail address"),
        ("https://10.0.0.1/", "private network"),
        (BAD, "cannot be the name of a site"),
    ],
)
def test_nonsense_is_answered_beside_the_field_and_kept(desk: Desk, typed: str, told: str) -> None:
    answer = desk.post("/register", address=typed)
    assert answer.status_code == 422
    assert told in shown(answer)
    assert 'href="#field-address"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert BAD not in answer.text
    assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in answer.text


def test_too_many_checks_are_refused_with_what_was_typed(desk: Desk) -> None:
    site = desk.client.app.state.site  # type: ignore[attr-defined]
    object.__setattr__(site, "fairness", Fairness(Settings(check_limit="1/hour")))
    desk.checked()
    answer = desk.post("/register", address="https://b.example")
    assert (answer.status_code, int(answer.headers["retry-after"]) > 3500) == (429, True)
    assert "1 times in an hour" in shown(answer)
    assert 'value="https://b.example"' in answer.text


def test_a_full_queue_says_so_and_keeps_what_was_typed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.ledger.checks.MOST_WAITING", 0)
    answer = desk.post("/register", address="https://b.example")
    assert (answer.status_code, 'value="https://b.example"' in answer.text) == (503, True)
    assert "try again in an hour" in shown(answer)


@pytest.mark.parametrize("page", ["/", "/status", "/developers"])
def test_the_way_in_is_found_from_where_councils_look(desk: Desk, page: str) -> None:
    main = desk.get(page).text.partition("<main")[2]
    assert 'href="/register"' in main.partition("</main>")[0]


def test_the_address_may_come_with_the_link(desk: Desk) -> None:
    assert 'value="https://b.example/&lt;x&gt;"' in desk.get("/register?address=https://b.example/<x>").text


def test_a_report_says_what_was_found_and_what_gains_most(desk: Desk) -> None:
    answer = desk.get(desk.checked())
    text = shown(answer)
    for said in (
        "Report on Leeds open data",
        "20 records were read of 312",
        "Its interface answered as CKAN's does.",
        "205 of 405 Sufficient",
        "285 of 405 Good",
        "Where: CKAN: Edit, Tags",
        "a known spelling, “OGL3”",
        "Open Government Licence 3.0",
    ):
        assert said in text
    assert text.index("Keyword usage: 2 records, +30 each") < text.index("Categories: 1 record")
    assert "http-equiv" not in answer.text
    assert "Register this portal" in text


def test_a_portal_of_which_most_is_rejected_may_be_registered_for_the_rest(desk: Desk) -> None:
    few = replace(DONE, report=replace(REPORT, read=2, rejected=18))
    assert "Register this portal" in shown(desk.get(desk.checked(few)))


def test_what_a_portal_says_comes_out_as_text(desk: Desk) -> None:
    answer = desk.get(desk.checked())
    assert BAD not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert 'href="javascript:' not in answer.text


def test_a_private_page_is_kept_named_and_listed_by_nobody(desk: Desk) -> None:
    page = desk.checked()
    for address in (page, f"{page}/records.csv"):
        headers = desk.get(address).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("progress", [NOTHING, EMPTY], ids=["nothing", "empty"])
def test_what_cannot_be_read_cannot_be_registered(desk: Desk, progress: object) -> None:
    page = desk.checked(progress)  # type: ignore[arg-type]
    text = shown(desk.get(page))
    assert "Register this portal" not in text
    assert "Check it again" in text


def test_a_check_that_found_nothing_says_what_to_do(desk: Desk) -> None:
    text = shown(desk.get(desk.checked(NOTHING)))
    assert "No portal was found there." in text
    assert "Give the portal's own address." in text
    assert "GET / 200" in text


def test_what_the_sentence_says_is_not_said_again(desk: Desk) -> None:
    said = "It is on a private network."
    again = Report(blocking=(Blocking(code="x", sentence=said),))
    told = Progress(state=CheckState.FAILED, sentence=said, found=Detected(how=said), report=again)
    assert shown(desk.get(desk.checked(told))).count(said) == 1


def test_what_must_be_mended_comes_first(desk: Desk) -> None:
    assert "To be mended first No dataset is public." in shown(desk.get(desk.checked(EMPTY)))


@pytest.mark.parametrize("below", ["", "/events", "/records.csv", "/records.json"])
def test_a_link_that_nobody_was_given_leads_nowhere(desk: Desk, below: str) -> None:
    answer = desk.get(f"/register/{'x' * 43}{below}", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "Check the portal again" in shown(answer)


def test_a_link_ends_after_thirty_days(desk: Desk) -> None:
    page = desk.checked()
    desk.clock[0] = shifted(desk.clock[0], KEPT)
    answer = desk.get(page)
    assert answer.status_code == 410
    assert "30 days" in shown(answer)


def test_the_records_concerned_are_a_table_that_no_spreadsheet_runs(desk: Desk) -> None:
    answer = desk.get(f"{desk.checked()}/records.csv?code=keyword")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["key"] for row in rows] == ["bins", "'=HYPERLINK(1)"]
    assert rows[1]["title"].startswith("'=1+1")
    assert "attachment" in answer.headers["content-disposition"]


def test_the_records_of_a_finding_say_what_was_found(desk: Desk) -> None:
    answer = desk.get(f"{desk.checked()}/records.json?code=description-short").json()
    assert [(one["key"], one["message"]) for one in answer["records"]] == [
        ("bins", "The description is short.")
    ]
    everything = desk.get(f"{desk.checked()}/records.json").json()["records"]
    assert {one["code"] for one in everything} == {"keyword", "theme", "description-short", "rejected"}


def test_the_form_of_another_site_files_nothing(desk: Desk) -> None:
    desk.get("/register")
    assert desk.client.post("/register", data={"address": ADDRESS}).status_code == 403
