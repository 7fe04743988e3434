"""What officers say of cautions: seen by who manages the portal, said once, and told to everybody without a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from made_up_catalogue import BINS, EVIL
from managed_site import MANAGE, STRANGER, Managed
from sqlalchemy import delete, insert, update

from catalogue.columns.table import Column, Detection, Rule, Source, Table, pack_tables
from catalogue.ledger.columns import refresh_columns
from catalogue.ledger.columns_schema import caution_decisions, dataset_tables
from catalogue.snapshot import squeeze

PAGE = "/portal/leeds/cautions"


@pytest.fixture
def cautioned(managed: Managed) -> Iterator[Managed]:
    """The site, where the bins are told of with the names of people, and the officer is signed in."""
    uprn = Detection(kind="uprn", confidence=0.99, rule=Rule.NAME, reason="It is named so.")
    columns = (Column(name="UPRN", detections=(uprn,)), Column(name="Tenant name", traits=("person",)))
    table = Table(source=Source.SAMPLE, columns=columns)
    line = {"entry_id": BINS, "portal": "leeds", "columns": 2, "caution": "household-person", "evidence": "a"}
    with managed.site.ledger.writing() as connection:
        connection.execute(delete(dataset_tables).where(dataset_tables.c.entry_id == BINS))
        connection.execute(insert(dataset_tables).values(**line, body=squeeze(pack_tables((table,)))))
    managed.sign_in()
    yield managed
    with managed.site.ledger.writing() as connection:
        refresh_columns(connection, (BINS,), managed.site.vocabulary)
        connection.execute(delete(caution_decisions))


def say(managed: Managed, decision: str, note: str = "", *, dataset: str = BINS, shown: str = "") -> int:
    """Sends the form of the page; the status of the answer."""
    proof = html.fromstring(managed.client.get(PAGE).text).xpath("//input[@name='proof']/@value")
    fields = {"proof": proof[0] if proof else "", "dataset": dataset, "decision": decision, "note": note}
    return managed.client.post(PAGE + shown, data=fields).status_code


def public(managed: Managed) -> str:
    """What everybody reads of the bins."""
    page = html.fromstring(managed.client.get(f"/dataset/{BINS}").text)
    return " ".join(page.xpath("string(//div[@id='care'])").split())


def test_everybody_reads_the_reason_and_what_helps_on_the_datasets_page(cautioned: Managed) -> None:
    cautioned.client.cookies.clear()
    told = public(cautioned)
    assert told.startswith("Take care when you join this")
    assert "UPRN" in told and "Tenant name" in told and "wards or small areas" in told
    assert "has not said anything of this here yet" in told


def test_officers_find_it_where_they_manage_their_portal(cautioned: Managed) -> None:
    page = html.fromstring(cautioned.client.get(MANAGE).text)
    assert page.xpath("//h2[@id='cautions']")
    assert PAGE in page.xpath("//main//a/@href")


def test_nobody_else_sees_or_decides(cautioned: Managed) -> None:
    cautioned.client.cookies.clear()
    assert cautioned.client.get(PAGE).status_code == 403
    cautioned.sign_in(STRANGER)
    assert cautioned.client.get(PAGE).status_code == 403
    assert say(cautioned, "kept") == 403
    assert "has not said anything" in public(cautioned)


def test_what_was_said_is_told_with_its_day_and_words_and_never_with_a_name(cautioned: Managed) -> None:
    assert say(cautioned, "kept", f"Only garages {EVIL}") == 303
    told = public(cautioned)
    assert (
        "The publisher said on 28 Nov 2026 that it has looked at this, and nobody can be singled out" in told
    )
    assert "Only garages" in told
    assert EVIL not in cautioned.client.get(f"/dataset/{BINS}").text
    assert cautioned.officer not in cautioned.client.get(f"/dataset/{BINS}").text
    assert cautioned.log() == [("officer", "caution decided", f"dataset/{BINS}")]
    assert cautioned.client.get(f"/dataset/{BINS}.json").json()["caution"]["answer"]["decision"] == "kept"


def test_it_leaves_the_list_and_may_be_taken_back(cautioned: Managed) -> None:
    say(cautioned, "mended")
    assert "There is nothing to look at." in cautioned.client.get(PAGE).text
    assert "taken the data down or changed it" in cautioned.client.get(f"{PAGE}?shown=answered").text
    proof = html.fromstring(cautioned.client.get(f"{PAGE}?shown=answered").text).xpath(
        "//input[@name='proof']/@value"
    )[0]
    fields = {"proof": proof, "dataset": BINS, "decision": "open"}
    assert cautioned.client.post(f"{PAGE}?shown=answered", data=fields).status_code == 303
    assert "has not said anything" in public(cautioned)


def test_other_columns_open_it_again(cautioned: Managed) -> None:
    say(cautioned, "kept")
    with cautioned.site.ledger.writing() as connection:
        mine = dataset_tables.c.entry_id == BINS
        connection.execute(update(dataset_tables).where(mine).values(evidence="b"))
    assert "has not said anything" in public(cautioned)


@pytest.mark.parametrize(
    ("decision", "dataset"), [("", BINS), ("never", BINS), ("kept", "nothing"), ("kept", "x" * 99)]
)
def test_what_makes_no_sense_is_said_to_be_wrong_and_changes_nothing(
    cautioned: Managed, decision: str, dataset: str
) -> None:
    assert say(cautioned, decision, dataset=dataset) == 422
    assert cautioned.log() == []


def test_a_form_without_its_proof_is_refused(cautioned: Managed) -> None:
    assert cautioned.client.post(PAGE, data={"dataset": BINS, "decision": "kept"}).status_code == 403


def test_a_portal_that_is_not_there_has_no_cautions(cautioned: Managed) -> None:
    assert cautioned.client.get("/portal/nowhere/cautions").status_code == 404
