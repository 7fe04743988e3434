"""Those who manage a portal do to it what they may: each deed once, with a line in the log, and nobody else any."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from lxml import html
from made_up_catalogue import BINS, EVIL, NOW
from managed_site import MANAGE, OPERATOR, STRANGER, Managed
from sqlalchemy import insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.schema import entries, filings, held_back, matches, portals, runs


def log_of(*actions: str) -> list[tuple[str, str, str]]:
    """The lines of the officer."""
    return [("officer", action, "portal/leeds") for action in actions]


def text_of(managed: Managed) -> str:
    return " ".join(html.fromstring(managed.page()).xpath("string(//main)").split())


def test_nobody_manages_without_signing_in(managed: Managed) -> None:
    answer = managed.client.get(MANAGE)
    assert answer.status_code == 403
    assert html.fromstring(answer.text).xpath("//main//a[@class='button']/@href") == [
        "/sign-in?next=%2Fportal%2Fleeds%2Fmanage"
    ]
    assert answer.headers["cache-control"] == "no-store"


def test_who_does_not_manage_the_portal_sees_and_does_nothing(managed: Managed) -> None:
    managed.sign_in()
    proof = html.fromstring(managed.page()).xpath("//input[@name='proof']/@value")[0]
    managed.sign_in(STRANGER)
    answer = managed.client.get(MANAGE)
    assert answer.status_code == 403
    assert "does not manage Data Mill North" in answer.text
    assert managed.officer not in answer.text
    for name in ("run", "pause", "release", "contact", "consent"):
        sent = managed.client.post(MANAGE, data={"proof": proof, "do": name, "kind": "removal"})
        assert sent.status_code == 403
    assert managed.log() == []
    assert managed.decisions(held_back) == {"bins": "", "new": ""}


def test_a_portal_that_is_not_there_is_managed_by_nobody(managed: Managed) -> None:
    managed.sign_in()
    assert managed.client.get("/portal/nowhere/manage").status_code == 404


def test_a_deed_without_its_proof_is_refused(managed: Managed) -> None:
    managed.sign_in()
    assert managed.client.post(MANAGE, data={"do": "pause"}).status_code == 403
    assert managed.portal()["paused"] is False


def test_the_public_page_is_the_same_for_everybody(managed: Managed) -> None:
    plain = managed.client.get("/portal/leeds")
    managed.sign_in()
    signed = managed.client.get("/portal/leeds")
    assert (plain.text, plain.headers["etag"]) == (signed.text, signed.headers["etag"])
    assert MANAGE in plain.text


def test_a_portal_is_run_again_once(managed: Managed) -> None:
    """Which makes it due now; asked twice, it is due once."""
    managed.sign_in()
    answer = managed.do("run")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{MANAGE}?done=run")
    assert managed.portal()["next_run"] == NOW
    assert managed.do("run").headers["location"] == f"{MANAGE}?done=nothing"
    assert managed.log() == log_of("run again")
    assert "The portal is harvested again." in managed.client.get(f"{MANAGE}?done=run").text


def test_a_run_waits_for_the_end_of_quiet_hours_and_the_page_says_when(managed: Managed) -> None:
    """It is nine in the morning in London."""
    with managed.site.ledger.writing() as connection:
        connection.execute(update(portals).values(quiet="08:00-18:00"))
    managed.sign_in()
    assert "it begins 28 Nov 2026, 18:00 UTC" in text_of(managed)
    managed.do("run")
    assert managed.portal()["next_run"] == "2026-11-28T18:00:00Z"


def test_a_portal_is_left_in_peace_for_some_minutes_after_a_run(managed: Managed) -> None:
    with managed.site.ledger.writing() as connection:
        held = (runs.c.number == 2) & (
            runs.c.portal_id == select(portals.c.id).where(portals.c.slug == "leeds").scalar_subquery()
        )
        before = connection.scalar(select(runs.c.finished).where(held))
        connection.execute(update(runs).where(held).values(finished=shifted(NOW, timedelta(minutes=-1))))
    managed.sign_in()
    managed.do("run")
    with managed.site.ledger.writing() as connection:
        connection.execute(update(runs).where(held).values(finished=before))
    assert managed.portal()["next_run"] == shifted(NOW, timedelta(minutes=4))


def test_what_waits_for_a_worker_is_not_asked_for_again(managed: Managed) -> None:
    with managed.site.ledger.writing() as connection:
        connection.execute(insert(filings).values(portal_id=managed.portal()["id"], due=NOW, filed=NOW))
    managed.sign_in()
    assert "A harvest waits for a worker" in text_of(managed)
    assert managed.do("run").headers["location"].endswith("done=nothing")
    assert managed.log() == []


def test_a_portal_is_paused_and_resumed(managed: Managed) -> None:
    managed.sign_in()
    managed.do("pause")
    managed.do("pause")
    assert managed.portal()["paused"] is True
    refused = managed.do("run")
    assert (refused.status_code, "resume it first" in refused.text) == (422, True)
    managed.do("resume")
    assert managed.portal()["paused"] is False
    assert managed.log() == log_of("paused", "resumed")


def test_the_schedule_is_changed_and_the_next_run_planned(managed: Managed) -> None:
    managed.sign_in()
    managed.do("schedule", every="48", quiet="22-06", zone="Europe/London")
    held = managed.portal()
    assert (held["every"], held["quiet"], held["zone"]) == (48, "22:00-06:00", "Europe/London")
    assert shifted(NOW, timedelta(hours=43)) < held["next_run"] < shifted(NOW, timedelta(hours=62))
    assert "Every 48 hours, never between 22:00 and 06:00 (Europe/London)" in text_of(managed)
    managed.do("schedule", every="48", quiet="22:00-06:00", zone="Europe/London")
    assert managed.log() == log_of("rescheduled")
    managed.do("schedule", every="", quiet="", zone="")
    assert (managed.portal()["every"], managed.portal()["quiet"]) == (None, "")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("every", {"every": "0.01"}),
        ("every", {"every": "nan"}),
        ("every", {"every": "9999"}),
        ("every", {"every": "often"}),
        ("quiet", {"every": "24", "quiet": "at night"}),
        ("zone", {"every": "24", "zone": "Europe/Leeds"}),
        ("zone", {"every": "24", "zone": "../../etc/passwd"}),
    ],
)
def test_a_schedule_that_cannot_be_is_told_beside_its_field(
    managed: Managed, field: str, fields: dict[str, str]
) -> None:
    managed.sign_in()
    answer = managed.do("schedule", **fields)
    tree = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert tree.xpath("//div[@id='errors']//a/@href") == [f"#field-{field}"]
    assert tree.get_element_by_id(f"field-{field}").get("value") == fields[field]
    assert managed.log() == []


def test_who_is_told_is_changed(managed: Managed) -> None:
    """The log does not repeat the address, and no public page tells it."""
    managed.sign_in()
    managed.do("contact", contact="Data@Leeds.example")
    managed.do("contact", contact="data@leeds.example")
    assert managed.portal()["contact"] == "data@leeds.example"
    assert managed.log() == log_of("contact changed")
    assert "data@leeds.example" not in managed.client.get("/portal/leeds").text
    refused = managed.do("contact", contact="a@b.example, c@d.example")
    assert refused.status_code == 422
    managed.do("contact", contact="")
    assert managed.portal()["contact"] == ""


def test_held_removals_are_released_by_a_person(managed: Managed) -> None:
    """Of the kind that was named, and the dataset is withdrawn at once."""
    managed.sign_in()
    said = text_of(managed)
    assert "Removals: 1" in said and "Additions: 1" in said and "Changes" not in said
    managed.do("release", kind="removal")
    managed.do("release", kind="removal")
    assert managed.decisions(held_back) == {"new": ""}
    with managed.site.ledger.reading() as connection:
        assert connection.scalar(select(entries.c.state).where(entries.c.id == BINS)) == "withdrawn"
    assert managed.log() == log_of("released")


def test_what_is_held_is_kept_by_a_person(managed: Managed) -> None:
    managed.sign_in()
    managed.do("keep", kind="addition")
    assert managed.decisions(held_back) == {"bins": "", "new": "keep"}
    assert managed.log() == log_of("kept")


def test_matches_are_confirmed(managed: Managed) -> None:
    """Each once: what somebody has decided meanwhile is passed over."""
    managed.sign_in()
    managed.do("confirm", key=["new-bins"])
    assert managed.do("confirm", key=["new-bins"]).headers["location"].endswith("done=nothing")
    with managed.site.ledger.reading() as connection:
        assert connection.scalar(select(entries.c.key).where(entries.c.id == BINS)) == "new-bins"
    assert managed.log() == log_of("matches confirmed")


def test_matches_are_rejected(managed: Managed) -> None:
    managed.sign_in()
    managed.do("reject", key=["new-bins", "never-heard-of"])
    assert managed.decisions(matches) == {"new-bins": "rejected"}
    assert managed.log() == log_of("matches rejected")


def test_no_match_is_decided_without_a_tick(managed: Managed) -> None:
    managed.sign_in()
    answer = managed.do("confirm")
    assert (answer.status_code, "Tick at least one record." in answer.text) == (422, True)
    assert managed.decisions(matches) == {"new-bins": ""}


def test_consent_has_a_name_and_a_day_and_can_be_withdrawn(managed: Managed) -> None:
    managed.sign_in()
    assert managed.do("consent", by="A. Officer", on="2026-13-01").status_code == 422
    assert managed.do("consent", by="", on="2026-11-01").status_code == 422
    managed.do("consent", by="A. Officer", on="2026-11-01")
    managed.do("consent", by="A. Officer", on="2026-11-01")
    wanted = {"delay": 2, "robots": "api-consented", "consent": "A. Officer, 2026-11-01"}
    assert managed.portal()["settings"] == wanted
    managed.do("withdraw")
    assert managed.portal()["settings"] == {"delay": 2}
    assert managed.log() == log_of("consent given", "consent withdrawn")


def test_the_files_of_a_portal_are_spared_and_read_again(managed: Managed) -> None:
    managed.sign_in()
    assert "64 KB of a file" in text_of(managed)
    managed.do("spare")
    managed.do("spare")
    assert managed.portal()["settings"] == {"delay": 2, "samples": "no"}
    assert "nothing that was read of them is kept" in text_of(managed)
    managed.do("sample")
    assert managed.portal()["settings"] == {"delay": 2}
    assert managed.log() == log_of("samples stopped", "samples allowed")


def test_files_that_were_not_read_are_named_with_the_reason(managed: Managed) -> None:
    managed.sign_in()
    url = "https://files.leeds.example/<b>.csv"
    with managed.site.ledger.writing() as connection:
        row = {"id": 1, "digest": "d", "url": url, "host": "files.leeds.example", "state": "unfit"}
        connection.execute(insert(samples).values(**row, remark="is a web page (title: <Sign in>)"))
        use = {"sample_id": 1, "entry_id": BINS, "file": "1", "portal": "leeds"}
        connection.execute(insert(sample_uses).values(use))
    told = text_of(managed)
    assert f"the file {url} is a web page (title: <Sign in>)." in told
    managed.do("spare")
    assert url not in text_of(managed)


def test_what_was_done_is_told_to_those_who_manage_the_portal(managed: Managed) -> None:
    managed.sign_in()
    managed.do("pause")
    rows = html.fromstring(managed.page()).xpath("//h2[@id='log']/following-sibling::div[1]//tbody/tr")
    assert [row.xpath("string(td[2])") for row in rows] == ["Paused"]
    assert rows[0].xpath("string(td[3])") == managed.officer


def test_a_deed_that_is_sent_twice_at_once_is_done_once(managed: Managed) -> None:
    """As by a double click: two requests, side by side."""
    managed.sign_in()
    proof = html.fromstring(managed.page()).xpath("//input[@name='proof']/@value")[0]
    form = {"proof": proof, "do": "release", "kind": "removal"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda _: managed.client.post(MANAGE, data=form).headers["location"], range(4))
        )
    assert sorted(answers) == [f"{MANAGE}?done=nothing"] * 3 + [f"{MANAGE}?done=release"]
    assert managed.log() == log_of("released")


def test_what_is_no_deed_is_refused(managed: Managed) -> None:
    managed.sign_in()
    assert managed.do("drop tables").status_code == 422
    assert managed.do("release", kind="everything").status_code == 422
    assert managed.log() == []


def test_an_operator_manages_every_portal(managed: Managed) -> None:
    """Whom the settings name."""
    managed.sign_in(OPERATOR)
    assert managed.client.get(MANAGE).status_code == 200
    assert managed.client.get("/portal/empty/manage").status_code == 200
    managed.sign_in()
    assert managed.client.get("/portal/empty/manage").status_code == 403


def test_what_portals_and_people_write_is_shown_as_text(managed: Managed) -> None:
    managed.sign_in()
    answer = managed.do("contact", contact=EVIL)
    assert answer.status_code == 422
    assert "<script" not in answer.text
    assert html.fromstring(answer.text).get_element_by_id("field-contact").get("value") == EVIL


def test_changes_are_limited_and_say_when_to_come_again(managed: Managed) -> None:
    """A person who sends one form after the other is told so, and what was typed stays."""
    managed.sign_in()
    statuses = [managed.do("pause").status_code for _ in range(61)]
    assert (statuses[0], statuses[-2], statuses[-1]) == (303, 303, 429)
    limited = managed.do("contact", contact="mine@leeds.example")
    assert limited.status_code == 429
    assert int(limited.headers["retry-after"]) > 0
    assert "mine@leeds.example" in limited.text
