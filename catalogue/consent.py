"""Consent: a portal's council agrees to its interface being asked, although robots.txt closes it to all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

OBEY, CONSENTED = "obey", "api-consented"
"""The values of a portal's setting `robots`."""

_CONSENT = re.compile(r"(\S.*?),\s*(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Who agreed for the portal that its interface is asked although robots.txt closes it, and on which day."""

    by: str
    on: str

    def __str__(self) -> str:
        return f"{self.by}, {self.on}"


def read_consent(text: str) -> Consent | None:
    """The inverse of str(Consent); None where a name or a real date is missing."""
    said = _CONSENT.fullmatch(text.strip())
    if not said:
        return None
    try:
        date.fromisoformat(said[2])
    except ValueError:
        return None
    return Consent(by=said[1], on=said[2])
