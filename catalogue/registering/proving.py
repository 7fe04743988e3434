"""What a proven e-mail address proves: that somebody may speak for an organisation, or that a person must look."""

from __future__ import annotations

from urllib.parse import urlsplit

from catalogue.registering.asked import Asked, Registration, Step
from vocab import Concept
from vocab.bodies import Bodies


def writes_from(email: str, code: str, bodies: Bodies) -> bool:
    """Whether a mailbox is at the own domain of the body with that code, or below it."""
    body = bodies.find(code) if code else None
    owner = bodies.at(email.rpartition("@")[2])
    return body is not None and owner is not None and owner.iri == body.iri


def is_settled(asked: Asked, bodies: Bodies) -> bool:
    """Whether a portal may be registered as soon as its contact is proven.

    So it is where the contact writes from the organisation's own domain, unless the portal is on the domain of another.
    """
    owner = owner_of(asked.address, bodies)
    others = owner is not None and owner.code != asked.body
    return writes_from(asked.email, asked.body, bodies) and not others


def may_become(held: Registration, asked: Asked, bodies: Bodies) -> bool:
    """Whether a registered portal may be said to be another organisation's by whoever holds its private link.

    Only where the contact that was proven writes from the domain of that one; anything else an operator decides.
    """
    same = (held.asked.body, held.asked.organisation) == (asked.body, asked.organisation)
    proven = held.asked.email if held.proven else ""
    return same or held.step is not Step.REGISTERED or writes_from(proven, asked.body, bodies)


def owner_of(address: str, bodies: Bodies) -> Concept | None:
    """The body on whose domain an address is."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    return bodies.at(host)
