"""The private page of a registration: its proof, its changes, its end; and links that are forged, used or another's."""

from __future__ import annotations

import pytest
from registering_site import BAD, BASE, DONE, EMAIL, Desk, shown

from catalogue.clock import shifted
from catalogue.ledger.checks import KEPT, forget_expired
from catalogue.ledger.portals import get_portal, list_portals, remove_portal, set_next_run
from catalogue.ledger.removals import carry_out_removal, filed_removals
from catalogue.settings import Settings
from web.forms.fairness import Fairness

ACTIONS = ("again", "run", "pause", "mail", "remove", "edit")


def newest(desk: Desk) -> str:
    """The portal that was registered last."""
    with desk.ledger.reading() as connection:
        return list_portals(connection)[-1].slug


def test_a_script_in_any_field_comes_out_as_text(desk: Desk) -> None:
    page = desk.registered("script@leeds.gov.uk", title=f"A {BAD}", body="other", organisation=f"B {BAD}")
    mailed = desk.mailed("script@leeds.gov.uk")
    shown_on = [page, f"{page}/edit", mailed]
    assert desk.post(mailed).status_code == 303
    for address in (*shown_on[:2], page):
        text = desk.get(address).text
        assert (BAD in text, "&lt;script&gt;" in text) == (False, True), address


def test_opening_the_link_changes_nothing_and_its_button_registers_the_portal(desk: Desk) -> None:
    page = desk.registered(title="Opening it")
    for _ in range(2):
        assert "Yes, confirm" in shown(desk.get(desk.mailed()))
    assert "goes on when the link" in shown(desk.get(page))
    answer = desk.post(desk.mailed())
    assert answer.headers["location"] == page
    text = shown(desk.get(page))
    assert "The portal is registered" in text
    assert "confirmed, at the organisation's own domain" in text
    assert 'href="/portal/opening-it"' in desk.get(page).text
    subject, letter = desk.mails()[0]
    assert "is registered" in subject
    assert f"{BASE}{page}" in letter


def test_a_link_in_a_mail_works_once(desk: Desk) -> None:
    desk.registered(title="Once")
    link = desk.mailed()
    form = desk.get(link).text.split('name="proof" value="')[1].split('"')[0]
    told = [desk.client.post(link, data={"proof": form}).status_code for _ in range(2)]
    assert told == [303, 410]
    assert desk.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x" * 43, "%00", "é", "..%2Fx"])
def test_a_forged_link_proves_nothing(desk: Desk, token: str) -> None:
    assert desk.get(f"/register/contact/{token}").status_code == 404
    assert desk.post("/register", f"/register/contact/{token}").status_code == 404


def test_a_link_in_a_mail_ends_after_a_week(desk: Desk) -> None:
    desk.registered(title="Late")
    link = desk.mailed()
    desk.clock[0] = "2026-12-06T09:00:00Z"
    assert desk.get(link).status_code == 410


def test_an_address_elsewhere_waits_for_an_operator(desk: Desk) -> None:
    page = desk.proven("officer@mail.example", title="Elsewhere")
    text = shown(desk.get(page))
    assert "An operator of this catalogue now looks" in text
    assert "Pause the harvest" not in text
    assert "waits for an operator" in desk.mails("officer@mail.example")[0][0]


def test_who_proves_in_another_browser_gets_a_link_of_their_own(desk: Desk) -> None:
    page = desk.registered(title="Another browser")
    desk.client.cookies.clear()
    theirs = desk.post(desk.mailed()).headers["location"]
    assert theirs != page
    assert "What you can do" in shown(desk.get(theirs))
    assert desk.get(page).status_code == 404
    for step in ACTIONS:
        assert desk.post("/register", f"{page}/{step}").status_code == 404
    assert "The portal is registered" in shown(desk.get(theirs))


