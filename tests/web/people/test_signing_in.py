"""Signing in by a link: used once, for a while, by one browser, with nothing to learn for anybody else."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from people_site import BAD, OFFICER, STRANGER, People, shown
from starlette.testclient import TestClient

from catalogue.clock import shifted
from catalogue.ledger.people import meet_person
from catalogue.settings import Settings
from web.people.own_paths import own_path


def pass_time(people: People, **span: float) -> None:
    people.clock[0] = shifted(people.clock[0], timedelta(**span))


def test_a_link_signs_in_and_leads_to_where_one_came_from(people: People) -> None:
    assert people.get("/account").headers["location"] == "/sign-in?next=%2Faccount"
    answer = people.sign_in(OFFICER, "/portal/leeds?page=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/portal/leeds?page=2")
    assert OFFICER in shown(people.get("/account"))


def test_the_mail_says_who_for_and_how_long(people: People) -> None:
    people.link("Ann.Lee+x@Leeds.GOV.uk".lower())
    (mail,) = people.mails("ann.lee+x@leeds.gov.uk")
    assert mail["subject"] == "Sign in to Stook"
    assert "as ann.lee+x@leeds.gov.uk" in mail["text"]
    assert "within 20 minutes" in mail["text"]
    assert mail["until"] == shifted(people.clock[0], timedelta(minutes=20))


def test_the_answer_is_the_same_whether_or_not_anybody_has_the_address(people: People) -> None:
    with people.ledger.writing() as connection:
        meet_person(connection, "known@c.example", now=people.clock[0])
    answers = []
    for email in ("known@c.example", "unknown@c.example"):
        people.client.cookies.clear()
        answer = people.post("/sign-in", email=email)
        heads = {name: value for name, value in answer.headers.items() if name != "date"}
        answers.append((answer.status_code, answer.content, heads, people.get(heads["location"]).content))
    assert answers[0] == answers[1]


def test_a_link_that_is_only_opened_is_not_used_up(people: People) -> None:
    link = people.link(OFFICER)
    for _ in range(3):
        assert people.client.head(link).status_code == 200
        assert "Sign in" in shown(people.get(link))
    assert not people.is_signed_in()
    assert people.post(link).status_code == 303
    assert people.is_signed_in()


def test_a_used_link_serves_nobody_again(people: People) -> None:
    link = people.link(OFFICER)
    people.post(link)
    people.client.cookies.clear()
    assert people.get(link).status_code == 404
    assert people.post("/sign-in", link).status_code == 404
    assert not people.is_signed_in()


def test_a_link_ends_after_twenty_minutes(people: People) -> None:
    link = people.link(OFFICER)
    pass_time(people, minutes=20)
    answer = people.post("/sign-in", link)
    assert answer.status_code == 404
    assert "older than 20 minutes" in shown(answer)


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "a%2Fb", "é", "a" * 5000])
def test_a_forged_link_says_what_a_used_one_says(people: People, token: str) -> None:
    assert people.post("/sign-in", f"/sign-in/{token}").status_code == 404
    assert not people.is_signed_in()


def test_of_two_browsers_that_use_a_link_at_once_one_is_signed_in(people: People) -> None:
    link, start, told = people.link(OFFICER), threading.Barrier(2), []

    def use() -> None:
        browser = TestClient(people.client.app, base_url=str(people.client.base_url), follow_redirects=False)
        proof = browser.get(link).text.partition('name="proof" value="')[2].partition('"')[0]
        start.wait()
        told.append(browser.post(link, data={"proof": proof}).status_code)

    threads = [threading.Thread(target=use) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == [303, 404]


def test_signing_in_makes_a_new_session_whatever_the_browser_brought(people: People) -> None:
    people.sign_in(STRANGER)
    planted = people.client.cookies["stook-session"]
    people.sign_in(OFFICER)
    assert people.client.cookies["stook-session"] != planted
    people.client.cookies.clear()
    people.client.cookies.set("stook-session", planted)
    assert not people.is_signed_in()


@pytest.mark.parametrize(
    "cookie", ["", "x", "a.b.c", "ImZvcmdlZCI.aSl0gg.dGhpcyBpcyBubyBzaWduYXR1cmU", "a" * 4000]
)
def test_a_forged_cookie_signs_nobody_in(people: People, cookie: str) -> None:
    people.client.cookies.set("stook-session", cookie)
    assert not people.is_signed_in()


def test_what_was_signed_for_a_form_is_no_session(people: People) -> None:
    page = people.get("/sign-in").text
    people.client.cookies.set("stook-session", page.partition('name="proof" value="')[2].partition('"')[0])
    assert not people.is_signed_in()


def test_the_cookie_is_kept_from_scripts_and_other_sites(people: People) -> None:
    told = people.sign_in(OFFICER).headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=lax" in told
    assert "path=/" in told


def test_a_session_ends_when_nobody_comes_back(people: People) -> None:
    people.sign_in(OFFICER)
    for _ in range(2):
        pass_time(people, days=10)
        assert people.is_signed_in()
    pass_time(people, days=14)
    assert not people.is_signed_in()


def test_signing_out_ends_the_session_for_good(people: People) -> None:
    people.sign_in(OFFICER)
    held = people.client.cookies["stook-session"]
    answer = people.post("/account", "/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    people.client.cookies.clear()
    people.client.cookies.set("stook-session", held)
    assert not people.is_signed_in()


def test_signing_out_everywhere_ends_every_browser(people: People) -> None:
    people.sign_in(OFFICER)
    other = people.client.cookies["stook-session"]
    people.client.cookies.clear()
    people.sign_in(OFFICER)
    people.post("/account", "/sign-out", everywhere="1")
    people.client.cookies.clear()
    people.client.cookies.set("stook-session", other)
    assert not people.is_signed_in()


@pytest.mark.parametrize("action", ["/sign-out", "/account/mail", "/account/forget", "/sign-in"])
def test_another_site_cannot_send_these_forms(people: People, action: str) -> None:
    people.sign_in(OFFICER)
    assert people.client.post(action, data={"email": OFFICER, "everywhere": "1"}).status_code == 403
    assert people.is_signed_in()


@pytest.mark.parametrize(
    "leads_to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "account",
        "http:/account",
        " /account",
        "///evil.example",
        "/é",
    ],
)
def test_signing_in_leads_to_no_other_site(people: People, leads_to: str) -> None:
    assert own_path(leads_to) == ""
    assert people.sign_in(OFFICER, leads_to).headers["location"] in ("/account", leads_to.strip())


@pytest.mark.parametrize("leads_to", ["/", "/account", "/search?q=a&page=2", "/register/x#y", "/a//b"])
def test_a_page_of_ours_may_be_led_to(leads_to: str) -> None:
    assert own_path(leads_to) == leads_to


@pytest.mark.parametrize("typed", ["", "ann", "ann@leeds", f"{BAD}@x.example", "a@b.example,c@d.example"])
def test_what_is_no_address_is_answered_beside_its_field_and_kept(people: People, typed: str) -> None:
    answer = people.post("/sign-in", email=typed)
    assert answer.status_code == 422
    assert 'href="#field-email"' in answer.text
    assert BAD not in answer.text
    assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in answer.text


def test_a_visitor_who_asks_for_too_many_links_is_told_when_to_come_again(people: People) -> None:
    people.limit(Settings(mail_limit="2/hour"))
    told = [people.post("/sign-in", email=f"{name}@c.example") for name in ("a1", "a2", "a3")]
    assert [one.status_code for one in told] == [303, 303, 429]
    assert int(told[-1].headers["retry-after"]) > 3500
    assert 'value="a3@c.example"' in told[-1].text
    assert people.mails("a3@c.example") == []


def test_an_address_is_sent_no_more_links_than_it_may_whoever_asks(people: People) -> None:
    people.limit(Settings(mail_limit="2/hour", trusted_proxies=("127.0.0.0/8",)))
    asked = (("bob@c.example", "1.2.3.4"), ("bob+1@c.example", "2.3.4.5"), ("Bob+2@C.example", "3.4.5.6"))
    sent = [people.post("/sign-in", email=email, via=client).status_code for email, client in asked]
    assert sent == [303, 303, 429]
