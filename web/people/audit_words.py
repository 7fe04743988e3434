"""Lines of the audit log as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from catalogue.ledger.audit import AuditLine
from web.addresses import Addresses
from web.pages.operator import AuditRow

_LONGEST = 300


def audit_row(line: AuditLine, links: Addresses) -> AuditRow:
    """A line with its details in words, and the page of what it is about."""
    return AuditRow(line=line, details=_details(line.detail), address=_address(line.thing, links))


def _details(detail: Mapping[str, Any]) -> dict[str, str]:
    return {name: _said(value) for name, value in detail.items() if value not in (None, "", [], {})}


def _said(value: object) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return text[:_LONGEST]


def _address(thing: str, links: Addresses) -> str:
    kind, _, name = thing.partition("/")
    pages: dict[str, Callable[[str], str]] = {
        "portal": links.portal,
        "dataset": links.dataset,
        "reuse": lambda number: links.operator(f"stories/{number}"),
        "registration": lambda number: links.operator(f"registrations/{number}"),
    }
    return pages[kind](name) if kind in pages and name else ""
