"""The addresses that a dataset leads to, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from hashlib import sha256

from catalogue.checking.address import host_of
from catalogue.iri import is_web_address
from catalogue.model import Dataset


class Role(StrEnum):
    """As what an address is named: by a dataset as dcat:accessURL, dcat:downloadURL or dcat:landingPage, by a story as
    its evidence."""

    ACCESS = "access"
    DOWNLOAD = "download"
    PAGE = "page"
    EVIDENCE = "evidence"


def leads_of(dataset: Dataset) -> frozenset[tuple[str, Role]]:
    """Every web address of a dataset, as it is asked, with its role."""
    return frozenset((asked_as(url), role) for url, role in _named(dataset) if can_be_asked(url))


def asked_as(url: str) -> str:
    """The address without what stands behind `#`, which a server never sees (RFC 9110, 7.1)."""
    return url.strip().partition("#")[0]


def link_digest(url: str) -> str:
    """What a link is known by: addresses are longer than what databases index."""
    return sha256(asked_as(url).encode(errors="surrogatepass")).hexdigest()


def _named(dataset: Dataset) -> Iterator[tuple[str, Role]]:
    yield from ((url, Role.PAGE) for url in dataset.landing_page)
    for distribution in dataset.distribution:
        yield from ((url, Role.ACCESS) for url in distribution.access_url)
        yield from ((url, Role.DOWNLOAD) for url in distribution.download_url)


def can_be_asked(url: str) -> bool:
    """Whether it is an address of the web with a host that the ledger has room for (RFC 1035, 2.3.4)."""
    return is_web_address(url) and 0 < len(host_of(url)) <= 255
