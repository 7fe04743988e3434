"""`make relevance`: how well searches find what was judged to be relevant, ours and others side by side.

    .venv/bin/python tests/relevance/compare.py [--only NAME] [--queries] [--json]

The public judged collections are read from STOOK_RELEVANCE.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from collection import Collection, Run
from measuring import Figures, Measured, measure
from public_collections import DATAGOUV, LONDON, datagouv, london
from systems import Answer, ours, plain

from vocab import Vocabulary, load_vocabulary

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
_HEAD = "| collection | queries | system | nDCG@10 | recall@20 | MRR | success@10 | nothing found |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 0 also where there is nothing to measure."""
    asked = _asked(arguments)
    started, vocabulary = time.monotonic(), load_vocabulary()
    measured = [one for held in _collections(asked, vocabulary) for one in compared(held, vocabulary)]
    if asked.json:
        _say(json.dumps([one.to_json() for one in measured], ensure_ascii=False, indent=1))
        return 0
    _say("\n".join(table(measured)))
    if asked.queries:
        _say("\n".join(query_rows(measured)))
    _say(f"{time.monotonic() - started:.0f} seconds")
    return 0


def compared(collection: Collection, vocabulary: Vocabulary) -> Iterator[Measured]:
    """Every system on one collection, and the answers that were recorded of it."""
    with ours(collection.documents, vocabulary) as answer:
        yield measure(collection, "ours", answer)
    yield measure(collection, "BM25, title × 3", plain(collection.documents, collection.language))
    for name, run in collection.runs.items():
        yield measure(answered(collection, run), name, replay(collection, run))


def answered(collection: Collection, run: Run) -> Collection:
    """The collection with those queries alone that a recorded run has an answer to."""
    return replace(collection, queries=tuple(query for query in collection.queries if query.id in run))


def replay(collection: Collection, run: Run) -> Answer:
    """A recorded run as a system."""
    found = {query.text: run[query.id] for query in collection.queries if query.id in run}
    return lambda text, limit: list(found[text][:limit])


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """A row for each system, in Markdown."""
    yield _HEAD
    yield "|---|---:|---|---:|---:|---:|---:|---:|"
    for one in measured:
        figures = Figures.of(one.judged)
        yield f"| {one.collection} | {len(one.judged)} | {one.system} | {figures.row()} |"


def query_rows(measured: Sequence[Measured]) -> Iterator[str]:
    """nDCG@10 of every query, a column a system."""
    for name in dict.fromkeys(one.collection for one in measured):
        columns = [one for one in measured if one.collection == name]
        yield f"\n{name}: " + " · ".join(one.system for one in columns)
        reached = [{row.query.id: f"{row.ndcg:5.2f}" for row in one.judged} for one in columns]
        for query in (row.query for row in columns[0].judged):
            figures = " ".join(each.get(query.id, "    –") for each in reached)
            yield f"{figures}  {query.id:<14} {query.text}"


def _collections(asked: argparse.Namespace, vocabulary: Vocabulary) -> Iterator[Collection]:
    for name, read in ((LONDON, london), (DATAGOUV, datagouv)):
        if asked.only not in name:
            continue
        if (asked.relevance / name).is_dir():
            yield read(asked.relevance, vocabulary)
        else:
            sys.stderr.write(f"There is no {name} in {asked.relevance}: it was left out.\n")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make relevance", description=__doc__)
    there = Path(os.environ.get("STOOK_RELEVANCE") or SHARED / "relevance")
    parser.add_argument("--relevance", type=Path, default=there, help="folder of public judged collections")
    parser.add_argument("--only", default="", help="collections whose name holds this")
    parser.add_argument("--queries", action="store_true", help="nDCG@10 of every query")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
