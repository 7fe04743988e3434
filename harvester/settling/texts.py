"""Words for people: made plain, with the language they are in."""

from __future__ import annotations

import re

from catalogue.plain import plain_line, plain_text
from catalogue.property import Line
from catalogue.values import Text
from harvester.settling.notes import Notes
from vocab.namespaces import DCT

_LONG = {DCT.description, DCT.provenance}
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def settle_text(text: Text, line: Line, notes: Notes) -> Text | None:
    """A text without markup, in the language that it or its portal states; None where it says nothing."""
    tidy = plain_text(text.value) if line.property.iri in _LONG else plain_line(text.value)
    lang = text.lang if _LANG.fullmatch(text.lang) else notes.portal.setting("language")
    return Text(tidy, lang) if tidy and tidy.lower() not in ("null", "none") else None
