"""What people are written: plain text, whose only link is the one that it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail's subject and text."""

    subject: str
    text: str


def sign_in_letter(catalogue: str, email: str, link: str, minutes: int) -> Letter:
    """The link by which somebody signs in."""
    return Letter(
        subject=f"Sign in to {catalogue}",
        text=(
            f"Somebody, probably you, wants to sign in to {catalogue} as {email}.\n\n"
            f"Open this page and choose “Sign in” on it:\n\n{link}\n\n"
            f"It works once, within {minutes} minutes. If it was not you, do nothing: without this mail nobody "
            "gets in.\n"
        ),
    )


def refusal_letter(catalogue: str, title: str, reason: str) -> Letter:
    """An operator has refused a registration."""
    why = f"The reason given:\n\n{reason}\n\n" if reason else ""
    return Letter(
        subject=f"{catalogue}: {title} was not listed",
        text=f"You asked for {title} to be listed in {catalogue}. It was not.\n\n{why}",
    )


def approval_letter(catalogue: str, title: str, page: str) -> Letter:
    """An operator has approved a registration."""
    return Letter(
        subject=f"{catalogue}: {title} is listed",
        text=(
            f"You asked for {title} to be listed in {catalogue}. It is now, and will be harvested soon.\n\n"
            f"How its harvest stands:\n\n{page}\n"
        ),
    )
