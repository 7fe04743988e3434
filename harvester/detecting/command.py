"""The command that asks an address which kind of portal it is."""

from __future__ import annotations

import sys

import click

from catalogue.console import say, say_json
from catalogue.settings import load_settings
from harvester.detecting.detect import detect as ask
from harvester.detecting.outcome import Found, Nothing, to_json

KIND_KNOWN = "If you know its kind, register it with --kind."
CONSENT_KNOWN = "With its consent, add --setting robots=api-consented --setting consent='NAME, DATE'."


@click.command("detect")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def detect(url: str, *, as_json: bool) -> None:
    """Say which kind of portal stands at URL, in at most 20 requests, and how we know.

    \b
    Example: stook detect https://data.example.gov.uk/dataset/litter-bins
    """
    outcome = ask(url, load_settings())
    if as_json:
        say_json(to_json(outcome))
    else:
        for line in lines(outcome):
            say(line)
    sys.exit(0 if isinstance(outcome, Found) else 2)


def lines(outcome: Found | Nothing) -> list[str]:
    """An outcome for a person."""
    if isinstance(outcome, Nothing):
        return [
            outcome.reason,
            f"{outcome.advice} {KIND_KNOWN}",
            f"Asked {outcome.requests} times:",
            *(f"  {one}" for one in outcome.tried),
        ]
    software = " ".join(part for part in (outcome.kind, outcome.version) if part)
    told = f"{software} at {outcome.address}" + (f" ({outcome.title})" if outcome.title else "")
    register = f"To register it: stook portal add {outcome.address} --kind {outcome.kind}"
    notes = [outcome.note] if outcome.note else []
    if outcome.closed:
        notes.append(CONSENT_KNOWN)
    return [told, f"How we know: {outcome.how}", *notes, f"Asked {outcome.requests} times.", register]
