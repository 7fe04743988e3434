"""What a dataset says by which a copy of it at another portal can be told, as keys that can be looked up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from catalogue.entry import Entry
from catalogue.iri import is_web_address
from catalogue.model import Dataset

_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_AROUND = re.compile(r"^(urn:uuid:|\{)?(?P<inner>[^{}]*)\}?$")
_LAYER = re.compile(r"(?:_|[?&]sublayer=|[?&]layer=|/)(\d{1,4})$")
_DOI = re.compile(r"(?:^doi:|doi\.org/)(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_NOISE = re.compile(r"(^|&)(utm_\w+|fbclid|jsessionid)=[^&]*")
_WORD = re.compile(r"[^\W_]+")
_MOST = 40  # addresses of one dataset that are looked at


class Kind(Enum):
    """What two datasets may have in common; the value is its name in the ledger. The surest first."""

    IDENTIFIER = "id"  # one that is unique in the world: a UUID, an item of ArcGIS, a DOI
    NAME = "name"  # an address that is the dataset's own: its IRI, or an identifier that is one
    PAGE = "page"  # where it sends people, where its record stands, where it says that it came from
    FILE = "file"  # the address of a file or service
    TITLE = "title"  # the words of its title, and its publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that a dataset says. `said` is what people can read; names and pages are compared with each other."""

    kind: Kind
    said: str

    @property
    def key(self) -> str:
        """A digest to look it up by: equal for what means the same, whoever says it."""
        family = "page" if self.kind is Kind.NAME else self.kind.value
        return hashlib.sha256(f"{family}\n{self.said}".encode()).hexdigest()[:24]


def evidence_of(entry: Entry, roots: frozenset[str] = frozenset()) -> tuple[Evidence, ...]:
    """Everything by which a copy of a dataset can be told, each once.

    `roots` are addresses of portals themselves, as `read_address` gives them: that two datasets come from one portal
    says nothing.
    """
    dataset = entry.dataset
    names = {*_addresses(_names(entry))} - roots
    pages = {*_addresses((*dataset.landing_page, *dataset.source, entry.source))} - names - roots
    files = {*_addresses(_files(dataset))} - names - pages - roots
    found = [
        Evidence(kind=Kind.IDENTIFIER, said=one)
        for one in dict.fromkeys(_identifiers(dataset, names | pages))
    ]
    for kind, addresses in ((Kind.NAME, names), (Kind.PAGE, pages), (Kind.FILE, files)):
        found += [Evidence(kind=kind, said=one) for one in sorted(addresses)[:_MOST]]
    if title := _title(dataset):
        found.append(Evidence(kind=Kind.TITLE, said=title))
    return tuple(found)


def came_from(entry: Entry) -> frozenset[str]:
    """The hosts that a dataset says it was taken from; none for one that says nothing of an origin."""
    return frozenset(host for one in entry.dataset.source if (host := _host(one)))


def read_address(address: str) -> str:
    """An address as it is compared: without scheme, `www.`, fragment and a slash at its end; "" for none."""
    if not is_web_address(address):
        return ""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    query = _NOISE.sub("", parts.query).strip("&")
    return f"{host}{port}{unquote(parts.path).rstrip('/')}" + (f"?{query}" if query else "")


def title_words(title: str) -> frozenset[str]:
    """The words of a title that tell something, in small letters."""
    return frozenset(word for word in _WORD.findall(title.casefold()) if len(word) > 2 or word.isdigit())


def _names(entry: Entry) -> Iterator[str]:
    yield entry.dataset.iri
    for identifier in entry.dataset.identifier:
        yield identifier.value


def _files(dataset: Dataset) -> Iterator[str]:
    for one in dataset.distribution:
        yield from (*one.access_url, *one.download_url)


def _addresses(said: Iterable[str]) -> Iterator[str]:
    """Those that lead to one thing: what has a path or a question, not a whole site."""
    for one in said:
        address = read_address(one)
        if "/" in address or "?" in address:
            yield address


def _identifiers(dataset: Dataset, addresses: set[str]) -> Iterator[str]:
    """Identifiers that nobody gives twice, in the spelling in which they are compared."""
    stated = [one.value for one in dataset.identifier] + [
        str(one.notation.value) for one in dataset.other_identifier if one.notation
    ]
    for said in (*stated, dataset.key):
        yield from _unique(said)
    for address in addresses:
        if "arcgis.com/home/item.html" in address:
            yield from _unique(address)


def _unique(said: str) -> Iterator[str]:
    if doi := _DOI.search(said.strip()):
        yield "doi:" + doi.group(1).lower()
        return
    inner = _AROUND.sub(r"\g<inner>", said.strip().lower())
    found = _UUID.findall(inner)
    if len(found) != 1:
        return
    rest = inner.partition(found[0])[2]
    layer = _LAYER.search(rest)
    if not rest or layer or "id=" in inner:
        yield found[0].replace("-", "") + (f"_{layer.group(1)}" if layer else "")


def _title(dataset: Dataset) -> str:
    """The title's words and the publisher; "" where either is missing, or the title is a single word."""
    title = next((text.value for text in dataset.title if text.value.strip()), "")
    words = sorted(title_words(title))
    slug = dataset.publisher.slug if dataset.publisher else ""
    return f"{' '.join(words)} | {slug}" if len(words) > 1 and slug else ""


def _host(address: str) -> str:
    return read_address(address).partition("/")[0].partition("?")[0]
