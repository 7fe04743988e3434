"""Where a form may lead on to: a page of this site, whatever an address that somebody was given says."""

from __future__ import annotations

from urllib.parse import urlsplit

_LONGEST = 500


def own_path(text: str) -> str:
    """A path of ours with its query, as it was given; "" for anything that a browser could take elsewhere.

    Browsers read a backslash as a slash and drop tabs and line ends (https://url.spec.whatwg.org/#url-parsing), so
    `/\\evil.example` and `/<tab>/evil.example` lead to another host.
    """
    plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text
    if not plain or len(text) > _LONGEST or not text.startswith("/") or text.startswith("//"):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else text
