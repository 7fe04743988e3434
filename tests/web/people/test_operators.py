"""What operators decide: each once, told to whom it concerns, and written down with who did it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from operators_things import dataset, held_removal, log, pair, tidy, waiting
from people_site import BAD, NOW, OFFICER, OPERATOR, People, shown
from sqlalchemy import select

from catalogue.ledger.audit import write_audit
from catalogue.ledger.portals import get_portal
from catalogue.ledger.registrations import get_registration
from catalogue.ledger.schema import cluster_decisions, portals
from catalogue.registering.asked import Step
from web.app import OPERATIONS

PAGES = (
    *("", "/registrations/1", "/registrations/x", "/stories", "/stories/1", "/copies", "/bodies", "/rights"),
    *("/audit", "/audit.csv"),
)


@pytest.fixture
def desk(opened: People) -> Iterator[People]:
    """An operator's browser."""
    opened.begin_again()
    opened.sign_in(OPERATOR)
    yield opened
    tidy(opened.ledger)


def decision(people: People, number: int, **typed: str) -> int:
    return people.post(f"/operator/registrations/{number}", **typed).status_code


def test_every_address_of_the_desk_is_looked_at_here() -> None:
    there = {one.path.removeprefix("/operator") for one in OPERATIONS if one.path.startswith("/operator")}
    assert {
        page.split(".")[0].replace("/1", "/{number}").replace("/x", "/{number}") for page in PAGES
    } == there


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_sees_the_desk_whether_signed_in_or_not(people: People, page: str) -> None:
    out = people.get(f"/operator{page}")
    people.sign_in(OFFICER)
    there = people.get(f"/operator{page}")
    assert (out.status_code, there.status_code) == (403, 403)
    assert shown(out) == shown(there)


@pytest.mark.parametrize("page", ["/registrations/1", "/stories/1", "/copies", "/bodies", "/rights"])
def test_nobody_else_decides_anything(people: People, page: str) -> None:
    people.sign_in(OFFICER)
    assert people.post("/account", f"/operator{page}", do="approve", portal="leeds").status_code == 403


def test_the_desk_lists_what_waits(desk: People) -> None:
    waiting(desk.ledger, title=f"Parish {BAD}")
    with desk.ledger.writing() as connection:
        dataset(connection, "aaaaaaaaaaaa", "leeds", "Bins")
        held_removal(connection, "leeds", "aaaaaaaaaaaa")
    page = desk.get("/operator")
    assert "Portals that want to be listed: 1" in shown(page)
    assert 'href="/portal/leeds/manage#held"' in page.text
    assert BAD not in page.text


def test_what_is_known_of_a_registration_is_shown(desk: People) -> None:
    told = shown(desk.get(f"/operator/registrations/{waiting(desk.ledger)}"))
    for words in ("on the domain of no body that we know", "clerk@gmail.com has proven this address on",
                  "which is not at the organisation's own domain", "contact proven"):  # fmt: skip
        assert words in told


def test_an_approved_portal_is_registered_and_its_contact_told(desk: People) -> None:
    number = waiting(desk.ledger)
    assert decision(desk, number, do="approve") == 303
    with desk.ledger.reading() as connection:
        held = get_registration(connection, number)
        assert held
        assert (held.step, held.decided_by) == (Step.REGISTERED, OPERATOR)
        assert get_portal(connection, held.portal).address == "https://parish.example/"
    assert len(desk.mails("clerk@gmail.com")) == 1
    assert log(desk.ledger, f"registration/{number}")[0].who == OPERATOR


def test_a_refusal_needs_a_reason_which_is_mailed(desk: People) -> None:
    number = waiting(desk.ledger)
    assert decision(desk, number, do="refuse") == 422
    assert desk.mails("clerk@gmail.com") == []
    assert decision(desk, number, do="refuse", reason="It lists no open data.") == 303
    (mail,) = desk.mails("clerk@gmail.com")
    assert "It lists no open data." in mail["text"]
    assert "It lists no open data." in shown(desk.get(f"/operator/registrations/{number}"))


def test_a_registration_is_decided_once(desk: People) -> None:
    number = waiting(desk.ledger)
    decision(desk, number, do="refuse", reason="No.")
    assert decision(desk, number, do="approve") == 303
    with desk.ledger.reading() as connection:
        held = get_registration(connection, number)
        assert held and held.step is Step.REFUSED
    assert len(desk.mails("clerk@gmail.com")) == 1


@pytest.mark.parametrize("number", ["0", "99999", "x", "9" * 30, "-1"])
def test_no_registration_has_such_a_number(desk: People, number: str) -> None:
    assert desk.get(f"/operator/registrations/{number}").status_code == 404


