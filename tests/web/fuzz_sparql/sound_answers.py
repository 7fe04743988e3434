"""What every answer of the endpoint must be, whatever was asked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
from lxml import etree

import web
from web.openapi.answers import all_statuses
from web.views.sparql import OPERATIONS

STATUSES = {200, 304} | {status for each in OPERATIONS for status in all_statuses(each)}
PROBLEM = "application/problem+json"
GIVEN_AWAY = ("Traceback (most recent", 'File "', "site-packages", str(Path(web.__file__).parents[1]))


def check(status: int, content_type: str, body: bytes) -> None:
    """Fails unless the answer is whole and of the type that it says, or a problem told in a sentence."""
    assert status in STATUSES, (status, body[:300])
    assert status != 500
    text = body.decode()
    assert not [words for words in GIVEN_AWAY if words in text]
    media = content_type.partition(";")[0]
    if status >= 400 and media != "text/html":
        assert media == PROBLEM
        assert json.loads(text)["detail"].endswith("."), text
    else:
        _read(media, body)


def _read(media: str, body: bytes) -> None:
    """Raises unless the body is well formed and complete."""
    if media == "text/html":
        assert body.rstrip().endswith(b"</html>")
    elif media == "application/sparql-results+json":
        assert {"results", "boolean"} & json.loads(body).keys()
    elif media == "application/sparql-results+xml":
        assert etree.fromstring(body).tag.endswith("sparql")
    elif media in ("text/csv", "text/tab-separated-values"):
        rows = list(csv.reader(io.StringIO(body.decode()), strict=media == "text/csv"))
        assert rows or not body
    else:
        list(ox.parse(body, ox.RdfFormat.from_media_type(media)))
