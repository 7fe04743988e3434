"""Mail addresses that people write: read loosely, since only a mail that arrives proves one."""

from __future__ import annotations

import re

from catalogue.errors import PortalError

_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


def check_mail_address(text: str) -> str:
    """`text`, or a PortalError where it is no mail address; an empty one is kept."""
    plain = text.strip()
    if plain and not _MAIL.fullmatch(plain):
        raise PortalError(f"{text!r} is no mail address; one such as data@leeds.example.gov.uk was expected")
    return plain
