"""The lists that the score asks after: file types, media types, licences and access rights, each by address or code.

A portal's word is on a list where it is the address or the exact code itself (in whatever case); what would need our
reading of it is not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from vocab import Concept, Vocabulary, fold
from vocab.folding import is_address

FOLDER: Final = Path(__file__).parent
EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = fold("https://www.iana.org/assignments/media-types") + "/"
_NO_LICENCE: Final = ("urn:stook:licence:", "https://licenses.opendefinition.org/licenses/other-")
"""How names begin that stand for terms of a publisher's own, or for licences that are not named."""
_SEEN: Final = frozenset({"PUBLIC", "RESTRICTED", "NON_PUBLIC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileType:
    """A format: whether it is of the EU's table, needs no one company's software, and can be read by programs."""

    listed: bool
    open: bool
    machine_readable: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lists:
    """What is on each list, by folded address or code."""

    file_types: Mapping[str, FileType]
    media_types: frozenset[str]
    licences: frozenset[str]
    access_rights: frozenset[str]
    vocabulary: Vocabulary

    def file_type(self, texts: Iterable[str]) -> FileType | None:
        """The format that one of some texts names."""
        found = (self.file_types.get(_key(text)) for text in texts if text)
        return next((one for one in found if one), None)

    def is_media_type(self, texts: Iterable[str]) -> bool:
        """Whether one of some texts is a registered media type."""
        return any(_key(text).removeprefix(_IANA) in self.media_types for text in texts if text)

    def is_licence(self, texts: Iterable[str]) -> bool:
        """Whether one of some texts is a licence of the list, by an address of its own or its code."""
        return any(_key(text) in self.licences or self._leads_to_licence(text) for text in texts if text)

    def is_access_right(self, texts: Iterable[str]) -> bool:
        """Whether one of some texts is one of the three that say who may see it."""
        return any(_key(text) in self.access_rights for text in texts if text)

    def _leads_to_licence(self, text: str) -> bool:
        """Whether a text is an address at which a licence of the list stands (its deed, its text, an older page)."""
        if not is_address(fold(text)):
            return False
        match = self.vocabulary.match("licence", text)
        return bool(match and match.sure and _is_licence(match.concept))


@lru_cache(maxsize=4)
def lists_of(vocabulary: Vocabulary) -> Lists:
    """The lists with a vocabulary's concepts; made once for each vocabulary."""
    rights = [concept for concept in vocabulary.schemes["access-right"].concepts if concept.code in _SEEN]
    media = vocabulary.schemes["media-type"].concepts
    licences = filter(_is_licence, vocabulary.schemes["licence"].concepts)
    return Lists(
        file_types=_file_types(vocabulary.schemes["file-type"].concepts),
        media_types=registered_media_types()
        | {concept.code.lower() for concept in media if not concept.iri.startswith("urn:")},
        licences=frozenset(_key(name) for concept in licences for name in _names(concept)),
        access_rights=frozenset(_key(name) for concept in rights for name in (concept.iri, concept.code)),
        vocabulary=vocabulary,
    )


@cache
def registered_media_types() -> frozenset[str]:
    """The names that IANA has registered, in lower case."""
    return frozenset(row["name"] for row in _rows("media-types.csv"))


def _file_types(concepts: Iterable[Concept]) -> Mapping[str, FileType]:
    found: dict[str, FileType] = {}
    for concept in concepts:
        kind = FileType(
            listed=concept.iri.startswith(EU),
            open=concept.facts.get("nonProprietary") == "true",
            machine_readable=concept.facts.get("machineReadable") == "true",
        )
        found |= {_key(concept.iri): kind, _key(concept.code): kind}
    for row in _rows("file-types.csv"):
        kind = FileType(
            listed=True,
            open=row["non_proprietary"] == "true",
            machine_readable=row["machine_readable"] == "true",
        )
        found |= {_key(f"{EU}file-type/{row['code']}"): kind, _key(row["code"]): kind}
    return found


def _is_licence(concept: Concept) -> bool:
    return not concept.iri.startswith(_NO_LICENCE)


def _names(concept: Concept) -> Iterator[str]:
    """The addresses of a licence, and its codes: ours, the EU's and SPDX's."""
    yield from (concept.iri, concept.code, *concept.exact_matches)
    yield from (same.rpartition("/")[2] for same in concept.exact_matches)


def _key(text: str) -> str:
    """An address without scheme and closing slash, a code without case."""
    tidy = text.strip()
    return fold(tidy) if "://" in tidy else tidy.casefold()


def _rows(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
