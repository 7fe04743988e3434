"""The projections: the RDF store and the search index catch up with the ledger's changes.

Run by whoever committed, one at a time. Each projection remembers the last change it applied together with what
it applied, so a process killed between the ledger and them is repaired by the next one.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from sqlalchemy import Connection

from catalogue.clock import now_utc
from catalogue.clusters.standing import ALONE, Standing
from catalogue.concept_graph import FORM, vocabulary_graphs
from catalogue.document import make_document
from catalogue.graph import dataset_graph
from catalogue.indexes.protocol import Document, Index, open_index
from catalogue.ledger.clusters import follow_changes, standings
from catalogue.ledger.columns import columns_of_many, follow_columns
from catalogue.ledger.following import get_mark, set_mark
from catalogue.ledger.held import Change, changes_after, every_shown, shown_of
from catalogue.ledger.kin import KIN_NEWS, follow_kin, kin_names
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.links import follow_links
from catalogue.ledger.mapping import count_changes
from catalogue.ledger.news import Topic, forget_news, last_news, news_after
from catalogue.ledger.portals import list_portals
from catalogue.ledger.reuse_following import every_story, follow_stories
from catalogue.ledger.scores import scores_of
from catalogue.ledger.scoring import Scorer
from catalogue.ledger.status import last_change
from catalogue.links import Links
from catalogue.quality.dqv import quality_graph
from catalogue.quality.metrics import METRICS_FILE
from catalogue.reuses.graph import stories_graph
from catalogue.settings import Settings
from catalogue.snapshot import Snapshot
from catalogue.stores import GraphPut, Store, open_store
from vocab import Vocabulary, load_vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

Told = Callable[[int, int], None]
Placed = tuple[Snapshot, Standing]
"""A dataset with its place among copies."""


def _silent(_done: int, _total: int) -> None:
    """For callers who do not watch."""


_STORE_NEWS, _INDEX_NEWS = "clusters-store", "clusters-index"  # marks in the news
_FEW = 500
_BATCH = 5000  # a commit of the index costs a merge: few large ones take half the time of many small ones


@dataclass(frozen=True, slots=True)
class Projector:
    """Brings a store and an index up to the ledger."""

    ledger: Ledger
    store: Store
    index: Index
    links: Links
    vocabulary: Vocabulary

    def is_ahead(self) -> bool:
        """Whether either knows of changes that the ledger does not: the ledger is one put back from a backup."""
        with self.ledger.reading() as connection:
            return max(self.store.mark(), self.index.mark()) > last_change(connection)

    def catch_up(self, told: Told = _silent) -> int:
        """Applies every change that either has not; returns how many were applied. `told` hears of progress."""
        done, shown = 0, dict[str, int]()
        with self.ledger.reading() as connection:
            news = last_news(connection)
        while True:
            with self.ledger.reading() as connection:
                reached = min(self.store.mark(), self.index.mark())
                changes = changes_after(connection, reached, limit=_BATCH)
                last = last_change(connection)
            if not changes:
                self._follow_news(shown)
                return done
            self._apply(changes)
            done += len(changes)
            shown |= dict.fromkeys((change.snapshot.entry.id for change in changes), news)
            told(changes[-1].n, last)

    def rebuild(self) -> int:
        """Begins both again from the ledger; what was there serves until the new is complete."""
        with self.ledger.reading() as connection:
            mark, news = last_change(connection), last_news(connection)
            datasets = self._puts(self._placed(connection))
            told = (self.stories(),)
            self.store.rebuild(chain(self._vocabularies(), told, datasets), mark=mark)
        self.rebuild_index()
        with self.ledger.writing() as connection:
            for name in (_STORE_NEWS, _INDEX_NEWS):
                set_mark(connection, name, news)
        return mark

    def rebuild_index(self) -> None:
        """Begins the index alone again, as after an upgrade that changed what it holds."""
        with self.ledger.reading() as connection:
            mark = last_change(connection)
            self.index.rebuild(self._documents(self._placed(connection)), mark=mark)

    def put_vocabularies(self) -> None:
        """Gives the store today's vocabularies; the datasets stay as they are."""
        self.store.apply(puts=self._vocabularies(), drops=(), mark=self.store.mark())

    def put_stories(self, stories: GraphPut) -> None:
        """Gives the store today's stories."""
        self.store.apply(puts=(stories,), drops=(), mark=self.store.mark())

    def stories(self) -> GraphPut:
        """The graph of the stories that are shown."""
        with self.ledger.reading() as connection:
            graph, quads = stories_graph(every_story(connection), self.vocabulary, self.links)
        return GraphPut(graph=graph, quads=quads)

    def _vocabularies(self) -> Iterator[GraphPut]:
        for graph, quads in chain(
            vocabulary_graphs(self.vocabulary, self.links), (quality_graph(self.links),)
        ):
            yield GraphPut(graph=graph, quads=quads)

    def _apply(self, changes: tuple[Change, ...]) -> None:
        mark = changes[-1].n
        if (reached := self.store.mark()) < mark:
            shown, gone = _split(change for change in changes if change.n > reached)
            places = self._places(change.snapshot for change in shown)
            puts = self._puts((one.snapshot, places.get(one.snapshot.entry.id, ALONE)) for one in shown)
            self.store.apply(puts=puts, drops=[self.links.dataset(one) for one in gone], mark=mark)
        if (reached := self.index.mark()) < mark:
            shown, gone = _split(change for change in changes if change.n > reached)
            places = self._places(change.snapshot for change in shown)
            placed = ((one.snapshot, places.get(one.snapshot.entry.id, ALONE)) for one in shown)
            self.index.apply(documents=self._documents(placed), gone=gone, mark=mark)

    def _puts(self, placed: Iterable[Placed]) -> Iterator[GraphPut]:
        """The graph of each dataset, with its scores, columns and kin; a few are asked of the ledger at a time."""
        left = iter(placed)
        while batch := list(islice(left, _FEW)):
            with self.ledger.reading() as connection:
                names = [snapshot.entry.id for snapshot, _ in batch]
                scored, tables = scores_of(connection, names), columns_of_many(connection, names)
                kins = kin_names(connection, names)
            for snapshot, standing in batch:
                name = snapshot.entry.id
                quads = dataset_graph(
                    snapshot,
                    self.links,
                    standing,
                    scored.get(name),
                    tables.get(name, ()),
                    kins.get(name, ""),
                )
                yield GraphPut(graph=self.links.dataset(name), quads=quads)

    def _places(self, snapshots: Iterable[Snapshot]) -> dict[str, Standing]:
        with self.ledger.reading() as connection:
            return standings(connection, [one.entry.id for one in snapshots])

    def _placed(self, connection: Connection) -> Iterator[tuple[Snapshot, Standing]]:
        """Every dataset that is shown, with its place among copies; streamed."""
        shown = every_shown(connection)
        while batch := list(islice(shown, _FEW)):
            places = self._places(batch)
            yield from ((one, places.get(one.entry.id, ALONE)) for one in batch)

    def _follow_news(self, done: Mapping[str, int]) -> None:
        """Shows anew the datasets of which something beside their description has changed; `done` are those that were
        shown with all news up to a line."""
        for name, show, topics in (
            (_STORE_NEWS, self._show_in_store, tuple(Topic)),
            (_INDEX_NEWS, self._show_in_index, (Topic.COPIES, Topic.COLUMNS)),
        ):
            with self.ledger.reading() as connection:
                news = news_after(connection, get_mark(connection, name))
            wanted = dict.fromkeys(one for n, one, topic in news if n > done.get(one, 0) and topic in topics)
            left = iter(wanted)
            while batch := list(islice(left, _BATCH)):
                self._show_anew(batch, show)
            if news:
                with self.ledger.writing() as connection:
                    set_mark(connection, name, news[-1][0])
                    forget_news(connection, (_STORE_NEWS, _INDEX_NEWS, KIN_NEWS))

    def _show_anew(self, identifiers: list[str], show: Callable[[list[Placed]], None]) -> None:
        with self.ledger.reading() as connection:
            held = list(shown_of(connection, identifiers))
            places = standings(connection, identifiers)
        if held:
            show([(one, places.get(one.entry.id, ALONE)) for one in held])

    def _show_in_store(self, held: list[Placed]) -> None:
        self.store.apply(puts=self._puts(held), drops=(), mark=self.store.mark())

    def _show_in_index(self, held: list[Placed]) -> None:
        self.index.apply(documents=self._documents(held), gone=(), mark=self.index.mark())

    def _documents(self, placed: Iterable[tuple[Snapshot, Standing]]) -> Iterator[Document]:
        with self.ledger.reading() as connection:
            kinds = {portal.slug: portal.kind for portal in list_portals(connection)}
        left = iter(placed)
        while batch := list(islice(left, _FEW)):
            with self.ledger.reading() as connection:
                tables = columns_of_many(connection, [snapshot.entry.id for snapshot, _ in batch])
            for snapshot, standing in batch:
                entry = snapshot.entry
                yield make_document(
                    snapshot,
                    self.vocabulary,
                    standing,
                    kind=kinds.get(entry.portal, ""),
                    tables=tables.get(entry.id, ()),
                )


