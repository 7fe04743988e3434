"""The description of the search for browsers and programs (OpenSearch 1.1, https://github.com/dewitt/opensearch)."""

from __future__ import annotations

from xml.etree import ElementTree

from web.addresses import Addresses
from web.negotiation import ATOM, HTML, JSON

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
MEDIA_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"

_ASKED = "q={searchTerms}&page={startPage?}&limit={count?}"


def describe(iris: Addresses) -> bytes:
    """The description of the site at `iris`: a template for each form that a reader of it may want."""
    root = ElementTree.Element("OpenSearchDescription", xmlns=NAMESPACE)
    _sub(root, "ShortName", "Stook")
    _sub(root, "Description", "Search the open data that councils publish")
    for form in (HTML, ATOM, JSON):
        template = f"{iris.results(suffix=form.suffix)}?{_ASKED}"
        _sub(root, "Url", type=form.media_type, template=template, pageOffset="1")
    _sub(root, "Url", type=SUGGESTIONS, template=f"{iris.suggestions()}?q={{searchTerms}}&format=opensearch")
    _sub(root, "Url", type=MEDIA_TYPE, rel="self", template=iris.opensearch())
    _sub(root, "Image", f"{iris.base}/favicon.svg", type="image/svg+xml")
    _sub(root, "Query", role="example", searchTerms="bins")
    _sub(root, "Language", "en-GB")
    _sub(root, "InputEncoding", "UTF-8")
    _sub(root, "OutputEncoding", "UTF-8")
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _sub(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> None:
    ElementTree.SubElement(parent, tag, attributes).text = text or None
