"""A random sample of readings for a person to judge, and the judged sample as a file."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tallying import Reading, Told

from vocab import load_vocabulary

FILE = Path(__file__).parent / "sample.csv"

SCHEMES = {
    "license": "licence",
    "distribution.license": "licence",
    "distribution.format": "file-type",
    "distribution.media_type": "media-type",
    "accrual_periodicity": "frequency",
    "theme": "theme",
    "language": "language",
    "access_rights": "access-right",
}
"""The properties whose words a vocabulary alone explains, without the record and its portal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One reading. `verdict` is "right", "wrong", "unsure", or "" while nobody has judged it."""

    property: str
    portal: str
    word: str
    concept: str
    label: str
    how: str
    verdict: str = ""
    note: str = ""


def write_sample(told: Sequence[Told], size: int, *, seed: int, path: Path = FILE) -> None:
    """Writes a sample with as many readings of each property as of every other; verdicts given earlier are kept."""
    judged = {
        (one.property, one.word, one.concept): one for one in (read_sample(path) if path.exists() else ())
    }
    rows = [judged.get((row.property, row.word, row.concept), row) for row in draw(told, size, seed=seed)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*Judged.__slots__], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def draw(told: Sequence[Told], size: int, *, seed: int) -> list[Judged]:
    """Different readings at random, in rounds over the properties, each word once."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    heaps: dict[str, dict[Reading, str]] = {}
    for one in sorted(told, key=lambda one: one.slug):
        for reading in one.readings:
            heaps.setdefault(reading.property, {}).setdefault(reading, one.slug)
    shuffled = [chance.sample(sorted(heap.items(), key=str), len(heap)) for _, heap in sorted(heaps.items())]
    vocabulary = load_vocabulary()
    drawn: list[Judged] = []
    for turn in range(max(map(len, shuffled), default=0)):
        for heap in shuffled:
            if turn < len(heap) and len(drawn) < size:
                reading, portal = heap[turn]
                label = vocabulary.label(reading.concept) or ""
                drawn.append(
                    Judged(
                        property=reading.property,
                        portal=portal,
                        word=" ".join(reading.word.split())[:300],
                        concept=reading.concept,
                        label=label,
                        how=reading.how,
                    )
                )
    return sorted(drawn, key=lambda one: (one.property, one.portal, one.word))


def read_sample(path: Path = FILE) -> Iterator[Judged]:
    """The sample as it was judged."""
    with path.open(newline="", encoding="utf-8") as file:
        yield from (Judged(**row) for row in csv.DictReader(file))
