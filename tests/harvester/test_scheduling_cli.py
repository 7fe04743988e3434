"""The commands that say when a portal is harvested, who is told of it, and that its run ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from catalogue.clock import now_utc
from catalogue.errors import PortalError
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal
from catalogue.ledger.runs import open_run
from catalogue.ledger.status import portal_statuses
from catalogue.ledger.stopping import unfinished_run
from catalogue.portal import Portal
from harvester.scheduling_cli import cancel, contact, schedule


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A ledger with one portal, which the commands find."""
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    made = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with made.writing() as connection:
        portal = Portal(slug="leeds", title="Leeds", kind="ckan", address="https://leeds.example")
        add_portal(connection, portal, now=now_utc())
    yield made
    made.close()


def run(command: object, *arguments: str) -> Result:
    """A command, to its end; what it raises is raised here."""
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)  # type: ignore[arg-type]


def test_a_schedule_is_set_and_shown(ledger: Ledger) -> None:
    """In words and as JSON; the next run is planned by it at once."""
    said = run(schedule, "leeds", "--every", "12", "--quiet", "08-18").output
    assert "leeds: harvested every 12 hours, never between 08:00 and 18:00 (Europe/London)." in said
    shown = orjson.loads(run(schedule, "leeds", "--json").output)
    assert shown == {"slug": "leeds", "every": 12, "quiet": "08:00-18:00", "zone": "Europe/London"}
    with ledger.reading() as connection:
        (status,) = portal_statuses(connection, "leeds")
    assert status.next_run in said
    assert status.next_run > now_utc()


def test_days_are_hours_and_nothing_goes_back_to_the_catalogues_own() -> None:
    """24 where the setting is as it comes."""
    assert "every 168 hours" in run(schedule, "leeds", "--days", "7").output
    assert "every 24 hours." in run(schedule, "leeds", "--every", "0", "--quiet", "").output


def test_a_schedule_that_is_none_is_refused() -> None:
    """With what was expected."""
    assert run(schedule, "leeds", "--every", "1", "--days", "1").exit_code == 2
    with pytest.raises(PortalError, match="such as 08-18"):
        run(schedule, "leeds", "--quiet", "by day")
    with pytest.raises(PortalError, match="is not known"):
        run(schedule, "leeds", "--zone", "Europe/Leeds")
    with pytest.raises(PortalError, match="no portal of that name"):
        run(schedule, "lincoln", "--every", "1")


def test_a_run_is_cancelled_by_name(ledger: Ledger) -> None:
    """It goes on elsewhere, and ends at its next page; without a run there is nothing to cancel."""
    with pytest.raises(PortalError, match="none to cancel"):
        run(cancel, "leeds", "--by", "A. Officer")
    with ledger.writing() as connection:
        open_run(connection, "leeds", now=now_utc(), owner="elsewhere:1:1", mapper="1")
    assert "run 1 ends at its next page" in run(cancel, "leeds", "--by", "A. Officer").output
    with ledger.reading() as connection:
        left = unfinished_run(connection, "leeds")
    assert left is not None
    assert left.cancelled_by == "A. Officer"


def test_a_contact_is_a_mail_address(ledger: Ledger) -> None:
    """Or nobody."""
    assert "nobody is written to" in run(contact, "leeds").output
    assert "data@leeds.example is written to" in run(contact, "leeds", "data@leeds.example").output
    for wrong in ("leeds", "a@b, c@d", "a@b\nBcc: c@d", "<a@b>"):
        with pytest.raises(PortalError, match="no mail address"):
            run(contact, "leeds", wrong)
    assert "data@leeds.example is written to" in run(contact, "leeds").output
    assert "nobody is written to" in run(contact, "leeds", "").output
