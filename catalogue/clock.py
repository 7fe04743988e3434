"""Instants as the ledger writes them: ISO 8601, UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now_utc() -> str:
    """This moment; called at the edges only, and handed in from there."""
    return to_instant(datetime.now(UTC))


def to_instant(moment: datetime) -> str:
    """A moment with its zone, as the ledger writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_instant(text: str) -> datetime:
    """The inverse of to_instant."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def shifted(instant: str, delta: timedelta) -> str:
    """An instant moved by a time span."""
    return to_instant(from_instant(instant) + delta)
