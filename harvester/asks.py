"""A spider's requests as the ledger keeps them: JSON values that another process can make again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from scrapy import Request

from catalogue.ledger.runs import Ask


def to_ask(request: Request) -> Ask:
    """A request as JSON values, so that another process can make it."""
    held = _held(request)
    name = f"{held['method']} {request.url}\n{held['body']}\n{held['reader']}"
    return Ask(fingerprint=hashlib.sha256(name.encode()).hexdigest(), url=request.url, request=held)


def to_request(ask: Ask, receive: Callable[..., Any], lost: Callable[..., Any]) -> Request:
    """The inverse of to_ask, answered through the desk."""
    held = ask.request
    meta = {
        "ask": ask.fingerprint,
        "reader": held["reader"],
        "values": held["values"],
        "otherwise": held["otherwise"],
        "if_closed": held.get("if_closed", ()),
        "before": held["before"],
        "control": held.get("control", ""),
    }
    return Request(
        ask.url,
        method=held["method"],
        body=held["body"],
        headers=held["headers"],
        callback=receive,
        errback=lost,
        meta=meta,
        dont_filter=True,
    )


def again(request: Request) -> Request:
    """The same request anew, at the address it had before any redirect."""
    meta = {
        name: request.meta[name]
        for name in ("ask", "reader", "values", "otherwise", "if_closed", "before", "control")
    }
    return request.replace(url=first_url(request), meta=meta, dont_filter=True)


def first_url(request: Request) -> str:
    """The address that was asked before any redirect."""
    return str(request.meta.get("redirect_urls", [request.url])[0])


def _held(request: Request) -> dict[str, Any]:
    reader = request.meta.get("reader") or getattr(request.callback, "__name__", "")
    return {
        "url": request.url,
        "method": request.method,
        "body": request.body.decode("utf-8", "replace"),
        "headers": {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in request.headers.items()
        },
        "reader": reader,
        "values": request.meta.get("values", request.cb_kwargs),
        "before": request.meta.get("before", ""),
        "control": request.meta.get("control", ""),
        **{
            name: [one if isinstance(one, dict) else _held(one) for one in request.meta.get(name, ())]
            for name in ("otherwise", "if_closed")
        },
    }