def _split(changes: Iterable[Change]) -> tuple[list[Change], list[str]]:
    """The last change of each dataset, as those to show and the identifiers of those to take away."""
    last = {change.snapshot.entry.id: change for change in changes}
    shown = [change for change in last.values() if change.kind != "withdrawn"]
    return shown, [identifier for identifier, change in last.items() if change.kind == "withdrawn"]


def project(settings: Settings, ledger: Ledger, *, anew: bool = False, told: Told = _silent) -> int:
    """Opens store and index, waits for its turn, and catches up (or, `anew`, builds both again).

    They are built again as well when the catalogue's public address has changed, since every IRI has, and when
    the ledger is older than they are; the index alone when a version of this program with another form wrote it.
    The store is taught the vocabularies again when they are others than it was taught last, and the stories too.
    """
    with _turn(settings.home), _opened(settings, ledger) as projector:
        count_changes(ledger, anew=anew)
        follow_changes(ledger, anew=anew)
        follow_links(ledger, anew=anew)
        follow_columns(ledger, anew=anew)
        follow_kin(ledger, anew=anew)
        follow_stories(ledger, projector.vocabulary, anew=anew)
        Scorer(ledger, projector.vocabulary, now_utc()).follow(anew=anew)
        told_base = settings.home / "projected-base"
        moved = told_base.exists() and told_base.read_text() != settings.public_base
        if not (anew or moved) and projector.index.is_outdated():
            projector.rebuild_index()
        afresh = anew or moved or projector.is_ahead()
        taught = settings.home / "projected-vocabularies"
        version = _version(SCHEMES_FOLDER)
        known = projector.store.mark() > 0 and taught.exists() and taught.read_text() == version
        done = projector.rebuild() if afresh else projector.catch_up(told)
        if not (known or afresh):
            projector.put_vocabularies()
        _tell_stories(projector, settings.home / "projected-stories", afresh=afresh)
        taught.write_text(version)
        told_base.write_text(settings.public_base)
        return done


