"""The public judged collections of STOOK_RELEVANCE: datasets as a harvest would bring them, queries, judgments."""

from __future__ import annotations

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import orjson
from collection import Collection, Query
from scoring import Grades
from walking import documents

from harvester.replay.lines import PackedLines, as_lines
from harvester.replay.recording import Recording
from vocab import Vocabulary

LONDON = "london-datastore"
DATAGOUV = "datagouv-fr"
_NO_PERIOD = "None - None"  # how the exporter wrote that there is none


def london(folder: Path, vocabulary: Vocabulary) -> Collection:
    """Questions to the London Datastore: every query and judgment that the folder holds."""
    home = folder / LONDON
    recording = Recording(
        slug=LONDON,
        title="London Datastore",
        kind="flattened",
        publisher="Greater London Authority",
        body="E61000001",
        records=as_lines(list(_london_lines(home / "corpus.jsonl.xz"))),
    )
    return Collection(
        name=LONDON,
        language="en",
        documents=tuple(documents(recording, vocabulary)),
        queries=tuple(Query(id=row[0], text=row[1], kind=row[2].lower()) for row in _rows(home)),
        judgments=_judgments(home, LONDON),
        runs={"its own search": _run(home / "run-portal-own-search.txt", LONDON)},
    )


def datagouv(folder: Path, vocabulary: Vocabulary) -> Collection:
    """Known items of data.gouv.fr, in French: the queries whose item is among the datasets."""
    home = folder / DATAGOUV
    recording = Recording(
        slug=DATAGOUV,
        title="data.gouv.fr",
        kind="udata",
        records=PackedLines(home / "corpus.jsonl.xz"),
    )
    held = tuple(documents(recording, vocabulary))
    known, judgments = {one.id for one in held}, _judgments(home, DATAGOUV)
    asked = tuple(
        Query(id=row[0], text=row[1], kind=row[2].lower())
        for row in _rows(home)
        if row[1] and known & judgments.get(row[0], {}).keys()
    )
    return Collection(
        name=DATAGOUV,
        language="fr",
        documents=held,
        queries=asked,
        judgments=judgments,
        runs={"its own search": _run(home / "run-portal-2022-12-02.txt", DATAGOUV)},
    )


def _london_lines(file: Path) -> Iterator[bytes]:
    """The datasets as rows of a list; a period that says nothing is left out."""
    for line in lzma.decompress(file.read_bytes()).splitlines():
        row = orjson.loads(line)
        yield orjson.dumps(row | {"temporal": "" if row["temporal"] == _NO_PERIOD else row["temporal"]})


def _rows(home: Path) -> list[list[str]]:
    with (home / "queries.tsv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]


def _judgments(home: Path, slug: str) -> dict[str, Grades]:
    """TREC's form: query, 0, dataset, grade."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (home / "qrels.txt").read_text().splitlines():
        query, _, dataset, grade = line.split()
        found[query][f"{slug}/{dataset}"] = int(grade)
    return dict(found)


def _run(file: Path, slug: str) -> dict[str, tuple[str, ...]]:
    """TREC's form: query, Q0, dataset, place, score, name. A dataset listed twice stands where it stands first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in file.read_text().splitlines():
        query, _, dataset, place, *_ = line.split()
        found[query].append((int(place), f"{slug}/{dataset}"))
    return {query: tuple(dict.fromkeys(one for _, one in sorted(listed))) for query, listed in found.items()}
