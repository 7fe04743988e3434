"""The link in each mail about a portal, by which its reader is told of that portal no more.

What it carries is signed and never ends: whoever has the mail may stop such mails, and nobody else can.
"""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import BadSignature

from catalogue.signing import signer

_PURPOSE = "unsubscribe"
_LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscription:
    """Whose mails about which portal."""

    email: str
    portal: str


def to_token(key: str, wanted: Unsubscription) -> str:
    """What the link carries."""
    return str(signer(key, _PURPOSE).dumps([wanted.email, wanted.portal]))


def from_token(key: str, token: str) -> Unsubscription | None:
    """The inverse of to_token; None where we did not sign it."""
    try:
        said = signer(key, _PURPOSE).loads(token[:_LONGEST])
    except BadSignature:
        return None
    match said:
        case [str(email), str(portal)]:
            return Unsubscription(email=email, portal=portal)
    return None
