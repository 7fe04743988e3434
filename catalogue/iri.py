"""IRIs: what a portal wrote as an address, made into one that every RDF tool accepts, or refused."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode

# Characters that RFC 3987 keeps out of an IRI, and "%" that begins no escape.
_UNSAFE = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]|%(?![0-9A-Fa-f]{2})")
# A web address as most are, in which nothing is to be mended: the common case is spared the rest.
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?::\d{1,5})?(?:[/?](?:[\w./?&=:@!$'()*+,;~-]++|%[0-9A-Fa-f]{2})*+)?",
    re.ASCII,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]")
_ONE_SLASH = re.compile(r"^(https?):/(?!/)", re.IGNORECASE)
# A drive's letter, and a site without a host.
_NOWHERE = re.compile(r"[A-Za-z]:|https?:(?!//)|https?://(?:[/?#]|$)", re.IGNORECASE)
_BEHIND_HOST = re.compile(r"([^:/?#]+:(?://[^/?#]*)?)([^#]*#?)(.*)", re.DOTALL)
_BRACKETS = str.maketrans({"[": "%5B", "]": "%5D"})
_REMEMBERED = 2048  # characters; a longer text, such as a picture in a data: address, is not kept in memory


def read_iri(text: str) -> str | None:
    """An absolute IRI, with unsafe characters percent-quoted; None where the text is no IRI at all."""
    return _remembered(text) if len(text) <= _REMEMBERED else _read(text)


@lru_cache(maxsize=8192)
def _remembered(text: str) -> str | None:
    return _read(text)


def _read(text: str) -> str | None:
    if _PLAIN.fullmatch(text):
        return text
    tidy = _ONE_SLASH.sub(r"\1://", text.strip())
    if not _ABSOLUTE.match(tidy) or _NOWHERE.match(tidy):
        return None
    quoted = _UNSAFE.sub(lambda found: quote(found.group(0), safe=""), tidy)
    return next((iri for iri in (quoted, _repaired(quoted)) if _valid(iri)), None)


def _repaired(iri: str) -> str:
    """Brackets and a second "#" are allowed nowhere behind the host, and portals write both."""
    found = _BEHIND_HOST.fullmatch(iri)
    if found is None:
        return iri
    host, path, fragment = found.groups()
    return host + path.translate(_BRACKETS) + fragment.translate(_BRACKETS).replace("#", "%23")


def is_web_address(text: str) -> bool:
    """Whether the text is an http or https address; only such may become a link on a page."""
    return text[:8].lower().startswith(("http://", "https://"))


def _valid(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True