def _tell_stories(projector: Projector, told: Path, *, afresh: bool) -> None:
    """Gives the store the stories where they are others than it was given last; `told` is where that is noted."""
    stories = projector.stories()
    digest = sha256(stories.quads).hexdigest()
    known = told.exists() and told.read_text() == digest
    if not (known or afresh):
        projector.put_stories(stories)
    told.write_text(digest)


@lru_cache(maxsize=1)
def _version(folder: Path) -> str:
    """What the store was taught last: the form of the graphs, and a digest of the vocabularies' files as this process
    found them."""
    files = sorted(folder.glob("*.ttl"))
    files.append(METRICS_FILE)
    digest = sha256(b"".join(sha256(file.read_bytes()).digest() for file in files)).hexdigest()
    return f"{FORM}:{digest}"


@contextmanager
def _turn(home: Path) -> Iterator[None]:
    """One projection at a time: the next waits until the first is done, and is released by the kernel if it dies."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "projection.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(settings: Settings, ledger: Ledger) -> Iterator[Projector]:
    store = open_store(settings.store_url, secret=settings.secret)
    try:
        index = open_index(settings.index_url)
        try:
            yield Projector(ledger, store, index, Links(settings.public_base), load_vocabulary())
        finally:
            index.close()
    finally:
        store.close()
