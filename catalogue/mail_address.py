"""Mail addresses that people write: read loosely from an operator, and strictly from anybody.

Only a mail that arrives proves one.
"""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from catalogue.errors import PortalError

LONGEST = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3)."""
_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


def check_mail_address(text: str) -> str:
    """`text`, or a PortalError where it is no mail address; an empty one is kept."""
    plain = text.strip()
    if plain and not _MAIL.fullmatch(plain):
        raise PortalError(f"{text!r} is no mail address; one such as data@leeds.example.gov.uk was expected")
    return plain


def read_mailbox(text: str) -> str:
    """The one mailbox that somebody typed, in small letters and its host in ASCII; "" where that is none.

    Nothing is looked up: what has no mailbox behind it gets no mail.
    """
    try:
        read = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return ""
    plain = f"{read.ascii_local_part}@{read.ascii_domain}".lower()
    return plain if len(plain) <= LONGEST else ""


def mailbox_of(address: str) -> str:
    """Where mail to an address ends up by the common habit: what follows a plus sign is the reader's own label."""
    local, _, host = address.rpartition("@")
    return f"{local.partition('+')[0]}@{host}"
