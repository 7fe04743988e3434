"""Traces: what of a description stays when a portal gives its datasets new names, as small numbers. Pure.

| clue | taken from |
|---|---|
| NAME | the key, IRI, `dct:identifier` and `adms:identifier`, without scheme, `www.`, case or a last slash |
| LAYER, ITEM | an ArcGIS item id (32 hexadecimal digits) with and without its layer, or a UUID, in any of these |
| PAGE | `dcat:landingPage` |
| ADDRESS | `dcat:accessURL`, `dcat:downloadURL` and the endpoints of services |
| TITLE | `dct:title`, without case, accents or punctuation; TELLING as well if it has three words |
| ISSUED | the day of `dct:issued` |
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b

from catalogue.model import Dataset, Distribution

_KINDS = 8  # a clue's kind lies in the lowest three bits of its number
_SHORTEST_NAME = 6  # "12" is a name in every scheme of names, and another dataset's in each
_ITEM = re.compile(
    r"(?<![0-9a-f])([0-9a-f]{32})(?![0-9a-f])(?:_(\d{1,4})\b|[?&](?:sub)?layers?=(\d{1,4})\b)?"
    r"|(?<![0-9a-f-])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f-])"
)
_TELLING = 2  # spaces: half of all councils have "Parcels" or "Polling stations", and renew them
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://(?:www\.)?")
_NO_WORD = re.compile(r"[\W_]+")


class Clue(IntEnum):
    """What a clue was taken from; see the table above."""

    NAME = 0
    LAYER = 1
    ITEM = 2
    PAGE = 3
    ADDRESS = 4
    TITLE = 5
    ISSUED = 6
    TELLING = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One dataset's clues, in order. `position` is its place on the portal's list."""

    key: str
    position: int
    clues: tuple[int, ...]


def kind_of(clue: int) -> Clue:
    """What a clue was taken from."""
    return Clue(clue % _KINDS)


def trace_of(key: str, dataset: Dataset, *, position: int = 0) -> Trace:
    """The clues of a dataset. Where a portal renames fifty thousand at once, these and their pairs take 150 MB."""
    return Trace(key=key, position=position, clues=tuple(sorted(set(_clues(key, dataset)))))


def title_clue(title: str) -> int:
    """The clue that a title gives."""
    return _clue(Clue.TITLE, fold_title(title))


def fold_title(title: str) -> str:
    """A title without case, accents and punctuation; as it is where nothing else would be left."""
    plain = unicodedata.normalize("NFKD", html.unescape(title)).casefold()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", kept).strip() or plain.strip()


def fold_address(address: str) -> str:
    """An address without what portals change in passing: scheme, `www.`, case, a last slash."""
    return _SCHEME.sub("", html.unescape(address.strip()).casefold()).rstrip("/")


def _clues(key: str, dataset: Dataset) -> Iterator[int]:
    names = {fold_address(name) for name in _names(key, dataset)}
    pages = {fold_address(page) for page in dataset.landing_page}
    addresses = {fold_address(address) for one in dataset.distribution for address in _addresses(one)}
    yield from (_clue(Clue.NAME, name) for name in names if len(name) >= _SHORTEST_NAME)
    yield from (_clue(Clue.PAGE, page) for page in pages if page)
    yield from (_clue(Clue.ADDRESS, address) for address in addresses if address)
    for folded in {fold_title(one.value) for one in dataset.title} - {""}:
        yield _clue(Clue.TITLE, folded)
        if folded.count(" ") >= _TELLING:
            yield _clue(Clue.TELLING, folded)
    if dataset.issued and dataset.issued.value:
        yield _clue(Clue.ISSUED, dataset.issued.value[:10])
    parts = {part.casefold() for one in dataset.distribution for part in (one.key, one.iri) if part}
    yield from _items(names | pages | addresses | parts)


def _names(key: str, dataset: Dataset) -> Iterator[str]:
    if not key.startswith("weak:"):
        yield key.partition("~")[0]
    yield dataset.iri
    yield from (one.value for one in dataset.identifier)
    yield from (one.notation.value for one in dataset.other_identifier if one.notation)


def _addresses(distribution: Distribution) -> Iterator[str]:
    yield from distribution.access_url
    yield from distribution.download_url
    for service in distribution.access_service:
        yield from service.endpoint_url


def _items(texts: Iterable[str]) -> Iterator[int]:
    """Item ids, and where a layer is named the layer as well."""
    for text in texts:
        for item, under, asked, uuid in _ITEM.findall(text):
            name = item or uuid.replace("-", "")
            yield _clue(Clue.ITEM, name)
            if layer := under or asked:
                yield _clue(Clue.LAYER, f"{name}/{layer}")


def _clue(kind: Clue, text: str) -> int:
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=7).digest()
    return int.from_bytes(digest) * _KINDS + kind
