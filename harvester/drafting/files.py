"""What portals say of a file beside its address."""

from __future__ import annotations

from catalogue.model import Checksum
from catalogue.values import Term, Typed
from harvester.formats.native import first, text
from vocab.namespaces import XSD

_ALGORITHMS = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 128: "SHA-512"}


def checksum(value: object, algorithm: object = "") -> Checksum | None:
    """A checksum by its method, told or read from its length; one whose method stays unknown is dropped."""
    digest = text(value).rpartition(":")[2]
    method = first(algorithm, _ALGORITHMS.get(len(digest)))
    if not digest or not method:
        return None
    return Checksum(algorithm=Term(method), checksum_value=Typed(digest, XSD.hexBinary))


def absolute(url: str, site: str) -> str:
    """A file's address; one that is written without its host stands on the portal, whose address is `site`."""
    return f"{site}{url}" if url.startswith("/") and not url.startswith("//") else url