def test_a_portal_is_paused_resumed_and_run_again(desk: Desk) -> None:
    page, slug = desk.proven(title="Zz pausing"), newest(desk)
    with desk.ledger.writing() as connection:
        set_next_run(connection, slug, at=shifted(desk.clock[0], KEPT))
    assert "Run the harvest again" in shown(desk.get(page))
    desk.post(page, f"{page}/run")
    assert "A harvest waits for a worker" in shown(desk.get(page))
    desk.post(page, f"{page}/pause", paused="yes")
    assert "Its harvest is paused" in shown(desk.get(page))
    with desk.ledger.reading() as connection:
        assert get_portal(connection, slug).paused
    desk.post(page, f"{page}/pause", paused="no")
    with desk.ledger.reading() as connection:
        assert not get_portal(connection, slug).paused


def test_a_check_is_asked_for_again_and_followed_under_the_same_link(desk: Desk) -> None:
    page = desk.proven(title="Again")
    answer = desk.post(page, f"{page}/again")
    assert answer.headers["location"] == f"{page}/report"
    assert "Waiting for its turn" in shown(desk.get(f"{page}/report"))
    assert "How it goes on" in shown(desk.get(page))
    desk.work(DONE)
    assert "event: end" in desk.get(f"{page}/events").text
    report = shown(desk.get(f"{page}/report"))
    assert "Report on Leeds open data" in report
    assert "Register this portal" not in report
    assert desk.get(f"{page}/records.csv").status_code == 200


def test_the_link_outlives_what_the_check_found(desk: Desk) -> None:
    page = desk.proven(title="Outlives")
    desk.clock[0] = shifted(desk.clock[0], KEPT)
    text = shown(desk.get(page))
    assert "kept for 30 days, and they have passed" in text
    assert "Check it again" in text
    assert desk.get(f"{page}/report").headers["location"] == page
    assert desk.get(f"{page}/records.csv").status_code == 404
    with desk.ledger.writing() as connection:
        assert forget_expired(connection, now=desk.clock[0]) > 0
    assert "kept for 30 days, and they have passed" in shown(desk.get(page))


def test_title_organisation_and_contact_are_changed(desk: Desk) -> None:
    page = desk.proven(title="Zzz before")
    answer = desk.post(f"{page}/edit", title="After", body="E08000035", email=EMAIL)
    assert answer.headers["location"] == page
    text = shown(desk.get(page))
    assert "After" in text
    assert "do not write" in text
    with desk.ledger.reading() as connection:
        assert get_portal(connection, "zzz-before").title == "After"


def test_a_new_contact_is_proven_and_the_old_one_told(desk: Desk) -> None:
    page = desk.proven("old@leeds.gov.uk", title="Contacts")
    desk.post(f"{page}/edit", title="Contacts", body="E08000035", email="new@leeds.gov.uk", told="yes")
    assert "Another contact" in desk.mails("old@leeds.gov.uk")[0][0]
    assert "A link was sent to new@leeds.gov.uk" in shown(desk.get(page))
    assert desk.post(desk.mailed("new@leeds.gov.uk")).headers["location"] == page
    assert "not confirmed yet" not in shown(desk.get(page))


def test_a_registered_portal_does_not_become_another_organisations_by_its_link(desk: Desk) -> None:
    page = desk.proven(title="Ours")
    answer = desk.post(f"{page}/edit", title="Ours", body="E06000014", email=EMAIL)
    assert answer.status_code == 422
    assert "not at this organisation's own domain" in shown(answer)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": ""}, "Enter what the portal is called"),
        ({"email": "x"}, "in the usual form"),
        ({"body": ""}, "Choose the organisation"),
        ({"body": "other", "organisation": ""}, "Enter the name of the organisation"),
    ],
)
def test_a_change_that_is_wrong_is_told_and_kept(desk: Desk, typed: dict[str, str], told: str) -> None:
    page = desk.registered(title="Wrong")
    given = {"title": f"New {BAD}", "body": "E08000035", "email": EMAIL} | typed
    answer = desk.post(f"{page}/edit", **given)
    assert (answer.status_code, told in shown(answer), BAD in answer.text) == (422, True, False)


