"""The inspector of a worker: descriptions are looked at in a process beside, and the scores and the store follow."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from catalogue.entry import mint_id
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.scores import score_of
from catalogue.projection import project
from catalogue.settings import load_settings
from catalogue.stores import Query, open_store
from harvester.inspector import Inspector

sys.path.append(str(Path(__file__).parents[2] / "catalogue"))
from made_up_ledger import field_of, read


def test_what_was_looked_at_is_in_the_score_and_in_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        field_of(ledger).run(read("bins"))
        project(settings, ledger)
        inspector = Inspector(settings, ledger)
        assert inspector.look() == inspector.look() < 600
        with ledger.reading() as connection:
            found = score_of(connection, mint_id("leeds", "bins"))
    finally:
        ledger.close()
    assert found
    assert "conforms" not in found.here | found.unknown
    store = open_store(settings.store_url, writable=False)
    try:
        said = "ASK { GRAPH ?g { ?m <urn:stook:ns#notKnown> ?metric } }"
        assert b"false" in store.query(Query(text=said, media_type="application/sparql-results+json")).body
    finally:
        store.close()
