"""Cautions in the ledger: told from the columns, decided by officers, open again when the columns are others."""

from __future__ import annotations

import pytest
from made_up_ledger import Field, later
from made_up_tables import read_with, said

from catalogue.columns.table import Table
from catalogue.entry import mint_id
from catalogue.errors import PortalError
from catalogue.ledger.audit import audit_lines
from catalogue.ledger.cautions import (
    Cautioned,
    Decision,
    count_cautions,
    decide_caution,
    portal_cautions,
)
from catalogue.ledger.columns import follow_columns
from catalogue.ledger.ledger import Ledger

ARREARS = mint_id("leeds", "arrears")
TELLING = said("UPRN", "Tenant Name", "Arrears")


def harvested(field: Field, table: Table = TELLING, *, day: int = 0) -> Ledger:
    """A dataset of homes with people in it, beside one of trees."""
    field.run(
        read_with("arrears", table, "Rent arrears"), read_with("trees", said("Species")), now=later(day)
    )
    follow_columns(field.ledger)
    return field.ledger


def told(ledger: Ledger, *, decided: bool = False) -> tuple[Cautioned, ...]:
    with ledger.reading() as connection:
        return portal_cautions(connection, "leeds", decided=decided, limit=10)


def decide(ledger: Ledger, decision: Decision, note: str = "", *, who: str = "officer@leeds.example") -> bool:
    with ledger.writing() as connection:
        return decide_caution(connection, ARREARS, decision, note, portal="leeds", who=who, now=later(2))


def test_a_dataset_of_homes_with_people_in_it_waits_for_an_officer(field: Field) -> None:
    (one,) = told(harvested(field))
    assert (one.id, one.decided, one.cautions[0].column) == (ARREARS, None, "UPRN")
    with field.ledger.reading() as connection:
        assert count_cautions(connection, "leeds") == {False: 1, True: 0}


def test_what_was_said_of_it_stands_with_who_and_when_and_in_the_audit_log(field: Field) -> None:
    ledger = harvested(field)
    assert decide(ledger, Decision.KEPT, "Only garages.")
    assert told(ledger) == ()
    (one,) = told(ledger, decided=True)
    assert one.decided and (one.decided.decision, one.decided.note) == (Decision.KEPT, "Only garages.")
    with ledger.reading() as connection:
        (line,) = audit_lines(connection, thing=f"dataset/{ARREARS}")
        assert count_cautions(connection, "leeds") == {False: 0, True: 1}
    assert (line.who, line.action) == ("officer@leeds.example", "caution decided")


def test_the_same_said_twice_does_nothing(field: Field) -> None:
    ledger = harvested(field)
    assert [decide(ledger, Decision.MENDED), decide(ledger, Decision.MENDED)] == [True, False]


def test_it_may_be_taken_back(field: Field) -> None:
    ledger = harvested(field)
    assert not decide(ledger, Decision.OPEN)
    decide(ledger, Decision.KEPT)
    assert decide(ledger, Decision.OPEN)
    assert len(told(ledger)) == 1


def test_other_columns_open_it_again(field: Field) -> None:
    decide(harvested(field), Decision.KEPT)
    ledger = harvested(field, said("UPRN", "Tenant Name", "Date of birth"), day=3)
    assert len(told(ledger)) == 1
    assert told(ledger, decided=True) == ()


def test_the_same_columns_read_again_leave_it_decided(field: Field) -> None:
    decide(harvested(field), Decision.KEPT)
    follow_columns(field.ledger, anew=True)
    assert told(field.ledger) == ()


def test_columns_that_tell_of_nobody_end_it(field: Field) -> None:
    harvested(field)
    assert told(harvested(field, said("Ward", "Homes"), day=3)) == ()


@pytest.mark.parametrize(("identifier", "portal"), [(ARREARS, "other"), (mint_id("leeds", "trees"), "leeds")])
def test_nobody_decides_of_what_is_not_theirs_or_calls_for_nothing(
    field: Field, identifier: str, portal: str
) -> None:
    harvested(field)
    with field.ledger.writing() as connection, pytest.raises(PortalError, match="no dataset of it"):
        decide_caution(
            connection, identifier, Decision.KEPT, "", portal=portal, who="x@x.example", now=later(1)
        )
