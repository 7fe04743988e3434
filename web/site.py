"""What every view may ask: the ledger, the index, the store, the vocabulary, and the addresses of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import Environment
from starlette.requests import HTTPConnection

from catalogue.indexes.protocol import Index
from catalogue.ledger.ledger import Ledger
from catalogue.settings import Settings
from catalogue.stores import StoreReader
from vocab import Vocabulary
from web.addresses import Addresses
from web.completing import Completions
from web.counts import Counts
from web.coverage.profiles import Profiles
from web.forms.fairness import Fairness
from web.joining.counting import HolderCounts
from web.labels import Labels
from web.metrics import Metrics
from web.names import Names
from web.operations import Operation
from web.quality_scores import CatalogueScores
from web.querying import Querying
from web.registering.streams import Streams
from web.statics import StaticFile
from web.thesaurus import Thesaurus


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One running site. `links` makes addresses for pages, `iris` the full names of things; `key` is what it signs
    with, `now` its clock."""

    settings: Settings
    links: Addresses
    iris: Addresses
    ledger: Ledger
    store: StoreReader
    querying: Querying
    index: Index
    vocabulary: Vocabulary
    names: Names
    counts: Counts
    holders: HolderCounts
    profiles: Profiles
    scores: CatalogueScores
    labels: Labels
    completions: Completions
    metrics: Metrics
    thesaurus: Thesaurus
    fairness: Fairness
    streams: Streams
    key: str
    templates: Environment
    statics: dict[str, StaticFile]
    operations: tuple[Operation, ...]
    now: Callable[[], str]

    def close(self) -> None:
        """Lets go of everything that was opened for it."""
        self.store.close()
        self.index.close()
        self.ledger.close()


def site_of(request: HTTPConnection) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site
