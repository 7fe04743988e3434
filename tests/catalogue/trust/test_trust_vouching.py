"""A portal is vouched for by a proven address at its body's own domain, and by nothing less."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.vouching import proven_by_body

LEEDS, BRADFORD = "E08000035", "E08000032"
PROVEN = "2026-11-20T10:00:00Z"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """An empty ledger."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with ledger.writing() as opened:
        yield opened
    ledger.close()


def register(connection: Connection, **more: object) -> None:
    """A registration of the portal of Leeds by an address at its own domain."""
    said = {
        "digest": "d", "portal": "leeds", "address": "https://data.leeds.gov.uk", "kind": "ckan", "body": LEEDS,
        "email": "officer@leeds.gov.uk", "made": PROVEN, "proven": PROVEN, "verified": True, "decision": "approved",
    }  # fmt: skip
    connection.execute(insert(registrations).values(**said | more))


def test_a_proven_address_at_the_bodys_own_domain_vouches(connection: Connection) -> None:
    register(connection)
    assert proven_by_body(connection, "leeds", LEEDS) == PROVEN


@pytest.mark.parametrize(
    "said",
    [
        {"verified": False},
        {"proven": ""},
        {"decision": "refused"},
        {"portal": "other"},
        {"portal": ""},
        {"body": BRADFORD},
        {"body": ""},
    ],
)
def test_nothing_less_vouches(connection: Connection, said: dict[str, object]) -> None:
    register(connection, **said)
    assert proven_by_body(connection, "leeds", LEEDS) == ""
    assert proven_by_body(connection, "leeds", "") == ""


def test_the_first_proof_counts(connection: Connection) -> None:
    register(connection)
    register(connection, digest="e", proven="2026-11-01T10:00:00Z")
    assert proven_by_body(connection, "leeds", LEEDS) == "2026-11-01T10:00:00Z"
