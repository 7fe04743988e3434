"""The figures of a body are read again when its own datasets changed, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from covered_councils import fill_councils
from made_up_catalogue import NOW, Builder, text

from catalogue.document import make_document
from catalogue.indexes.protocol import open_index
from catalogue.ledger.held import every_shown
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.status import last_change
from catalogue.model import Agent, Dataset
from vocab import load_vocabulary
from web.coverage.profiles import Profiles

CAMDEN = ("camden", "London Borough of Camden")


class Catalogue:
    """A ledger, an index that follows it when told to, and the figures of its bodies."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.index, self.today = ledger, open_index("memory:"), NOW
        self.profiles = Profiles(
            ledger=ledger, index=self.index, vocabulary=load_vocabulary(), now=lambda: self.today
        )
        fill_councils(ledger)
        self.follow()

    def follow(self) -> None:
        """Brings the index up to the ledger."""
        with self.ledger.reading() as connection:
            documents = [make_document(each, load_vocabulary()) for each in every_shown(connection)]
            self.index.apply(documents=documents, gone=[], mark=last_change(connection))

    def add(self, slug: str, title: str) -> None:
        """One more dataset of a body, in the ledger only."""
        with self.ledger.writing() as connection:
            dataset = Dataset(title=text(title), publisher=Agent(slug=slug, name=text(slug)))
            Builder(connection).dataset(1, 2, f"{slug}-{title}", dataset)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue that may be written."""
    made = Catalogue(open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}"))
    yield made
    made.ledger.close()


def test_what_did_not_change_is_not_read_again(catalogue: Catalogue) -> None:
    first = catalogue.profiles.of(*CAMDEN)
    catalogue.add("brent", "Museums")
    assert catalogue.profiles.of(*CAMDEN) is first


def test_a_new_dataset_of_a_body_is_counted_once_the_index_has_it(catalogue: Catalogue) -> None:
    before = catalogue.profiles.of(*CAMDEN)
    catalogue.add("camden", "Counter fraud work")
    assert catalogue.profiles.of(*CAMDEN).datasets == before.datasets
    catalogue.follow()
    after = catalogue.profiles.of(*CAMDEN)
    assert after.datasets == before.datasets + 1
    assert "fraud" in {one.requirement.code for one in after.covered if one.best}


def test_another_day_is_counted_anew(catalogue: Catalogue) -> None:
    before = catalogue.profiles.of(*CAMDEN).punctual
    catalogue.today = "2027-11-28T09:00:00Z"
    assert catalogue.profiles.of(*CAMDEN).punctual.overdue > before.overdue
