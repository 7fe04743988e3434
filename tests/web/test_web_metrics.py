"""The metrics, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.schema import filings, portals, runs, watches, workers
from catalogue.watching import State
from web.metrics import Metrics

NOW = "2026-11-28T12:00:00Z"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A portal with a complete run an hour ago, one that failed since, and one that goes on."""
    made = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with made.writing() as connection:
        portal = {"slug": "a", "title": "A", "kind": "ckan", "address": "https://a.example", "settings": {}}
        connection.execute(insert(portals).values(id=1, added=NOW, **portal))
        for number, (began, ended, verdict) in enumerate(
            [("10:00:00", "11:00:00", "complete"), ("11:30:00", "11:30:20", "failed"), ("11:50:00", "", "")],
            1,
        ):
            moments = {"started": f"2026-11-28T{began}Z", "finished": f"2026-11-28T{ended}Z" if ended else ""}
            counts = {"counts": {"requests": 7}} if ended else {"counts": {}}
            connection.execute(
                insert(runs).values(
                    id=number, portal_id=1, number=number, heartbeat=NOW, verdict=verdict, **moments, **counts
                )
            )
        connection.execute(insert(watches).values(portal_id=1, state="failing", since=NOW, run=2))
        connection.execute(insert(filings).values(portal_id=1, due=NOW, filed=NOW))
        connection.execute(insert(workers).values(name="w", started=NOW, heartbeat=NOW, jobs=2))
    yield made
    made.close()


def values(metrics: Metrics) -> dict[str, float]:
    """Each sample by its name and labels, as a scraper has it."""
    body, _ = metrics.scrape("text/plain")
    return {
        sample.name + ",".join(sample.labels.values()).join("{}") * bool(sample.labels): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def test_the_metrics_tell_how_the_harvest_stands(ledger: Ledger) -> None:
    """By what the ledger holds."""
    told = values(Metrics(ledger, clock=lambda: NOW))
    expected = {
        "stook_runs_total{complete}": 1, "stook_runs_total{partial}": 0, "stook_runs_total{failed}": 1,
        "stook_requests_total": 14, "stook_last_complete_run_age_seconds{a}": 3600,
        "stook_portals{failing}": 1, "stook_portals{ok}": 0, "stook_datasets{live}": 0,
        "stook_runs_running": 1, "stook_queue_length": 1, "stook_workers": 1, "stook_held": 0,
        "stook_rejected_records": 0, "stook_notices_waiting": 0, "stook_proposed_matches": 0,
        "stook_samples{read}": 0, "stook_samples_due": 0, "stook_samples_taken": 0,
        "stook_run_duration_seconds_bucket{10}": 0, "stook_run_duration_seconds_bucket{30}": 1,
        "stook_run_duration_seconds_bucket{3600}": 2, "stook_run_duration_seconds_bucket{+Inf}": 2,
        "stook_run_duration_seconds_sum": 3620, "stook_run_duration_seconds_count": 2,
    }  # fmt: skip
    assert {name: told[name] for name in expected} == expected


def test_every_state_is_there_even_where_no_portal_is_in_it(ledger: Ledger) -> None:
    """An alarm on a metric that comes and goes is no alarm."""
    told = values(Metrics(ledger, clock=lambda: NOW))
    assert all(f"stook_portals{{{state.value}}}" in told for state in State)


def test_a_run_is_counted_once_and_when_it_has_ended(ledger: Ledger) -> None:
    """However often somebody scrapes, and although a later one ended before it."""
    metrics = Metrics(ledger, clock=lambda: NOW)
    for _ in range(3):
        assert values(metrics)["stook_runs_total{complete}"] == 1
    with ledger.writing() as connection:
        late = {"number": 4, "started": NOW, "finished": NOW, "heartbeat": NOW, "verdict": "partial"}
        connection.execute(insert(runs).values(portal_id=1, counts={"requests": 1}, **late))
    assert values(metrics)["stook_runs_total{partial}"] == 1
    with ledger.writing() as connection:
        ended = {"finished": NOW, "verdict": "complete", "counts": {"requests": 2}}
        connection.execute(update(runs).where(runs.c.number == 3).values(**ended))
    told = values(metrics)
    assert told["stook_runs_total{complete}"] == 2
    assert told["stook_requests_total"] == 17
    assert told["stook_runs_running"] == 0


def test_the_site_answers_a_scrape_in_either_form(client: TestClient) -> None:
    """Text, or OpenMetrics for who asks for it; never kept by anybody in between."""
    plain = client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=")
    assert plain.headers["cache-control"] == "no-store"
    assert 'stook_datasets{state="live"}' in plain.text
    opened = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert opened.headers["content-type"].startswith("application/openmetrics-text")
    assert opened.text.endswith("# EOF\n")
