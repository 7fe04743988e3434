"""The W3C's tests pass through our endpoint, but for those whose reason is written down."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pyoxigraph as ox
import pytest
import uvicorn
from w3c_endpoint import STORES, Endpoint, endpoint
from w3c_manifests import Case, Kind, read_cases
from w3c_report import Outcome, reasons, run_all, to_earl, to_page
from w3c_running import run

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the suites lie."""
    place = os.environ.get("STOOK_VOCAB_DATA")
    if not place or not (Path(place) / "rdf-tests").is_dir():
        pytest.skip("STOOK_VOCAB_DATA names no folder with rdf-tests, the W3C's suites")
    return Path(place) / "rdf-tests"


@pytest.fixture(scope="module")
def cases(folder: Path) -> tuple[Case, ...]:
    return read_cases(folder)


@pytest.fixture(scope="module")
def outcomes(cases: tuple[Case, ...], folder: Path) -> list[Outcome]:
    return run_all(cases, folder)


def test_what_fails_has_a_reason_and_what_has_a_reason_fails(outcomes: list[Outcome]) -> None:
    for store in STORES:
        failing = {one.case.name for one in outcomes if one.store == store and one.why}
        assert failing == set(reasons())


def test_every_test_of_the_protocol_passes(outcomes: list[Outcome]) -> None:
    asked = [one for one in outcomes if one.case.kind in (Kind.PROTOCOL, Kind.DESCRIPTION)]
    assert len(asked) == 60
    assert [one.case.name for one in asked if one.why] == []


def test_the_page_says_what_happens(cases: tuple[Case, ...], outcomes: list[Outcome]) -> None:
    assert PAGE.read_text(encoding="utf-8") == to_page(cases, outcomes)


def test_the_report_for_programs_is_turtle_with_an_assertion_a_test(outcomes: list[Outcome]) -> None:
    earl = to_earl(outcomes, subject="urn:stook:endpoint", at="2026-01-01T00:00:00Z")
    triples = list(ox.parse(earl, ox.RdfFormat.TURTLE))
    assert sum(one.predicate.value.endswith("#outcome") for one in triples) == len(outcomes)


@pytest.fixture(scope="module")
def listening(cases: tuple[Case, ...], folder: Path) -> Iterator[Endpoint]:
    """The same site behind a real server, asked over a socket."""
    with endpoint("oxigraph:", cases, folder / "sparql") as opened:
        server = uvicorn.Server(
            uvicorn.Config(opened.client.app, port=0, log_level="warning", lifespan="off")
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield replace(opened, client=client)  # type: ignore[arg-type] # asked in the same way
        server.should_exit = True
        thread.join()


@pytest.mark.service
def test_the_protocol_holds_over_a_real_server(listening: Endpoint, cases: tuple[Case, ...]) -> None:
    asked = [case for case in cases if case.kind is Kind.PROTOCOL and not case.left_out]
    assert len(asked) == 27
    assert {case.name: why for case in asked if (why := run(case, listening))} == {}
