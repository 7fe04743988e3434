"""Every record of a portal's last run is accounted for: the lines add up to what it listed, and lead to the records."""

from __future__ import annotations

from lxml import html
from starlette.testclient import TestClient

from catalogue.ledger.accounted import FATES
from catalogue.ledger.status import RunStatus
from web.pages.account import make_account


def run(*, declared: int | None = None, since: str = "", **counts: int) -> RunStatus:
    """A run with these counts."""
    day = "2026-11-22T03:00:00Z"
    return RunStatus(
        portal="a", number=1, started=day, finished=day, heartbeat=day, verdict="partial", sentence="",
        declared=declared, counts=counts, since=since,
    )  # fmt: skip


def test_the_lines_of_the_account_add_up_to_what_was_listed(scored: TestClient) -> None:
    tree = html.fromstring(scored.get("/portal/leeds").text)
    rows = tree.xpath("//table[caption='Every record of the last run']//tbody/tr")
    figures = {" ".join(row.xpath("string(th)").split()): _figure(row) for row in rows}
    listed = figures.pop("Listed by the portal")
    assert sum(figures.values()) == listed == 10
    assert figures["Rejected, each with its reason"] == 1


def test_each_line_leads_to_its_records(scored: TestClient) -> None:
    tree = html.fromstring(scored.get("/portal/leeds").text)
    links = tree.xpath("//table[@class='figures']//td/a/@href")
    assert {link.partition("became=")[2] for link in links} == {
        *("added", "changed", "same", "waiting", "held", "rejected", "missing")
    }
    assert all(scored.get(link).status_code == 200 for link in links)


def test_what_the_portal_said_to_have_and_did_not_send_is_told() -> None:
    assert make_account(run(declared=12, read=9, rejected=1)).not_come == 2
    assert make_account(run(declared=9, read=9, rejected=1)).not_come == 0


def test_a_run_that_asked_for_changes_says_nothing_of_what_did_not_come() -> None:
    assert make_account(run(declared=12, read=1, since="2026-11-01T00:00:00Z")).not_come == 0


def test_a_line_without_records_of_its_own_has_no_list() -> None:
    counts = {"read": 9, "added": 1, "held_changes": 2, "repeated": 1, "rejected": 2}
    account = make_account(run(**counts))
    fates = {line.name: line.fate for line in (*account.became, *account.refused)}
    assert fates == {
        "added": "added", "held_changes": "held", "left": "", "rejected": "rejected", "repeated": "",
    }  # fmt: skip
    assert {fate for fate in fates.values() if fate} <= set(FATES)


def _figure(row: html.HtmlElement) -> int:
    return int((row.xpath("td/a/text()") or row.xpath("td/text()"))[0].strip().replace(",", ""))
