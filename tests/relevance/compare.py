"""`make relevance`: how well searches find what was judged to be relevant, ours and others side by side.

Reads recorded portals (STOOK_CORPUS), which our own queries are about, and public judged collections (STOOK_RELEVANCE).
Weights are tuned by the tune half of our queries and told by the other.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from collection import Collection, Run
from known_items import councils_and_topics, exact_titles
from measuring import Measured, measure, share_of_nothing
from public_collections import DATAGOUV, LONDON, datagouv, london
from systems import Answer, replay, systems
from tables import REPORT, Sought, judged_table, kinds_table, query_rows, sought_table, to_json
from uk_collection import NAME as UK
from uk_collection import everyday, uk

from vocab import Vocabulary, load_vocabulary

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
_BLOCK = re.compile(r"(<!-- relevance -->\n).*?(<!-- end -->)", re.DOTALL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and writes what is asked for; 0 also where there is nothing to measure."""
    asked, started, vocabulary = _asked(arguments), time.monotonic(), load_vocabulary()
    measured: list[Measured] = []
    sought: list[Sought] = []
    for held in _collections(asked, vocabulary):
        with systems(held, vocabulary) as answers:
            measured += compared(held, answers)
            sought += known(held, answers) if held.name == UK and not asked.brief else ()
    if asked.json:
        _say(json.dumps([to_json(one) for one in measured], ensure_ascii=False, indent=1))
        return 0
    block = report(measured, sought)
    _say(block)
    if asked.queries:
        _say("\n".join(query_rows(measured, hidden="" if asked.queries == "all" else REPORT)))
    _say(f"{time.monotonic() - started:.0f} seconds")
    if asked.write:
        readme = ROOT / "README.md"
        text = _BLOCK.sub(lambda found: found.group(1) + block + found.group(2), readme.read_text())
        readme.write_text(text)
    return 0


def compared(collection: Collection, answers: Mapping[str, Answer]) -> Iterator[Measured]:
    """Every system on one collection, and the answers that were recorded of it."""
    for name, answer in answers.items():
        yield measure(collection, name, answer)
    for name, run in collection.runs.items():
        yield measure(answered(collection, run), name, replay(collection, run))


def answered(collection: Collection, run: Run) -> Collection:
    """The collection with those queries alone that a recorded run has an answer to."""
    return replace(collection, queries=tuple(query for query in collection.queries if query.id in run))


def known(collection: Collection, answers: Mapping[str, Answer]) -> Iterator[Sought]:
    """Every system on what is sought by rule."""
    titles, councils = exact_titles(collection), councils_and_topics(collection)
    for name, answer in answers.items():
        yield Sought(
            system=name,
            titles=measure(titles, name, answer).figures().first,
            councils=measure(councils, name, answer).figures().success,
            nothing=share_of_nothing(everyday(), answer),
        )


def report(measured: Sequence[Measured], sought: Sequence[Sought]) -> str:
    """The tables, in Markdown."""
    tables = [judged_table(measured), kinds_table(measured)]
    if sought:
        tables.append(sought_table(sought, len(everyday())))
    return "\n".join("\n".join(lines) + "\n" for table in tables if (lines := list(table)))


def _collections(asked: argparse.Namespace, vocabulary: Vocabulary) -> Iterator[Collection]:
    held = (
        (UK, asked.corpus / "portals", lambda: uk(asked.corpus, vocabulary)),
        (LONDON, asked.relevance / LONDON, lambda: london(asked.relevance, vocabulary)),
        (DATAGOUV, asked.relevance / DATAGOUV, lambda: datagouv(asked.relevance, vocabulary)),
    )
    for name, folder, read in held:
        if asked.only not in name:
            continue
        if folder.is_dir():
            yield read()
        else:
            sys.stderr.write(f"There is no folder {folder}: {name} was left out.\n")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make relevance", description=__doc__)
    corpus = Path(os.environ.get("STOOK_CORPUS") or SHARED / "corpus")
    relevance = Path(os.environ.get("STOOK_RELEVANCE") or SHARED / "relevance")
    parser.add_argument("--corpus", type=Path, default=corpus, help="folder of recorded portals")
    parser.add_argument("--relevance", type=Path, default=relevance, help="folder of judged collections")
    parser.add_argument("--only", default="", help="collections whose name holds this")
    parser.add_argument("--brief", action="store_true", help="judged queries alone")
    parser.add_argument(
        "--queries",
        nargs="?",
        const="tune",
        choices=("tune", "all"),
        help="nDCG@10 of each query to tune by, or of all",
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the tables into the README")
    return parser.parse_args(arguments)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
