"""What CKAN answers when it does not answer (https://docs.ckan.org/en/2.11/api/#making-an-api-request)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_REFUSED = Path(__file__).with_name("refused.csv")


class Refusal(Exception):
    """Ends an action: a status, and the `error` object of CKAN's envelope."""

    def __init__(self, status: int, kind: str, error: Mapping[str, object]) -> None:
        super().__init__(f"{status} {kind}")
        self.status = status
        self.error = {**error, "__type": kind}


def not_found(what: str = "") -> Refusal:
    """Nothing has that name, or nothing that may be seen."""
    return Refusal(404, "Not Found Error", {"message": f"Not found: {what}" if what else "Not found"})


def invalid(name: str, *messages: str) -> Refusal:
    """A parameter that is not what was expected."""
    return Refusal(409, "Validation Error", {name: list(messages)})


def unsearchable(why: str) -> Refusal:
    """A search that cannot be read; `why` is a sentence without its full stop."""
    return Refusal(400, "Search Query Error", {"message": f"Search Query is invalid: Search error: {why}."})


def denied(action: str) -> Refusal:
    """What anonymous visitors may not do, which here are all."""
    message = (
        f"Access denied: {action} needs an account, and this catalogue has none: it is read here, not written"
    )
    return Refusal(403, "Authorization Error", {"message": message})


@cache
def refused() -> frozenset[str]:
    """The names of CKAN's actions that a visitor without an account may not use."""
    lines = _REFUSED.read_text("utf-8").splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    return frozenset(name for name, *_ in rows if name != "action")
