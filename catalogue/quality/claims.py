"""Which metrics a description passes by what it says, without asking whether its links work or its graph conforms.

The same questions are put to a draft, in which the portal's own words stand, and to the dataset as it is held here.
Pure; nothing of our reading of a word helps a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from catalogue.iri import read_iri
from catalogue.model import Dataset, Distribution, Thing
from catalogue.property import lines, said_lines
from catalogue.quality.lists import Lists
from catalogue.quality.metrics import METRICS, in_order, points_of
from catalogue.values import Term, Text, Typed
from vocab import fold
from vocab.rules import says_nothing

_DATASET: Final = {
    "keyword": "keyword",
    "theme": "theme",
    "spatial": "spatial",
    "temporal": "temporal",
    "access-rights": "access_rights",
    "contact": "contact_point",
    "publisher": "publisher",
    "licence": "license",
    "rights": "rights",
    "issued": "issued",
    "modified": "modified",
}
"""The metrics of presence, by the field that answers them. What stands of the whole holds of each distribution."""

_FILE: Final = {
    "download-url": "download_url",
    "format": "format",
    "media-type": "media_type",
    "licence": "license",
    "rights": "rights",
    "size": "byte_size",
    "issued": "issued",
    "modified": "modified",
}

_TYPED: Final = ("issued", "modified", "byte_size")
_LONGEST = 80  # characters: no longer word says that there is nothing to say

Texts = Callable[[Term | None], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The codes that pass: the dataset's, and those of each distribution in their order.

    `misread` says that a date or a size was stated that nobody could read, which is left out of what is held.
    """

    dataset: tuple[str, ...]
    files: tuple[tuple[str, ...], ...] = ()
    misread: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """All that pass with the distribution that scores best by them, in the order of the table."""
        return in_order(best_of(frozenset(self.dataset), tuple(map(frozenset, self.files))))


def best_of(dataset: frozenset[str], files: tuple[frozenset[str], ...]) -> frozenset[str]:
    """A dataset's codes with those of the one distribution that brings most points.

    Of two that bring as many it is the one with the code that stands first in the table, whatever their order is.
    """
    wholes = [dataset | file for file in set(files)] or [dataset]
    return max(wholes, key=lambda whole: (points_of(whole), _rank(whole)))


def claims_here(dataset: Dataset, lists: Lists) -> Claims:
    """What a dataset claims as this catalogue holds it, with our concepts for the portal's words."""
    return _claims(dataset, dataset.distribution, lists, _texts_here)


def claims_published(draft: Dataset, settled: Dataset, lists: Lists) -> Claims:
    """What a draft claims in the portal's own words; its distributions as they stand in the settled dataset."""
    files = tuple(_beside(draft.distribution, settled.distribution))
    pairs = ((draft, settled), *zip(files, settled.distribution, strict=True))
    misread = any(said and _lost(said, held) for said, held in pairs)
    return replace(_claims(draft, files, lists, _texts_published), misread=misread)


def _lost(said: Thing, held: Thing) -> bool:
    """Whether a thing states a date or a size that could not be read."""
    return any(
        getattr(said, name, None) and says(getattr(said, name)) and getattr(held, name) is None
        for name in _TYPED
    )


def _claims(dataset: Dataset, files: tuple[Distribution | None, ...], lists: Lists, texts: Texts) -> Claims:
    return Claims(
        dataset=in_order(_dataset_codes(dataset, lists, texts)),
        files=tuple(in_order(_file_codes(file, lists, texts)) if file else () for file in files),
    )


def _dataset_codes(dataset: Dataset, lists: Lists, texts: Texts) -> Iterator[str]:
    yield from _present(dataset, _DATASET)
    if lists.is_licence(texts(dataset.license)):
        yield "known-licence"
    if lists.is_access_right(texts(dataset.access_rights)):
        yield "known-access-rights"


def _file_codes(file: Distribution, lists: Lists, texts: Texts) -> Iterator[str]:
    yield from _present(file, _FILE)
    if lists.is_licence(texts(file.license)):
        yield "known-licence"
    stated = texts(file.format)
    kind = lists.file_type(stated)
    if (kind and kind.listed) or lists.is_media_type(stated) or lists.is_media_type(texts(file.media_type)):
        yield "known-format"
    if kind and kind.open:
        yield "open-format"
    if kind and kind.machine_readable:
        yield "machine-readable"


def _present(thing: Thing, fields: Mapping[str, str]) -> Iterator[str]:
    schemes = _schemes(type(thing))  # type: ignore[arg-type] # a class is hashable; the type checker says otherwise
    for code, name in fields.items():
        value = getattr(thing, name)
        if value and says(value, schemes[name]):
            yield code


def says(value: Any, scheme: str = "") -> bool:
    """Whether a value says anything: a blank, or a word such as "n/a", does not, nor a thing made of such.

    With the name of a scheme, words that say nothing among its concepts do not either ("no licence").
    """
    match value:
        case None:
            return False
        case str():
            return bool(value.strip()) and not (len(value) <= _LONGEST and says_nothing(fold(value), scheme))
        case Text() | Typed():
            return says(value.value)
        case Term():
            return bool(value.iri) or says(value.word, scheme) or says(value.link, scheme)
        case tuple():
            return any(says(one, scheme) for one in value)
        case Thing():
            return says(value.iri) or any(says(held) for _, held in said_lines(value))
        case _:
            return True


def _texts_here(term: Term | None) -> tuple[str, ...]:
    if term is None:
        return ()
    return (term.iri,) if term.known else (term.word, term.link)


def _texts_published(term: Term | None) -> tuple[str, ...]:
    return (term.word, term.link) if term else ()


def _beside(
    drafts: tuple[Distribution, ...], settled: tuple[Distribution, ...]
) -> Iterator[Distribution | None]:
    """For each settled distribution its draft: by turn, or by its addresses where some were left out on the way."""
    if len(drafts) == len(settled):
        yield from drafts
        return
    left = [(frozenset(_addresses(draft)), draft) for draft in drafts]
    for file in settled:
        wanted = frozenset((*file.access_url, *file.download_url))
        place = next((n for n, (addresses, _) in enumerate(left) if addresses == wanted), None)
        yield None if place is None else left.pop(place)[1]


def _addresses(draft: Distribution) -> Iterator[str]:
    for address in (*draft.access_url, *draft.download_url):
        if read := read_iri(address.strip()):
            yield read


def _rank(codes: frozenset[str]) -> tuple[bool, ...]:
    return tuple(metric.code in codes for metric in METRICS)


@lru_cache(maxsize=4)
def _schemes(kind: type[Thing]) -> Mapping[str, str]:
    """The vocabulary of each field of a class, by the field's name; "" where it has none."""
    return {line.name: line.property.scheme for line in lines(kind)}
