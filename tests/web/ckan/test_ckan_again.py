"""This catalogue harvested through its own CKAN API by our own spider, by the commands that people use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from browsing import serving
from made_up_catalogue import BINS, EVIL_ID
from starlette.applications import Starlette

from catalogue.ledger.held import every_shown
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.model import Dataset

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def taken_over(app: Starlette, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Dataset]]:
    """What was harvested, by the package that it was."""
    home = tmp_path_factory.mktemp("again")
    with serving(app) as address:
        host = address.removeprefix("http://")
        environment = os.environ | {"STOOK_HOME": str(home), "STOOK_ALLOW": host, "STOOK_STORE": "memory:"}
        for command in (
            ["portal", "add", address, "--kind", "ckan", "--slug", "again", "--setting", "delay=0"],
            ["harvest", "again"],
        ):
            done = subprocess.run(
                [sys.executable, "-m", "catalogue.cli", *command],
                env=environment,
                capture_output=True,
                text=True,
                timeout=180,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    ledger = open_ledger(f"sqlite:///{home / 'ledger.db'}")
    yield dict(_held(ledger))
    ledger.close()


def _held(ledger: Ledger) -> Iterator[tuple[str, Dataset]]:
    with ledger.reading() as connection:
        for snapshot in every_shown(connection):
            yield snapshot.entry.key, snapshot.entry.dataset


def originals(app: Starlette) -> dict[str, Dataset]:
    """What is here, by its identifier."""
    with app.state.site.ledger.reading() as connection:
        return {one.entry.id: one.entry.dataset for one in every_shown(connection)}


def facts(dataset: Dataset) -> dict[str, object]:
    """What CKAN's shape can carry of a dataset and both catalogues have settled alike."""
    return {
        "titles": {text.value for text in dataset.title},
        "descriptions": [text.value for text in dataset.description],
        "keywords": {text.value for text in dataset.keyword},
        "themes": {term.iri for term in dataset.theme if term.iri},
        "publisher": [text.value for text in dataset.publisher.name] if dataset.publisher else [],
        "contacts": [(one.fn[0].value, one.has_email) for one in dataset.contact_point],
        "licence": dataset.license.iri if dataset.license else None,
        "issued": dataset.issued.value if dataset.issued else None,
        "modified": dataset.modified.value if dataset.modified else None,
        "periods": [(one.start_date, one.end_date) for one in dataset.temporal],
        "files": [
            (
                [text.value for text in part.title],
                part.format.iri if part.format else None,
                part.download_url or part.access_url,
                part.byte_size.value if part.byte_size else None,
            )
            for part in dataset.distribution
        ],
    }


def test_what_ckan_can_say_is_the_same_when_it_is_harvested_again(
    app: Starlette, taken_over: dict[str, Dataset]
) -> None:
    here = originals(app)
    assert set(taken_over) == set(here)
    assert facts(taken_over[BINS]) == facts(here[BINS])
    for key in taken_over.keys() - {EVIL_ID}:  # whose markup no reading lets through
        for name in ("titles", "publisher"):
            assert facts(taken_over[key])[name] == facts(here[key])[name]
