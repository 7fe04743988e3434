"""What an answer is by its bytes, where its head says nothing, or something else."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from catalogue.linkage.answer import Answer

# Comments may come first; the pattern never goes back into one, so that a body of nothing else costs no time.
_HTML = re.compile(rb"(?>\s*<!--.*?-->)*+\s*+(?:<!doctype html|<html[\s>])", re.IGNORECASE | re.DOTALL)
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_VAGUE = frozenset(
    ("", "application/octet-stream", "binary/octet-stream", "application/download", "text/plain")
)
_MARKS = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # what XLS and DOC are in
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),  # GeoPackage too
)
_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(
    r"\.(csv|tsv|txt|json|geojson|jsonl|xml|rdf|ttl|nt|gml|kml|kmz|gpx|xlsx?|xlsm|ods|pdf|zip|gz|shp|gpkg|parquet|docx?)$",
    re.IGNORECASE,
)


def media_type_of(answer: Answer) -> str:
    """The media type of an answer: as its head has it, unless its bytes are a web page's, or say more than the head."""
    if is_page(answer):
        return answer.media_type if answer.media_type in _PAGES else "text/html"
    if answer.media_type in _VAGUE:
        return next((kind for mark, kind in _MARKS if answer.body.startswith(mark)), answer.media_type)
    return answer.media_type


def is_page(answer: Answer) -> bool:
    """Whether the answer is a web page, whatever it calls itself."""
    said = answer.media_type in _PAGES and answer.body.lstrip()[:1] in (b"", b"<")
    return said or bool(_HTML.match(answer.body))


def title_of(page: Answer) -> str:
    """The title of a web page as its source has it, on one line; "" where it has none."""
    title = _TITLE.search(page.body.decode("utf-8", "replace"))
    return " ".join(unescape(title[1]).split()) if title else ""


def page_for_file(url: str, answer: Answer) -> str:
    """That a web page came where the address ends like a file; "" where it is not so."""
    ending = _FILE.search(urlsplit(url).path)
    return (
        f"answered with a web page, though it ends in {ending[0].lower()}"
        if ending and is_page(answer)
        else ""
    )
