"""Services whose bare address answers with an error, though they work: they want to be asked something.

WMS, WFS and their kin answer 400, or with an exception report, where `service` and `request` are missing (OGC 06-042,
7.2; OGC 06-121r3, 8); SPARQL endpoints where there is no query (SPARQL 1.1 Protocol, 2.1.4).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from catalogue.linkage.answer import Answer

_KINDS = ("WMS", "WFS", "WCS", "WMTS", "CSW", "SOS", "WPS")
_NAMED = re.compile(r"(?<![a-z])(wms|wfs|wcs|wmts|csw|sos|wps)(?:server)?(?![a-z])", re.IGNORECASE)
_ANY = re.compile(r"/ows/?$", re.IGNORECASE)
_SPARQL = re.compile(r"/sparql/?$", re.IGNORECASE)
_REPORT = re.compile(rb"<(?:[\w.-]+:)?(?:ServiceExceptionReport|ExceptionReport)[\s/>]")
_CAPABILITIES = re.compile(
    rb"<(?:[\w.-]+:)?(?:WMS_Capabilities|WMT_MS_Capabilities|WFS_Capabilities|WCS_Capabilities|Capabilities)[\s/>]"
)
_BOOLEAN = re.compile(rb"<boolean>|\"boolean\"\s*:")
_ASK = urlencode({"query": "ASK {}"})


def is_report(answer: Answer) -> bool:
    """Whether the answer is a service's exception report, with whatever status."""
    return bool(_REPORT.search(answer.body))


def is_bare(url: str) -> bool:
    """Whether an address asks a service nothing: no `request`, no `query`."""
    return not _asked(url) & {"request", "query"}


def proper_question(url: str, answer: Answer) -> str:
    """The address with what such a service wants to be asked; "" where it looks like none, or is asked already."""
    if not is_bare(url):
        return ""
    if _SPARQL.search(urlsplit(url).path):
        return _with(url, _ASK)
    kind = _kind(url, answer)
    if not kind:
        return ""
    named = {} if "service" in _asked(url) else {"service": kind}
    return _with(url, urlencode(named | {"request": "GetCapabilities"}))


def is_proper_answer(answer: Answer) -> bool:
    """Whether the answer is what a service says when it is asked properly: its capabilities, or yes or no."""
    return bool(_CAPABILITIES.search(answer.body) or _BOOLEAN.search(answer.body))


def _kind(url: str, answer: Answer) -> str:
    """WMS, WFS …, by what the address says, or else by what the service said; "" for neither."""
    parts = urlsplit(url)
    said = {name.lower(): value for name, value in parse_qsl(parts.query)}.get("service", "")
    found = _NAMED.search(said) or _NAMED.search(parts.path)
    if found:
        return found[1].upper()
    if is_report(answer) or _ANY.search(parts.path):
        text = answer.body.decode("latin-1").upper()
        return next((kind for kind in _KINDS if kind in text), "WMS")
    return ""


def _asked(url: str) -> set[str]:
    return {name.lower() for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}


def _with(url: str, query: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else query))
