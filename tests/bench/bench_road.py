"""The road: portals harvested into an empty catalogue, and once more when nothing has changed."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench_home import Home, Spent, make_home, replaying
from bench_line import Line, Size, cpu_of

from catalogue.document import make_document
from catalogue.graph import dataset_graph
from catalogue.indexes.protocol import Document, open_index
from catalogue.ledger.held import Change, changes_after
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.status import last_change
from catalogue.links import Links
from catalogue.stores import GraphPut, open_store
from vocab import Vocabulary, load_vocabulary

T = TypeVar("T")

AIM = 150  # datasets per CPU second
AGAIN = 0.05
_BATCH = 2_000  # changes, as the projection takes them


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One harvest into an empty catalogue, and one of the same portals after it."""

    first: Spent
    second: Spent
    datasets: int
    quiet: bool  # whether the second wrote neither store nor index


def road_lines(folder: Path, size: Size) -> tuple[Home, list[Line]]:
    """The lines of the road; the catalogue of the last round is left for the other benches."""
    rounds = []
    with replaying(size.road, kind=size.kind) as replay:
        for number in range(size.road_rounds):
            home = make_home(folder / f"road-{number}", replay)
            rounds.append(_round(home))
    return home, [_whole(rounds), *_parts(rounds), *_steps(home, size), _again(rounds)]


def _round(home: Home) -> Round:
    home.register()
    first = home.stook("harvest", "--all")
    before = _generations(home)
    second = home.stook("harvest", "--all")
    with (
        closing(open_ledger(f"sqlite:///{home.folder / 'ledger.db'}")) as ledger,
        ledger.reading() as reading,
    ):
        datasets = last_change(reading)
    return Round(first=first, second=second, datasets=datasets, quiet=before == _generations(home))


def _generations(home: Home) -> tuple[str, str]:
    with (
        closing(open_store(f"oxigraph:{home.folder / 'store'}", writable=False)) as store,
        closing(open_index(f"whoosh:{home.folder / 'index'}")) as index,
    ):
        return store.generation(), index.generation()


def _whole(rounds: Sequence[Round]) -> Line:
    rate = statistics.median(one.datasets / one.first.total for one in rounds)
    seconds = statistics.median(one.first.total for one in rounds)
    return Line(
        name="road: datasets per CPU second",
        measured=f"{rate:.0f} ({rounds[0].datasets:,} in {seconds:.1f} CPU s){_short(rounds)}",
        against=f"aim {AIM}",
        ratio=f"{rate / AIM:.2f} ×",
        aim=f"≥ {AIM}",
        rounds=len(rounds),
        met=rate >= AIM,
    )


def _short(rounds: Sequence[Round]) -> str:
    """Said where a run was not complete: its figures are those of a part."""
    return (
        "; NOT EVERY RUN WAS COMPLETE" if any(one.first.status or one.second.status for one in rounds) else ""
    )


def _parts(rounds: Sequence[Round]) -> list[Line]:
    return [
        _part("crawl, map and ledger: the crawl processes", rounds, lambda spent: spent.children),
        _part("read changes, store, index: `stook harvest` itself", rounds, lambda spent: spent.own),
    ]


def _part(name: str, rounds: Sequence[Round], of: Callable[[Spent], float]) -> Line:
    seconds = statistics.median(of(one.first) for one in rounds)
    idle = statistics.median(of(one.second) for one in rounds)
    share = statistics.median(of(one.first) / one.first.total for one in rounds)
    return Line(
        name=f"  {name}",
        measured=f"{seconds:.1f} CPU s, {seconds / rounds[0].datasets * 1000:.2f} ms a dataset",
        against=f"the whole road; {idle:.1f} CPU s where nothing changed",
        ratio=f"{share:.0%}",
        rounds=len(rounds),
    )


def _steps(home: Home, size: Size) -> list[Line]:
    """The projection once more, step by step, from the same ledger into a store and an index of its own."""
    rounds = min(2, size.road_rounds)
    with closing(open_ledger(f"sqlite:///{home.folder / 'ledger.db'}")) as ledger:
        spent = [_projected(ledger, home.folder / f"steps-{number}") for number in range(rounds)]
        with ledger.reading() as reading:
            datasets = last_change(reading)
    medians = {name: statistics.median(one[name] for one in spent) for name in spent[0]}
    whole = sum(medians.values())
    return [
        Line(
            name=f"    {name}",
            measured=f"{seconds:.1f} CPU s, {seconds / datasets * 1000:.2f} ms a dataset",
            against="the projection, in batches of 5,000",
            ratio=f"{seconds / whole:.0%}",
            rounds=rounds,
        )
        for name, seconds in medians.items()
    ]


def _projected(ledger: Ledger, folder: Path) -> dict[str, float]:
    """CPU seconds by step."""
    links, vocabulary = Links("http://127.0.0.1:8000"), load_vocabulary()
    spent: defaultdict[str, float] = defaultdict(float)

    def step(name: str, work: Callable[[], T]) -> T:
        seconds, made = cpu_of(work)
        spent[name] += seconds
        return made

    store, index = open_store(f"oxigraph:{folder / 'store'}"), open_index(f"whoosh:{folder / 'index'}")
    with closing(store), closing(index):
        while batch := step("read changes", partial(_batch, ledger, store.mark())):
            mark = batch[-1].n
            puts = step("make graphs", partial(_puts, batch, links))
            documents = step("make documents", partial(_documents, batch, vocabulary))
            step("write store", partial(store.apply, puts=puts, drops=(), mark=mark))
            step("write index", partial(index.apply, documents=documents, gone=(), mark=mark))
    return spent


def _batch(ledger: Ledger, mark: int) -> tuple[Change, ...]:
    with ledger.reading() as reading:
        return changes_after(reading, mark, limit=_BATCH)


def _puts(batch: Sequence[Change], links: Links) -> list[GraphPut]:
    shown = [change.snapshot for change in batch]
    return [GraphPut(graph=links.dataset(one.entry.id), quads=dataset_graph(one, links)) for one in shown]


def _documents(batch: Sequence[Change], vocabulary: Vocabulary) -> list[Document]:
    return [make_document(change.snapshot, vocabulary) for change in batch]


def _again(rounds: Sequence[Round]) -> Line:
    ratio = statistics.median(one.second.total / one.first.total for one in rounds)
    quiet = all(one.quiet for one in rounds)
    first = statistics.median(one.first.total for one in rounds)
    second = statistics.median(one.second.total for one in rounds)
    return Line(
        name="second run, nothing changed",
        measured=f"{second:.1f} CPU s; store and index {'not written' if quiet else 'WRITTEN'}",
        against=f"first run, {first:.1f} CPU s",
        ratio=f"{ratio:.1%}",
        aim=f"≤ {AGAIN:.0%}, 0 writes",
        rounds=len(rounds),
        met=ratio <= AGAIN and quiet,
    )
