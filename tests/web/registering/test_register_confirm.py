"""Whose portal it is, whom to write to, and the sending: every error, and what is tried with others' links."""

from __future__ import annotations

from dataclasses import replace

import pytest
from registering_site import ADDRESS, BAD, BASE, DONE, EMAIL, FOUND, NOTHING, REPORT, Desk, shown
from sqlalchemy import func, select

from catalogue.checking.report import Publisher
from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.portal import Portal
from catalogue.settings import Settings
from web.forms.fairness import Fairness

YORK = Publisher(name="City of York Council", slug="york", code="E06000014", datasets=7)
SEVERAL = replace(DONE, report=replace(REPORT, publishers=(*REPORT.publishers, YORK)))


def count(desk: Desk) -> int:
    """How many registrations there are."""
    with desk.ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(registrations)) or 0


def test_the_organisation_is_proposed_by_domain_title_and_records(desk: Desk) -> None:
    text = shown(desk.get(f"{desk.checked(SEVERAL)}/organisation"))
    assert (
        "Leeds City Council metropolitan borough · England · E08000035 – the portal is on its web domain"
        in text
    )
    assert "City of York Council" in text
    assert "7 of the records read are its" in text


def test_an_organisation_is_found_by_name_or_code_without_a_script(desk: Desk) -> None:
    page = desk.checked()
    for asked in ("york council", "E06000014"):
        assert 'value="E06000014"' in desk.get(f"{page}/organisation", params={"q": asked}).text
    assert "Nobody in the list is called that" in shown(desk.get(f"{page}/organisation?q=zzzz"))
    assert BAD not in desk.get(f"{page}/organisation", params={"q": BAD}).text


@pytest.mark.parametrize(
    ("typed", "told", "field"),
    [
        ({}, "Choose the organisation", "body"),
        ({"body": "X00000000"}, "Choose the organisation", "body"),
        ({"body": "other"}, "Enter the name of the organisation", "organisation"),
        ({"body": "other", "organisation": "  "}, "Enter the name of the organisation", "organisation"),
        ({"body": "E08000035"}, "Say whose datasets the portal lists", "lists"),
        ({"body": "E08000035", "lists": "x"}, "Say whose datasets the portal lists", "lists"),
    ],
)
def test_an_organisation_must_be_said(desk: Desk, typed: dict[str, str], told: str, field: str) -> None:
    answer = desk.post(f"{desk.checked(SEVERAL)}/organisation", **typed)
    assert answer.status_code == 422
    assert told in shown(answer)
    assert f'href="#field-{field}"' in answer.text
    assert f'id="field-{field}"' in answer.text


def test_what_was_typed_stays_beside_what_is_wrong(desk: Desk) -> None:
    page = desk.checked()
    answer = desk.post(f"{page}/organisation", body="", organisation=f"A society {BAD}")
    assert 'value="A society &lt;script&gt;' in answer.text
    desk.post(f"{page}/organisation", body="E08000035")
    answer = desk.post(f"{page}/contact", title=f"Leeds {BAD}", email="nobody", told="yes")
    assert (answer.status_code, BAD in answer.text) == (422, False)
    assert 'value="Leeds &lt;script&gt;' in answer.text
    assert 'value="nobody"' in answer.text
    assert "checked" in answer.text


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("", "Enter your e-mail address"),
        ("nobody", "in the usual form"),
        ("a b@leeds.gov.uk", "in the usual form"),
        ("a@leeds.gov.uk\nBcc: b@x.org", "in the usual form"),
        ("a@localhost", "in the usual form"),
        (f"{'a' * 65}@leeds.gov.uk", "in the usual form"),
    ],
)
def test_an_address_must_be_one(desk: Desk, email: str, told: str) -> None:
    page = desk.checked()
    desk.post(f"{page}/organisation", body="E08000035")
    answer = desk.post(f"{page}/contact", title="Leeds", email=email)
    assert (answer.status_code, told in shown(answer)) == (422, True)


def test_the_answers_are_shown_before_anything_is_sent(desk: Desk) -> None:
    page, before = desk.checked(), count(desk)
    desk.answered(page, "Open.Data@leeds.gov.uk")
    text = shown(desk.get(f"{page}/answers"))
    for said in (
        "Leeds City Council",
        EMAIL,
        "Leeds open data",
        ADDRESS,
        "write to me",
        "registered at once",
    ):
        assert said in text
    assert count(desk) == before


def test_an_answer_is_gone_back_to_and_kept(desk: Desk) -> None:
    page = desk.checked()
    desk.answered(page)
    assert f'value="{EMAIL}"' in desk.get(f"{page}/contact").text
    answer = desk.post(f"{page}/organisation", body="other", organisation="A society")
    assert answer.headers["location"] == f"{page}/answers"
    text = shown(desk.get(f"{page}/answers"))
    assert "A society" in text
    assert "an operator of this catalogue looks at the registration" in text
    assert "chosen before" not in text


