"""What points to a kind without proving it: the form of an address, a header, the text of a page, its links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from harvester.detecting.answer import Answer
from harvester.detecting.table import Hint, Table

_LINK = re.compile(r"""(?:href|src|action)\s{0,3}=\s{0,3}["']([^"'\s<>]{1,500})["']""", re.IGNORECASE)
_ALTERNATE = re.compile(r"<link\b[^>]{0,500}>", re.IGNORECASE)
_RDF_TYPES = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", "text/n3")
_HEADER_LINK = re.compile(r"<([^>]{1,500})>([^,<]{0,300})")
_LIST = re.compile(r"(dataset|inventor|catalog|register|list)[^/]*\.(csv|tsv|xlsx|ods)$", re.IGNORECASE)
_TEXT = 200_000  # characters of a page that are looked at
_LINKS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A hint that was found. `root` is the path of the portal's root as the hint tells it, None where it does not;
    `says` is what it goes by, as the end of a sentence."""

    kind: str
    weight: int
    root: str | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """All that one answer, or one address, points to: kinds, documents in RDF, tables that may list datasets, and
    other hosts it names."""

    kinds: tuple[Pointer, ...] = ()
    documents: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


def of_address(url: str, table: Table) -> tuple[Pointer, ...]:
    """What an address points to by its host and path."""
    parts = urlsplit(url)
    path = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
    found = (_of_path(path, hint) for hint in table.hints if hint.path)
    named = (hint for hint in table.hints if hint.host and hint.host.search(parts.hostname or ""))
    return (
        *(pointer for pointer in found if pointer),
        *(Pointer(kind=hint.kind, weight=hint.weight, says=f"it is at {parts.hostname}") for hint in named),
    )


def of_answer(answer: Answer, table: Table) -> Pointers:
    """What an answer points to by its headers, its text and its links to the same host."""
    head = [f"{name}: {value}" for name, value in answer.headers.items()]
    said = answer.body[:_TEXT].decode("utf-8", "replace")
    found = [
        Pointer(kind=hint.kind, weight=hint.weight, says=hint.says)
        for hint in table.hints
        if (hint.header and any(hint.header.search(line) for line in head))
        or (hint.body and hint.body.search(said))
    ]
    links = list(dict.fromkeys(urljoin(answer.url, link) for link in _links(said)))
    host = urlsplit(answer.url).netloc
    near = [link for link in links if urlsplit(link).netloc == host]
    return Pointers(
        kinds=(*found, *_of_links(near, table)),
        documents=tuple(_documents(answer, said)),
        tables=tuple(link for link in near if _LIST.search(urlsplit(link).path)),
        hosts=_other_hosts(links, host, table),
    )


def _of_path(path: str, hint: Hint) -> Pointer | None:
    match = hint.path.search(path) if hint.path else None
    if match is None:
        return None
    root = path[: match.end() if hint.inside else match.start()]
    return Pointer(kind=hint.kind, weight=hint.weight, root=root.partition("?")[0].rstrip("/"))


def _of_links(links: Iterable[str], table: Table) -> list[Pointer]:
    """The links of a page count little each, and once for each kind and root."""
    roots: dict[tuple[str, str | None], int] = defaultdict(int)
    for link in links:
        for pointer in of_address(link, table):
            roots[pointer.kind, pointer.root] = max(roots[pointer.kind, pointer.root], pointer.weight)
    return [Pointer(kind=kind, root=root, weight=(weight + 1) // 2) for (kind, root), weight in roots.items()]


def _links(said: str) -> Iterator[str]:
    for count, match in enumerate(_LINK.finditer(said)):
        if count >= _LINKS:
            return
        yield match.group(1)


def _documents(answer: Answer, said: str) -> Iterator[str]:
    """The documents in RDF that a page names as another form of itself, or of its catalogue."""
    for target, rest in _HEADER_LINK.findall(answer.headers.get("link", "")):
        if any(media in rest for media in _RDF_TYPES) and "alternate" in rest:
            yield urljoin(answer.url, target)
    for element in _ALTERNATE.findall(said):
        href = _LINK.search(element)
        if href and "alternate" in element and any(media in element for media in _RDF_TYPES):
            yield urljoin(answer.url, href.group(1))


def _other_hosts(links: Iterable[str], host: str, table: Table) -> tuple[str, ...]:
    """Other hosts that a page links to and that are known as portals' hosts."""
    found = (urlsplit(link).netloc for link in links)
    hints = [hint for hint in table.hints if hint.host]
    return tuple(
        dict.fromkeys(
            one
            for one in found
            if one != host and any(hint.host and hint.host.search(one.partition(":")[0]) for hint in hints)
        )
    )
