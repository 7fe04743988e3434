"""Our own judged collection: what British portals publish, and what people ask of it.

`uk/portals.csv` names the portals, each in its newest capture, and leaves out a portal that another one holds whole. A
list of other people's datasets gives only those of publishers that no other portal here is of. The judgments were made
of the pooled answers of four systems and of all datasets that the subject's words find in titles and keywords.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from collection import Collection, Query
from scoring import Grades
from walking import documents

from catalogue.indexes.protocol import Document
from harvester.replay.recording import load_recording
from vocab import Vocabulary

NAME = "uk"
FOLDER = Path(__file__).parent / "uk"


def uk(corpus: Path, vocabulary: Vocabulary) -> Collection:
    """The British portals of a folder of recorded ones, with our queries and judgments."""
    return Collection(
        name=NAME,
        language="en",
        documents=tuple(held(corpus, vocabulary)),
        queries=queries(),
        judgments=judgments(),
    )


def queries() -> tuple[Query, ...]:
    """What people ask; those of the kind "nothing" no dataset answers."""
    return tuple(Query(**row) for row in rows("queries"))


def judgments() -> dict[str, Grades]:
    """Query → dataset → grade, from 1 (marginal) to 3 (what was asked)."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows("judgments"):
        found[row["query"]][row["dataset"]] = int(row["grade"])
    return dict(found)


def everyday() -> tuple[str, ...]:
    """Words of everyday life."""
    return tuple(row["word"] for row in rows("everyday"))


def rows(name: str) -> list[dict[str, str]]:
    """A table of the collection; its first lines say where it comes from."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def held(corpus: Path, vocabulary: Vocabulary) -> Iterator[Document]:
    """The datasets of every portal that is named, a list of others' datasets without what their own portals say."""
    publishers = set()
    for row in sorted(rows("portals"), key=lambda row: row["datasets"] == "others"):
        found = documents(load_recording(corpus / "portals" / row["portal"]), vocabulary)
        if row["datasets"] == "others":
            yield from (one for one in found if one.publisher not in publishers)
            continue
        for one in found:
            publishers.add(one.publisher)
            yield one
