"""The small values of schema.org: texts, licences, languages, periods, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.document import first_text
from catalogue.iri import is_web_address, read_iri
from catalogue.model import Location, PeriodOfTime
from catalogue.space.geometry import Box, ShapeUnreadable
from catalogue.space.shapes import read_shape
from catalogue.text.markdown import without_markdown
from catalogue.values import Term, Text, Typed
from vocab import Vocabulary

Node = dict[str, Any]
"""A JSON-LD object."""

LONGEST = 5_000
"""Characters of a description: what Google takes."""

_OPEN_END = ".."  # ISO 8601-2, as https://schema.org/temporalCoverage has it
_LONGEST_SHAPE = 20_000  # characters of a geometry; a longer one takes more time than its box is worth
_A_TAG = 2  # letters of a language's code in ISO 639-1


def without_nothing(node: Node) -> Node:
    """Without what is empty; a list of one becomes the one."""
    said_only = {name: value for name, value in node.items() if value not in (None, "", [], {})}
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in said_only.items()
    }


def said(text: Text) -> str | Node:
    """A text; in another language than English with its tag."""
    if not text.lang or text.lang.lower().startswith("en"):
        return text.value
    return {"@language": text.lang, "@value": text.value}


def described(texts: tuple[Text, ...], longest: int = LONGEST) -> str:
    """The description as plain text, as much as is taken of one."""
    plain = without_markdown(first_text(texts)[: 2 * longest]).strip()
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def licence_node(licence: Term | None, vocabulary: Vocabulary) -> str | Node:
    """The address of the licence; terms without one as a work that bears their words."""
    if licence is None:
        return ""
    if licence.own or not licence.iri:
        work = {"name": licence.word, "url": address_of(licence.link)}
        return without_nothing({"@type": "CreativeWork", **work}) if any(work.values()) else ""
    if is_web_address(licence.iri):
        return licence.iri
    return without_nothing(
        {"@type": "CreativeWork", "@id": licence.iri, "name": vocabulary.label(licence.iri) or licence.word}
    )


def language_of(term: Term, vocabulary: Vocabulary) -> str:
    """A language by its tag of two letters, else by its code, else as published."""
    concept = vocabulary.concept(term.iri) if term.iri else None
    if concept is None:
        return term.word
    return next((one for one in concept.hidden if len(one) == _A_TAG), concept.code.lower())


def period_text(period: PeriodOfTime) -> str:
    """A period as an interval of ISO 8601, an end that is not said as "..": "2019-04-01/.."."""
    ends = [_date(period.start_date), _date(period.end_date)]
    return "/".join(ends) if any(end != _OPEN_END for end in ends) else first_text(period.label)


def place_node(place: Location, vocabulary: Vocabulary) -> Node | None:
    """A Place by name, by the IRI of its area, by the corners of its box."""
    iri = read_iri(place.iri) or ""
    concept = vocabulary.concept(iri) if iri else None
    node = without_nothing(
        {
            "@type": "Place",
            "@id": iri,
            "name": concept.label() if concept else first_text(place.label),
            "geo": _geo(place),
        }
    )
    return node if len(node) > 1 else None


def address_of(text: str | None) -> str:
    """A web address fit for an IRI; "" for anything else."""
    return (read_iri(text) or "") if text and is_web_address(text) else ""


def web_addresses(texts: Iterable[str]) -> Iterator[str]:
    """Those of some texts that are web addresses."""
    return (address for text in texts if (address := address_of(text)))


def _date(stamp: Typed | None) -> str:
    return stamp.value if stamp else _OPEN_END


def _geo(place: Location) -> Node | None:
    shapes = (place.bbox, place.centroid, *place.geometry)
    return next((node for one in shapes if one and (node := _extent(one.value))), None)


def _extent(text: str) -> Node | None:
    """GeoShape's box is "south west north east", latitude first (https://schema.org/GeoShape); a point has no box."""
    box = _box(text)
    if box is None:
        return None
    if (box.west, box.south) == (box.east, box.north):
        return {"@type": "GeoCoordinates", "latitude": box.south, "longitude": box.west}
    return {"@type": "GeoShape", "box": f"{box.south:g} {box.west:g} {box.north:g} {box.east:g}"}


def _box(text: str) -> Box | None:
    if len(text) > _LONGEST_SHAPE:
        return None
    try:
        shape = read_shape(text)
    except ShapeUnreadable:
        return None
    return shape.box if shape and _on_globe(shape.box) else None


def _on_globe(box: Box) -> bool:
    return all(abs(x) <= 180 for x in (box.west, box.east)) and all(
        abs(y) <= 90 for y in (box.south, box.north)
    )
