"""Addresses."""

from __future__ import annotations

from catalogue.iri import read_iri
from harvester.settling.notes import Notes


def settle_link(text: str, place: str, notes: Notes) -> str | None:
    """A whole address, an e-mail address as mailto:; None, with a finding, for anything else."""
    tidy = text.strip()
    if "@" in tidy and ":" not in tidy and " " not in tidy:
        tidy = f"mailto:{tidy}"
    iri = read_iri(tidy)
    if iri is None and tidy:
        notes.unread(
            "unreadable-address",
            place,
            tidy,
            "This is not a whole web address, so it cannot be followed.",
            "Give the whole address, beginning with https://",
        )
    return iri