@pytest.mark.parametrize("step", ["contact", "answers"])
def test_nobody_gets_ahead_of_the_questions(desk: Desk, step: str) -> None:
    page = desk.checked()
    assert desk.get(f"{page}/{step}").headers["location"] == f"{page}/organisation"
    assert desk.post(f"{page}/organisation", f"{page}/answers").headers["location"] == f"{page}/organisation"


def test_the_answers_of_one_link_are_not_those_of_another(desk: Desk) -> None:
    desk.answered(desk.checked())
    other = desk.checked(address="https://b.example/")
    assert desk.get(f"{other}/answers").headers["location"] == f"{other}/organisation"


@pytest.mark.parametrize("step", ["organisation", "contact", "answers"])
def test_what_found_no_portal_is_not_registered(desk: Desk, step: str) -> None:
    page = desk.checked(NOTHING)
    assert desk.get(f"{page}/{step}").headers["location"] == page
    assert desk.get(f"/register/{'x' * 43}/{step}").status_code == 404


def test_a_registration_has_one_link_mailed_however_often_it_is_sent(desk: Desk) -> None:
    page = desk.checked(address="https://c.example/")
    desk.answered(page, "c@leeds.gov.uk")
    proof = desk.get(f"{page}/answers").text.split('name="proof" value="')[1].split('"')[0]
    cookies = dict(desk.client.cookies)
    first = desk.client.post(f"{page}/answers", data={"proof": proof})
    desk.client.cookies.update(cookies)
    again = desk.client.post(f"{page}/answers", data={"proof": proof})
    private = first.headers["location"]
    assert private != again.headers["location"] == page
    assert len(desk.mails("c@leeds.gov.uk")) == 1
    assert desk.get(page).headers["location"] == private
    assert "A link was sent to c@leeds.gov.uk" in shown(desk.get(private))


def test_a_portal_of_what_others_publish_is_registered_as_such(desk: Desk) -> None:
    page = desk.checked(
        replace(SEVERAL, found=replace(FOUND, address="https://f.example/")), "https://f.example/"
    )
    desk.answered(page, "f@leeds.gov.uk", lists="others", title="Of others")
    assert "what other bodies publish, too" in shown(desk.get(f"{page}/answers"))
    private = desk.sent(page)
    assert desk.post(desk.mailed("f@leeds.gov.uk")).status_code == 303
    assert "what other bodies publish, too" in shown(desk.get(private))
    with desk.ledger.reading() as connection:
        assert get_portal(connection, "of-others").settings == {"lists": "others"}


def test_a_mail_says_nothing_that_somebody_typed(desk: Desk) -> None:
    desk.registered(
        "d@leeds.gov.uk", title="Buy at http://spam.example", body="other", organisation="Spam & Co"
    )
    ((subject, text),) = desk.mails("d@leeds.gov.uk")
    assert "spam" not in f"{subject}{text}".lower()
    assert f"{BASE}/register/contact/" in text


def test_too_many_mails_are_refused_with_the_answers_kept(desk: Desk) -> None:
    page = desk.checked(address="https://e.example/")
    desk.answered(page)
    site = desk.client.app.state.site  # type: ignore[attr-defined]
    object.__setattr__(site, "fairness", Fairness(Settings(mail_limit="1/hour")))
    site.fairness.take("mail", f"to {EMAIL}")
    before = count(desk)
    answer = desk.post(f"{page}/answers")
    assert (answer.status_code, "retry-after" in answer.headers, count(desk)) == (429, True, before)
    assert "Leeds City Council" in shown(answer)


def test_a_portal_that_is_registered_already_leads_to_its_page(desk: Desk) -> None:
    with desk.ledger.writing() as connection:
        portal = Portal(slug="there", title="There", kind="ckan", address="https://there.example/")
        add_portal(connection, portal, now=desk.clock[0])
    there = replace(DONE, found=replace(FOUND, address="http://www.there.example"))
    page = desk.checked(there, "https://there.example/")
    answer = desk.get(page)
    assert 'href="/portal/there"' in answer.text
    assert "Register this portal" not in shown(answer)
    assert desk.get(f"{page}/organisation").headers["location"] == page


def test_a_form_without_its_proof_changes_nothing(desk: Desk) -> None:
    page, before = desk.checked(), count(desk)
    desk.answered(page)
    for step in ("organisation", "contact", "answers"):
        assert desk.client.post(f"{page}/{step}", data={"body": "E08000035"}).status_code == 403
    assert count(desk) == before
