"""What people are written: plain text, whose only link is the one that it is about."""

from __future__ import annotations

from catalogue.registering.letters import Letter


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