def test_what_is_said_of_copies_is_kept_and_the_rest_stays_open(desk: People) -> None:
    ids = ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd")
    with desk.ledger.writing() as connection:
        for one in ids:
            dataset(connection, one, "leeds", f"Bins {BAD}")
        pair(connection, *ids[:2])
        pair(connection, *ids[2:])
    page = desk.get("/operator/copies")
    assert "2 pairs of datasets" in shown(page)
    assert BAD not in page.text
    said = {"aaaaaaaaaaaa-bbbbbbbbbbbb": "other", "cccccccccccc-dddddddddddd": "", "x-y": "same", "z": "same"}
    assert desk.post("/operator/copies", **said).status_code == 303
    with desk.ledger.reading() as connection:
        rows = connection.execute(select(cluster_decisions)).all()
    assert [(row.a, row.b, row.same, row.by) for row in rows] == [(*ids[:2], False, OPERATOR)]
    assert log(desk.ledger, f"dataset/{ids[0]}")[0].detail == {"other": ids[1], "same": False, "before": None}


def test_saying_nothing_of_copies_is_answered(desk: People) -> None:
    assert desk.post("/operator/copies").status_code == 422


def test_a_publishers_name_is_previewed_and_then_means_the_body_on_every_portal(desk: People) -> None:
    with desk.ledger.writing() as connection:
        dataset(connection, "aaaaaaaaaaaa", "leeds", "A", "Parks Team (East)")
        dataset(connection, "bbbbbbbbbbbb", "leeds", "B", "Parks Team (East)")
        dataset(connection, "cccccccccccc", "york", "C", "PARKS TEAM (East)")
        dataset(connection, "dddddddddddd", "york", "D", "Parks Team")
    told = shown(desk.get("/operator/bodies?name=parks team (east)&body=Leeds City Council"))
    assert "Data Mill Parks Team (East) 2" in told
    assert f"York {BAD} PARKS TEAM (East) 1" in told
    assert "will mean Leeds City Council (E08000035)" in told
    with desk.ledger.reading() as connection:
        assert get_portal(connection, "leeds").correction("publisher", "parks team (east)") is None
    answer = desk.post("/operator/bodies", name="parks team (east)", body="E08000035")
    assert "Corrected on 2 portals" in shown(answer)
    with desk.ledger.reading() as connection:
        for slug in ("leeds", "york"):
            assert get_portal(connection, slug).correction("publisher", "Parks Team (East)") == "E08000035"
        due = connection.scalars(select(portals.c.next_run)).all()
    assert due == [desk.clock[0]] * 2
    assert log(desk.ledger, "portal/york")[0].detail["before"] is None
    again = desk.post("/operator/bodies", name="parks team (east)", body="E08000035")
    assert "nothing was changed" in shown(again)


@pytest.mark.parametrize(
    ("name", "body", "field"), [("Nobody", "E08000035", "name"), ("Nobody", "zzz", "body")]
)
def test_a_name_or_a_body_that_there_is_not_is_answered_beside_its_field(
    desk: People, name: str, body: str, field: str
) -> None:
    answer = desk.post("/operator/bodies", name=name, body=body)
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text


def test_a_right_is_given_used_and_taken_back(desk: People) -> None:
    granted = {"portal": "leeds", "email": "Helper@Gmail.com"}
    assert (
        desk.post("/operator/rights", **granted, do="grant").headers["location"]
        == "/operator/rights?portal=leeds"
    )
    assert "helper@gmail.com since" in shown(desk.get("/operator/rights?portal=leeds"))
    desk.post("/operator/rights", **granted, do="revoke")
    assert "Nobody was given the right" in shown(desk.get("/operator/rights?portal=leeds"))
    taken, given = log(desk.ledger, "portal/leeds")[:2]
    assert (taken.action, given.action, given.detail) == (
        "right taken back",
        "right given",
        {"whose": "h…@gmail.com"},
    )


@pytest.mark.parametrize(
    ("portal", "email", "field"),
    [("nowhere", "a@b.example", "portal"), ("leeds", "x", "email"), ("", "", "portal")],
)
def test_a_right_that_cannot_be_given_is_answered_beside_its_field(
    desk: People, portal: str, email: str, field: str
) -> None:
    answer = desk.post("/operator/rights", portal=portal, email=email, do="grant")
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text


def test_the_log_is_paged_narrowed_and_had_as_csv(desk: People) -> None:
    with desk.ledger.writing() as connection:
        for number in range(60):
            detail = {"word": f"=1+{number}", "html": BAD}
            told = {"who": "command:ann", "action": "made up", "thing": "portal/audited"}
            write_audit(connection, **told, detail=detail, now=NOW)
    first = desk.get("/operator/audit?thing=portal/audited")
    assert "60 lines" in shown(first)
    assert BAD not in first.text
    assert "Page 2 of 2" in shown(desk.get("/operator/audit?thing=portal/audited&page=2"))
    rows = list(csv.DictReader(io.StringIO(desk.get("/operator/audit.csv?thing=portal/audited").text)))
    assert (len(rows), rows[0]["who"], rows[0]["action"]) == (60, "command:ann", "made up")
    assert desk.get("/operator/audit.csv").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "99"])
def test_a_page_of_the_log_that_there_is_not_is_no_error(desk: People, page: str) -> None:
    assert desk.get(f"/operator/audit?page={page}").status_code == 200
    assert desk.get(f"/operator/copies?page={page}").status_code == 200
