"""What is written by mail about a registration. Nobody but the contact has proven anything when the first is sent, so
that none of it is text that somebody typed, and nobody can have us send their words to others."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from catalogue.links import Links
from catalogue.registering.asked import Registration, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, as plain text."""

    subject: str
    text: str


def proof_letter(held: Registration, link: str) -> Letter:
    """Asks the contact to open a link, which proves that the address is theirs."""
    place = _place(held)
    again = "You are to be the contact of" if held.portal else "Somebody, probably you, wants to list"
    return Letter(
        subject=f"Confirm your address for the portal at {place}",
        text=paragraphs(
            f"{again} the open data portal at {place} in this catalogue, and gave this e-mail address.",
            f"If that is right, open this link within seven days and press the button there:\n\n{link}",
            "If you know nothing of it, do nothing: without the link nothing comes of it, and you will hear no more.",
        ),
    )


def outcome_letter(held: Registration, links: Links, *, private: str = "") -> Letter:
    """Tells the contact, proven by then, what became of the registration; `private` is its private link."""
    place, kept = _place(held), f"Your private link, to change or end it:\n\n{private}" if private else ""
    if held.step is Step.REGISTERED:
        said = f"The open data portal at {place} is registered. Its first harvest begins by itself."
        page = f"How it goes, and what would make its data easier to find:\n\n{links.portal(held.portal)}"
        return Letter(subject=f"The portal at {place} is registered", text=paragraphs(said, page, kept))
    if held.step is Step.REFUSED:
        said = f"The open data portal at {place} was not registered."
        return Letter(
            subject=f"The portal at {place} was not registered", text=paragraphs(said, held.reason, kept)
        )
    said = (
        f"Your address is confirmed. An operator of this catalogue now looks at the registration of {place}, since "
        "your address, or the portal's, is not known here as the organisation's own. You will hear by mail."
    )
    return Letter(subject=f"The portal at {place} waits for an operator", text=paragraphs(said, kept))


def changed_letter(held: Registration) -> Letter:
    """Tells the contact until now that another is to take their place."""
    place = _place(held)
    return Letter(
        subject=f"Another contact for the portal at {place}",
        text=paragraphs(
            f"Whoever holds the private link of the portal at {place} has named another contact in your place.",
            "If that is not right, sign in to the catalogue with this address, or write to its operators.",
        ),
    )


def _place(held: Registration) -> str:
    """The host of the portal, which was looked at and is no text of anybody's choice."""
    return urlsplit(held.asked.address).hostname or held.asked.address


def paragraphs(*said: str) -> str:
    """The text of a mail: what is said, apart by empty lines."""
    return "\n\n".join(filter(None, said)) + "\n"
