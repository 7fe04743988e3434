"""How the data of an ISO record stands to other resources, and which specifications it keeps.

| model | record | source |
|---|---|---|
| in_series | `parentIdentifier` or `parentMetadata`, and aggregates of the type `series` | ISO 19115 B.2.1 |
| is_part_of, has_part, relation, source, replaces | aggregates, by `associationType` | ISO 19115 B.2.2 |
| conforms_to | each specification whose `DQ_ConformanceResult` says that it passed | GEMINI 41, INSPIRE TG 2.8 |
| serves_dataset | `operatesOn`, by `uuidref` or address | GEMINI 38, INSPIRE TG 4.1.2.4 |

Another record is named by its address, or by `urn:uuid:` where its identifier is a UUID (RFC 9562, 4); an identifier
that is neither stays text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from catalogue.iri import is_web_address, read_iri
from catalogue.values import Term
from harvester.drafting.iso_words import code, linked, plain, word
from harvester.formats.elements import address_of, attribute, each, every, one, text_of
from harvester.formats.xml import Element

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BY_TYPE = {
    "series": "in_series",
    "largerWorkCitation": "is_part_of",
    "partOfSeamlessDatabase": "is_part_of",
    "isComposedOf": "has_part",
    "crossReference": "relation",
    "dependency": "relation",
    "collectiveTitle": "relation",
    "stereoMate": "relation",
    "source": "source",
    "revisionOf": "replaces",
}


def relations_of(root: Element, about: Element) -> dict[str, tuple[str, ...]]:
    """The addresses of other resources, by the names of the model's fields."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for parent in _parents(root):
        found["in_series"][parent] = None
    for said in each(about, "aggregationInfo|associatedResource/*"):
        name = _BY_TYPE.get(code(one(said, "associationType")), "")
        if name and (address := _target(said)):
            found[name][address] = None
    return {name: tuple(addresses) for name, addresses in found.items()}


def specifications_of(root: Element) -> Iterator[Term]:
    """The specifications that the data is said to keep; one that it does not keep, or was not tested for, is none."""
    for result in every(root, "DQ_ConformanceResult"):
        if text_of(one(result, "pass")).lower() not in ("true", "1"):
            continue
        title = one(result, "specification/CI_Citation/title")
        if said := linked(title) or linked(one(result, "specification")):
            yield Term(said.link or said.word)


def served_by(about: Element) -> tuple[str, ...]:
    """The datasets that a service works on."""
    said = each(about, "operatesOn")
    found = (address_of(one) or to_address(attribute(one, "uuidref")) for one in said)
    return tuple(dict.fromkeys(address for address in found if address))


def to_address(identifier: str) -> str:
    """An identifier as an address that the model can hold, or ""."""
    bare = identifier.strip().strip("{}").removeprefix("urn:uuid:")
    if _UUID.fullmatch(bare):
        return f"urn:uuid:{bare.lower()}"
    return (read_iri(bare) or "") if is_web_address(bare) else ""


def _parents(root: Element) -> Iterator[str]:
    said = [word(found) for found in each(root, "parentIdentifier")]
    for parent in each(root, "parentMetadata"):
        said += [attribute(parent, "uuidref"), plain(parent, "CI_Citation/identifier/*/code")]
    yield from (address for one in said if (address := to_address(one)))


def _target(said: Element) -> str:
    names = (
        plain(said, "aggregateDataSetIdentifier/*/code"),
        plain(said, "aggregateDataSetName/CI_Citation/identifier/*/code"),
        plain(said, "name/CI_Citation/identifier/*/code"),
        *(attribute(one, "uuidref") for one in each(said, "metadataReference")),
        *(plain(one, "CI_Citation/identifier/*/code") for one in each(said, "metadataReference")),
    )
    links = (address_of(one) for one in each(said, "*"))
    return next((found for found in (*map(to_address, names), *links) if found), "")
