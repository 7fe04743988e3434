"""Failures in words: each ends a sentence that begins with an address."""

from __future__ import annotations

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from harvester.asking.failure import describe
from harvester.asking.guard import AddressRefused
from harvester.asking.patience import PortalAsksToWait


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (HttpError(Response("https://x.example/", status=404)), "answered 404 (Not Found)"),
        (HttpError(Response("https://x.example/", status=599)), "answered 599"),
        (DownloadTimeoutError(), "did not answer in time"),
        (TimeoutError(), "did not answer in time"),
        (DownloadConnectionRefusedError(), "refused the connection"),
        (CannotResolveHostError(), "is on a host whose name leads to no public address"),
        (DownloadCancelledError(), "sent more than one answer may have"),
        (ResponseDataLossError(), "broke off in the middle"),
        (DownloadFailedError(), "broke off the connection"),
        (UnsupportedURLSchemeError(), "is not a web address"),
        (IgnoreRequest("max redirections reached"), "leads from one address to the next without an end"),
        (
            IgnoreRequest("Ignored response <200 x> because its body exceeded DOWNLOAD_MAXSIZE (9 B)"),
            "sent more than one answer may have, once unpacked",
        ),
        (
            AddressRefused("10.0.0.1:80 is on a private network"),
            "was not asked: 10.0.0.1:80 is on a private network",
        ),
        (
            PortalAsksToWait("answered 429 and asked us to wait 900 seconds"),
            "answered 429 and asked us to wait 900 seconds",
        ),
        (RuntimeError("odd"), "could not be reached (RuntimeError)"),
    ],
)
def test_a_failure_is_told_without_our_words_for_it(error: Exception, words: str) -> None:
    """An officer reads it."""
    assert describe(Failure(error)) == words


def test_robots_txt_is_named_with_what_the_council_can_do() -> None:
    """Stock CKAN closes its interface to everybody."""
    said = describe(Failure(IgnoreRequest("Forbidden by robots.txt")))
    assert "the portal's robots.txt" in said
    assert "the council can agree" in said
