"""Patience: how long we wait, and what is not tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response

from harvester.asking.patience import (
    LONGEST_WAIT,
    TRIES,
    PatienceMiddleware,
    PortalAsksToWait,
    backoff,
    read_retry_after,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Sun, 22 Nov 2026 09:02:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 09:02:00 -0000", 120.0),
        ("Sunday, 22-Nov-26 09:02:00 GMT", 120.0),
        ("Sat, 21 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("", None),
        ("Sun, 99 Nov 2026 09:02:00 GMT", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    """RFC 9110, 10.2.3; a date that has passed is no wait."""
    assert read_retry_after(value, now=NOW) == seconds


@given(st.text())
def test_no_retry_after_breaks_a_run(value: str) -> None:
    """It comes from outside."""
    found = read_retry_after(value, now=NOW)
    assert found is None or found >= 0


def test_the_pause_doubles_and_has_an_end() -> None:
    """With up to half as much again by chance."""
    assert [backoff(tries, 2, chance=lambda: 0) for tries in range(3)] == [2, 4, 8]
    assert backoff(0, 2, chance=lambda: 1) == 3
    assert backoff(50, 2, chance=lambda: 1) == LONGEST_WAIT


async def _answered(status: int, tries: int = 0, retry_after: str = "") -> Response | Request:
    request = Request("https://made.example/", meta={"tries": tries})
    headers = {"Retry-After": retry_after} if retry_after else {}
    response = Response(request.url, status=status, headers=headers)
    return await PatienceMiddleware(0.0).process_response(request, response)


def _run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_asked_again(status: int) -> None:
    """As often as we try, and no more."""
    again = _run(_answered(status))
    assert isinstance(again, Request)
    assert again.meta["tries"] == 1
    assert again.dont_filter
    assert isinstance(_run(_answered(status, tries=TRIES)), Response)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 410, 501])
def test_a_lasting_answer_is_taken_as_it_is(status: int) -> None:
    """A portal that says no is not asked again."""
    assert isinstance(_run(_answered(status)), Response)


def test_a_portal_that_asks_for_too_long_a_pause_is_left_alone() -> None:
    """The reason says for how long."""
    with pytest.raises(PortalAsksToWait, match="answered 429 and asked us to wait 7,200 seconds"):
        _run(_answered(429, retry_after="7200"))


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (DownloadTimeoutError("slow"), True),
        (ConnectionResetError("reset"), True),
        (CannotResolveHostError("name"), False),
        (DownloadCancelledError("large"), False),
        (IgnoreRequest("refused"), False),
        (ValueError("bug"), False),
    ],
)
def test_only_failures_that_may_pass_are_tried_again(error: Exception, again: bool) -> None:
    """A refused address stays refused, and a page too large stays too large."""
    request = Request("https://made.example/")
    found = _run(PatienceMiddleware(0.0).process_exception(request, error))
    assert isinstance(found, Request) is again
