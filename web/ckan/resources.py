"""A distribution as CKAN's resource: the inverse of what a CKAN portal's resources are read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from catalogue.document import first_text
from catalogue.model import Dataset, Distribution
from catalogue.values import Term, Typed
from vocab import Vocabulary
from web.ckan.identities import part_identity
from web.ckan.written import date_time, iri_or_word, listed

EMPTY = dict.fromkeys(
    ("cache_last_updated", "cache_url", "mimetype_inner", "resource_type", "url_type"),
)
"""What CKAN keeps of files of its own; there are none here."""


def resources(identifier: str, dataset: Dataset, vocabulary: Vocabulary) -> list[dict[str, object]]:
    """The resources of a dataset, in its order."""
    pairs = zip(resource_ids(identifier, dataset), dataset.distribution, strict=True)
    return [
        {
            "id": name,
            "package_id": identifier,
            "position": position,
            **resource(part, vocabulary, landing=next(iter(dataset.landing_page), "")),
        }
        for position, (name, part) in enumerate(pairs)
    ]


def resource_ids(identifier: str, dataset: Dataset) -> list[str]:
    """A UUID for each distribution, which does not change with its place: it is made of what the portal calls it, else
    of where it is; two that are the same in this are told apart by their order."""
    counted: Counter[str] = Counter()
    names = []
    for part in dataset.distribution:
        what = (
            part.key
            or part.iri
            or "\n".join((*part.download_url, *part.access_url))
            or first_text(part.title)
        )
        counted[what] += 1
        names.append(part_identity(identifier, f"{what}\n{counted[what]}"))
    return names


def resource(part: Distribution, vocabulary: Vocabulary, *, landing: str) -> dict[str, object]:
    """What one distribution says; a file without an address is had from its `landing` page."""
    link = next(iter((*part.download_url, *part.access_url)), landing)
    size = part.byte_size.value if part.byte_size else ""
    return {
        "name": first_text(part.title) or None,
        "description": "\n\n".join(text.value for text in part.description),
        "format": format_of(part, vocabulary),
        "mimetype": media_type(part.media_type, vocabulary),
        "url": link,
        "size": int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
        "hash": part.checksum.checksum_value.value if part.checksum and part.checksum.checksum_value else "",
        "created": date_time(part.issued),
        "last_modified": date_time(part.modified),
        "metadata_modified": date_time(part.modified),
        "state": "active",
        **EMPTY,
        **dict(_further(part)),
    }


def format_of(part: Distribution, vocabulary: Vocabulary) -> str:
    """The code of its format, as searches by `res_format` take it; the portal's word where nobody knows it."""
    if part.format is None:
        return ""
    concept = vocabulary.concept(part.format.iri) if part.format.iri else None
    return concept.code if concept else part.format.word


def media_type(term: Term | None, vocabulary: Vocabulary) -> str | None:
    """A media type as HTTP writes it."""
    if term is None:
        return None
    concept = vocabulary.concept(term.iri) if term.iri else None
    return concept.code if concept else term.word or None


def _further(part: Distribution) -> Iterator[tuple[str, str]]:
    """What ckanext-dcat adds to a resource, under its names (docs/mapping.md there); only what is said."""
    algorithm = part.checksum.algorithm if part.checksum else None
    found: tuple[tuple[str, str], ...] = (
        ("uri", part.iri),
        ("access_url", next(iter(part.access_url), "")),
        ("download_url", next(iter(part.download_url), "")),
        ("issued", _value(part.issued)),
        ("modified", _value(part.modified)),
        ("hash_algorithm", iri_or_word(algorithm)),
        ("license", iri_or_word(part.license)),
        ("rights", listed(map(iri_or_word, part.rights))),
        ("language", listed(map(iri_or_word, part.language))),
        ("conforms_to", listed(map(iri_or_word, part.conforms_to))),
        ("documentation", listed(part.page)),
        ("availability", iri_or_word(part.availability)),
        ("status", iri_or_word(part.status)),
        ("compress_format", iri_or_word(part.compress_format)),
        ("package_format", iri_or_word(part.package_format)),
    )
    return ((name, value) for name, value in found if value)


def _value(literal: Typed | None) -> str:
    return literal.value if literal else ""
