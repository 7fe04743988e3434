"""IRIs: what a portal wrote as an address, made into one that every RDF tool accepts, or refused."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode

# Characters that RFC 3987 keeps out of an IRI, and "%" that begins no escape.
_UNSAFE = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]|%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]")
_ONE_SLASH = re.compile(r"^(https?):/(?!/)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def read_iri(text: str) -> str | None:
    """An absolute IRI, with unsafe characters percent-quoted; None where the text is no IRI at all."""
    tidy = _ONE_SLASH.sub(r"\1://", text.strip())
    if not _ABSOLUTE.match(tidy):
        return None
    quoted = _UNSAFE.sub(lambda found: quote(found.group(0), safe=""), tidy)
    return quoted if _valid(quoted) else None


def is_web_address(text: str) -> bool:
    """Whether the text is an http or https address; only such may become a link on a page."""
    return text[:8].lower().startswith(("http://", "https://"))


def _valid(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True