def test_a_wrong_address_is_corrected_and_the_first_link_ends(desk: Desk) -> None:
    page = desk.registered("tpyo@leeds.gov.uk", title="Typo")
    desk.post(f"{page}/edit", title="Typo", body="E08000035", email="typo@leeds.gov.uk")
    assert desk.get(desk.mailed("tpyo@leeds.gov.uk")).status_code == 404
    assert desk.post(desk.mailed("typo@leeds.gov.uk")).status_code == 303


def test_the_link_is_mailed_again_within_limits(desk: Desk) -> None:
    page = desk.registered("again@leeds.gov.uk", title="Mail again")
    first = desk.mailed("again@leeds.gov.uk")
    desk.post(page, f"{page}/mail")
    assert desk.mailed("again@leeds.gov.uk") != first
    assert desk.get(first).status_code == 404
    site = desk.client.app.state.site  # type: ignore[attr-defined]
    object.__setattr__(site, "fairness", Fairness(Settings(mail_limit="1/hour")))
    told = [desk.post(page, f"{page}/mail").status_code for _ in range(2)]
    assert told == [303, 429]


def test_a_removal_asks_first_and_is_done_by_a_worker(desk: Desk) -> None:
    page = desk.proven("remove@leeds.gov.uk", title="Zzzz removing")
    assert "Remove Zzzz removing?" in shown(desk.get(f"{page}/remove"))
    assert desk.post(f"{page}/remove").headers["location"] == page
    assert "being removed" in shown(desk.get(page))
    with desk.ledger.writing() as connection:
        assert "zzzz-removing" in filed_removals(connection)
        assert carry_out_removal(connection, "zzzz-removing", is_alive=lambda _: None, now=desk.clock[0])
    text = shown(desk.get(page))
    assert "was removed" in text
    assert "remove@leeds.gov.uk" not in text
    for step in ACTIONS:
        assert desk.post("/register", f"{page}/{step}").status_code == 303
    assert desk.get(f"{page}/remove").headers["location"] == page


@pytest.mark.parametrize("step", ACTIONS)
def test_nothing_is_done_without_a_proof_or_by_another_link(desk: Desk, step: str) -> None:
    page = desk.proven(title="Safe")
    assert desk.client.post(f"{page}/{step}").status_code in (400, 403, 415)
    assert desk.post(page, f"/register/{'x' * 43}/{step}").status_code == 404
    unregistered = desk.checked(address="https://plain.example/")
    assert desk.post(page, f"{unregistered}/{step}").headers["location"] == unregistered
    assert "Pause the harvest" in shown(desk.get(page))


def test_too_many_changes_are_refused(desk: Desk) -> None:
    page = desk.proven(title="Flood")
    site = desk.client.app.state.site  # type: ignore[attr-defined]
    object.__setattr__(site, "fairness", Fairness(Settings(change_limit="1/hour")))
    told = [desk.post(page, f"{page}/pause", paused="yes").status_code for _ in range(2)]
    assert told == [303, 429]


def test_a_portal_that_an_operator_removed_says_so(desk: Desk) -> None:
    page = desk.proven(title="Zzzzz gone")
    with desk.ledger.writing() as connection:
        remove_portal(connection, "zzzzz-gone")
    text = shown(desk.get(page))
    assert "an operator of this catalogue has removed it" in text
    assert "Pause the harvest" not in text


def test_whoever_has_the_link_of_the_report_does_not_manage_the_portal(desk: Desk) -> None:
    check = desk.checked(address="https://shown-around.example/")
    desk.answered(check, title="Shown around")
    private = desk.sent(check)
    desk.post(desk.mailed())
    assert desk.get(check).headers["location"] == private  # the browser that filed it is led there
    desk.client.cookies.clear()
    text = shown(desk.get(check))
    assert "20 records were read" in text
    assert "What you can do" not in text
    for step in ACTIONS:
        assert desk.post("/register", f"{check}/{step}").headers["location"] == check
    assert "The portal is registered" in shown(desk.get(private))
