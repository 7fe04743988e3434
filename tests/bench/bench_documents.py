"""Made-up documents in the proportions of real ones: about 90 words as Zipf has them, some values of each facet."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, product

from catalogue.indexes.protocol import Document

_WORDS = 60_000
_FLAT = 15  # Mandelbrot's constant: with it the commonest word stands in half of the documents
_SYLLABLES = [a + b for a, b in product("bdfgklmnprstvz", "aeiou")]
_THEMES = (
    "AGRI",
    "ECON",
    "EDUC",
    "ENER",
    "ENVI",
    "GOVE",
    "HEAL",
    "INTR",
    "JUST",
    "REGI",
    "SOCI",
    "TECH",
    "TRAN",
)
_FORMATS = (
    "CSV",
    "XLSX",
    "GEOJSON",
    "PDF",
    "SHP",
    "KML",
    "JSON",
    "XML",
    "WMS",
    "WFS",
    "HTML",
    "ZIP",
    "ODS",
    "RDF",
)
_KINDS = ("ckan", "arcgis_hub", "socrata", "pod")
_LICENCES = ("OGL-3", "CC-BY-4", "CC0-1", "PSMA", "custom", "CC-BY-NC-4", "ODBL-1", "OGL-2")


def word(rank: int) -> str:
    """The made-up word of a rank, 0 the commonest; endings are ones that stemming leaves alone."""
    number, parts = rank + len(_SYLLABLES), ""
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        parts += _SYLLABLES[syllable]
    return parts + "k"


@dataclass(frozen=True, slots=True)
class _Zipf:
    """Numbers from 0, the smaller the more frequent."""

    cumulated: list[float]

    def draw(self, chance: random.Random, count: int) -> list[int]:
        return chance.choices(range(len(self.cumulated)), cum_weights=self.cumulated, k=count)


def documents(count: int, *, seed: int = 1) -> Iterator[Document]:
    """`count` documents, always the same for a seed; one in twenty is a copy of another."""
    chance = random.Random(seed)  # noqa: S311 - made-up documents, not secrets
    words = _zipf(_WORDS, _FLAT)
    publishers = _zipf(1_500, 5)
    for number in range(count):
        yield _document(number, chance, words, publishers)


def _zipf(size: int, flat: int) -> _Zipf:
    return _Zipf(list(accumulate(1 / (rank + flat) for rank in range(1, size + 1))))


def _document(number: int, chance: random.Random, words: _Zipf, publishers: _Zipf) -> Document:
    drawn = [word(rank) for rank in words.draw(chance, chance.randint(60, 120))]
    publisher = publishers.draw(chance, 1)[0]
    themes = tuple(chance.sample(_THEMES, chance.choice((0, 1, 1, 2))))
    formats = tuple(chance.sample(_FORMATS, chance.choice((0, 1, 1, 2, 3))))
    licences = tuple(chance.choices(_LICENCES, k=chance.choice((0, 1, 1, 1))))
    cluster = number // 20 if number % 20 < 2 else 0
    return Document(
        id=f"d{number}",
        title=" ".join(drawn[:6]),
        keywords=tuple(drawn[6:10]),
        description=" ".join(drawn[10:-8]),
        distributions=" ".join(drawn[-8:-4]),
        columns=tuple(drawn[-4:]),
        publisher=f"publisher-{publisher}",
        publisher_label=f"{word(publisher + 900).title()} Council",
        portal=f"portal-{publisher % 120}",
        kind=_KINDS[publisher % len(_KINDS)],
        places=(f"{word(publisher % 400 + 2_000).title()}",),
        areas=(f"E{publisher % 400:08}",) if publisher % 7 else (),
        themes=themes,
        formats=formats,
        licences=licences,
        openness="open" if licences and licences[0] != "custom" else "not-stated",
        languages=("en",),
        identifiers=("UPRN",) if number % 9 == 0 else (),
        covers=(2000 + number % 20, 2005 + number % 20) if number % 3 == 0 else None,
        concepts=tuple(f"format/{one}" for one in formats) + tuple(f"theme/{one}" for one in themes),
        modified=f"{chance.randint(2008, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        added=f"2026-01-01T00:00:{number % 60:02}Z",
        changed=f"2026-{number % 11 + 1:02}-{number % 28 + 1:02}T03:{number % 60:02}:00Z",
        cluster=f"cluster-{cluster}" if cluster else "",
        leads=bool(cluster) and number % 20 == 0,
        card={"title": " ".join(drawn[:6]), "publisher": f"publisher-{publisher}", "formats": list(formats)},
    )
