"""Places that no file lists: the areas of councils, and any area whose code in the register says what it is.

A council's area is a place under the council's names; `E05001234` is an electoral ward in England, because the
register gives that kind of area codes that begin so. The IRI is the register's own for each.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from vocab.concepts import Concept, Label
from vocab.folding import fold
from vocab.index import own_labels
from vocab.scheme import Scheme

AREA: Final = "http://statistics.data.gov.uk/id/statistical-geography/"
"""What the IRI of every area in the register of the Office for National Statistics begins with."""

BOXES_FILE = Path(__file__).parent / "area-boxes.csv"

_CODE = re.compile(r"[EKNSW]\d{8}", re.ASCII)
_COUNCIL = re.compile(
    r"^the (?=\w+ council)| (?:(?:city|borough|county|district|metropolitan|islands?|regional|and|mayoral"
    r"|combined) )*(?:council|authority)$",
    re.IGNORECASE,
)
_JOINED = re.compile(r", (?!city|county)| and | & ", re.IGNORECASE)
_ORGANISED = re.compile(r"council|borough of|authority", re.IGNORECASE)
_NATIONS: Final = {"E": "E92000001", "N": "N92000002", "S": "S92000003", "W": "W92000004"}


def with_areas(schemes: Mapping[str, Scheme]) -> dict[str, Scheme]:
    """The schemes with all areas that follow from them among the places; as they are where one is missing."""
    found = dict(schemes)
    place, council, types = (found.get(name) for name in ("place", "council", "area-type"))
    if place and council and types:
        concepts = (*place.concepts, *_areas_of(council.concepts, place.concepts))
        ordered = tuple(sorted(concepts, key=lambda concept: concept.code.lower()))
        found["place"] = replace(place, concepts=ordered, coin=_coiner(types))
    return found


def is_area(iri: str) -> bool:
    """Whether an IRI is one of the register's, as far as it can be told from its form."""
    return iri.startswith(AREA)


@cache
def area_boxes() -> Mapping[str, tuple[float, float, float, float]]:
    """By code, the west, south, east and north between which a nation or the area of a council lies, in degrees.

    They are generous, and good for telling a wrong place from a right one only.
    """
    lines = BOXES_FILE.read_text("utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith(("#", "code,")))
    return {code: (float(w), float(s), float(e), float(n)) for code, w, s, e, n in rows}


def _areas_of(councils: Iterable[Concept], listed: Iterable[Concept]) -> Iterator[Concept]:
    """The area of each council that has one. A name that a listed place bears stays with that place."""
    taken = {folded for concept in listed for folded in own_labels(concept)}
    codes = {concept.iri: concept.facts.get("area", "") for concept in councils}
    seen = {concept.iri for concept in listed}
    for concept in councils:
        iri = concept.facts.get("area", "")
        if iri and iri not in seen:
            seen.add(iri)
            yield _area_of(concept, iri, taken, codes)


def _area_of(council: Concept, iri: str, taken: set[str], areas: Mapping[str, str]) -> Concept:
    name = area_name(council)
    title = council.label("en") if fold(name) in taken else name

    def fit(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(word for word in words if _names_it(word, name) and fold(word) not in taken)

    others = [Label(text=text, lang="en") for text in fit(area_names(council)) if text != title]
    named = dict.fromkeys((*others, *council.labels, *council.alternatives))
    kept = {key: council.facts[key] for key in ("former", "nation") if key in council.facts}
    return Concept(
        iri=iri,
        scheme="place",
        code=iri.removeprefix(AREA),
        labels=(Label(text=title, lang="en"),),
        alternatives=tuple(one for one in named if one.text != title and fold(one.text) not in taken),
        hidden=fit(council.hidden),
        likely=fit(council.likely),
        definition=f"The area of {council.label('en')}.",
        broader=tuple(area for area in (council.facts.get("within"), *council.broad_matches) if area),
        replaced_by=tuple(area for one in council.replaced_by if (area := areas.get(one))),
        facts=kept,
    )


def area_name(council: Concept) -> str:
    """What a council's area is called: "Leeds", "City of Edinburgh", "Newcastle upon Tyne"."""
    names = area_names(council)
    short = next((name for name in names if not name.startswith("City of ")), names[0])
    short = names[0] if fold(names[-1]) == fold(names[0]) else short
    return next((name for name in names if name.startswith(f"{short} upon ")), short)


def area_names(council: Concept) -> tuple[str, ...]:
    """A council's English names without the words that make them a council's; the official one last."""
    known = [label.text for label in council.alternatives if label.lang == "en"]
    plain = sorted(known, key=lambda text: bool(_ORGANISED.search(text)))
    stripped = (_COUNCIL.sub("", text).strip() for text in (*plain, council.label("en")))
    return tuple(name for name in stripped if name and not _ORGANISED.search(name)) or (council.label("en"),)


def _names_it(word: str, name: str) -> bool:
    """Whether a spelling of a council's name names all of its area: "Bournemouth" is a part of one."""
    whole = not fold(word).endswith(" of")  # what is left of "Bristol, City of"
    return whole and len(_JOINED.split(word)) == len(_JOINED.split(name))


def _coiner(types: Scheme) -> Callable[[str], Concept | None]:
    """From the code of an area that nobody listed to its concept, where the kind of area is known."""

    def coin(code: str) -> Concept | None:
        kind = types.find(code[:3]) if _CODE.fullmatch(code) else None
        if kind is None:
            return None
        name = kind.label("en").partition(" (")[0]
        nation = _NATIONS.get(code[0])
        return Concept(
            iri=AREA + code,
            scheme="place",
            code=code,
            labels=(Label(text=f"{name} {code}", lang="en"),),
            definition=f"{kind.definition} Known by its code alone.",
            broader=(AREA + nation,) if nation else (),
            broad_matches=(kind.iri,),
        )

    return coin
