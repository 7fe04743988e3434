"""What a run has told of its portal, from the page that failed to the mail that arrives."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping

import pytest
from conftest import House, Serve
from sqlalchemy import select
from test_telling import Letterbox, mail_server

from catalogue.ledger.schema import notices
from catalogue.ledger.watches import portal_watches
from catalogue.watching import State
from harvester.ended import Ended
from harvester.replay.faults import Rule, Status
from harvester.replay.recording import Recording

TOLD = {"STOOK_MAIL_HOST": "127.0.0.1", "STOOK_MAIL_TLS": "none", "STOOK_MAIL_FROM": "stook@c.example"}


def test_a_portal_that_fails_and_comes_back_is_told_of_twice(
    house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """Not of each run in between."""
    house.environment |= TOLD | {"STOOK_MAIL_TO": "desk@c.example"}
    with serve([bundled["hirwen"]], Rule(fault=Status(code=404), pattern="catalog")) as (address, _):
        house.allow(address)
        house.register(bundled["hirwen"], address)
        assert [house.crawl("hirwen") for _ in range(2)] == [Ended.FAILED] * 2
    with serve([bundled["hirwen"]]) as (address, _):
        house.allow(address)
        house.register(bundled["hirwen"], address)
        assert [house.crawl("hirwen") for _ in range(2)] == [Ended.COMPLETE] * 2
    with house.ledger.reading() as connection:
        told = [row.body["state"] for row in connection.execute(select(notices).order_by(notices.c.id))]
        assert portal_watches(connection)["hirwen"].state is State.OK
    assert told == ["failing", "recovered"]


@pytest.mark.service
def test_a_worker_sends_what_a_run_had_to_tell(house: House, bundled: Mapping[str, Recording]) -> None:
    """The portal refuses every connection; its officer has a mail that says so."""
    house.register(bundled["hirwen"], "http://127.0.0.1:1")
    house.allow("http://127.0.0.1:1")
    box = Letterbox()
    with mail_server(box) as port:
        told = TOLD | {"STOOK_MAIL_PORT": str(port), "STOOK_MAIL_TO": "desk@c.example"}
        environment = dict(os.environ) | house.environment | told | {"STOOK_WORKER_SECONDS": "0.3"}
        with subprocess.Popen([sys.executable, "-m", "catalogue.cli", "worker"], env=environment) as worker:
            end = time.monotonic() + 60
            while not box.letters and time.monotonic() < end:
                time.sleep(0.1)
            time.sleep(1)  # time enough for a second copy
            worker.terminate()
    (letter,) = box.letters
    assert letter["Subject"] == "hirwen: failing"
    assert "refused the connection" in letter.get_content()
