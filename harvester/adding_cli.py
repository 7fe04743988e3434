"""The command that registers portals: by address, from a list, or by the name under which a portal is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from catalogue.by_command import note_command
from catalogue.console import say, say_json
from catalogue.errors import PortalError
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.portal import Portal
from catalogue.settings import Settings, load_settings
from harvester.detecting.detect import detect
from harvester.known.listing import Known, named
from harvester.registering import fetch_list, listed_portal, portal_from, register, told_of, with_kind


@dataclass(slots=True)
class Adding:
    """What came of a command: the portals registered, what was detected of them, and those left out, with reasons."""

    ledger: Ledger
    settings: Settings
    added: list[str] = field(default_factory=list)
    detected: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def one(self, portal: Portal, how: str = "") -> None:
        """Registers a portal; `how` says how its kind is known, where it was detected."""
        with self.ledger.writing() as connection:
            if register(connection, portal):
                note_command(
                    connection, "portal added", portal.slug, address=portal.address, kind=portal.kind
                )
        self.added.append(portal.slug)
        if how:
            self.detected[portal.slug] = f"{portal.kind}: {how}"

    def each_of(self, source: str) -> None:
        """Registers the portals of a list that can be registered."""
        for listed in fetch_list(source, self.settings):
            slug = str(listed["slug"])
            if listed.get("served") is False:
                self.skipped[slug] = str(listed.get("reason") or "it is not served")
                continue
            try:
                stated, how = with_kind(listed, self.settings)
                self.one(listed_portal(stated, self.settings), how)
            except PortalError as error:
                self.skipped[slug] = str(error)

    def tell(self, *, as_json: bool) -> None:
        """Says what came of it."""
        if as_json:
            skipped = [{"slug": slug, "reason": reason} for slug, reason in self.skipped.items()]
            say_json({"added": self.added, "skipped": skipped, "detected": self.detected})
            return
        say(f"{len(self.added)} registered: {', '.join(self.added)}" if self.added else "None registered.")
        for slug, how in self.detected.items():
            say(f"{slug} is {how}")
        for slug, reason in self.skipped.items():
            say(f"skipped {slug}: {reason}")


@click.command("add")
@click.argument("address", required=False)
@click.option("--from", "source", metavar="ADDRESS", help="Register every portal of the list at ADDRESS.")
@click.option("--known", "known_as", metavar="NAME", help="Register a portal that is known by that name.")
@click.option("--kind", default="", help="The portal's kind; detected when left out.")
@click.option("--slug", default="", help="Its short name here; made from the address when left out.")
@click.option("--title", default="", help="Its name for people.")
@click.option("--body", default="", help="Code of the council (GSS) or public body whose portal it is.")
@click.option(
    "--setting", "settings_", multiple=True, metavar="NAME=VALUE", help="An odd habit of the portal."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def add(
    address: str | None, *, source: str | None, known_as: str | None, as_json: bool, **described: Any
) -> None:
    """Register the portal at ADDRESS, a portal that is known, or every portal of a list.

    \b
    Examples: stook portal add https://data.example.gov.uk/dataset/litter-bins --body E08000035
              stook portal add https://data.example.gov.uk --kind ckan
              stook portal add --known barnet
              stook portal add --from http://127.0.0.1:8100/portals.json
    """
    settings = load_settings()
    if sum(map(bool, (address, source, known_as))) != 1:
        raise click.UsageError("give one ADDRESS, --known NAME, or --from ADDRESS of a list of portals")
    adding = Adding(open_ledger(settings.ledger_url), settings)
    if source:
        adding.each_of(source)
    else:
        known = named(known_as) if known_as else None
        stated = described if known is None else _stated(known, described)
        adding.one(*_described(known.address if known else str(address), stated, settings))
    adding.tell(as_json=as_json)


def _stated(known: Known, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is known of a portal, where the command line does not say otherwise."""
    facts = {"kind": known.kind, "slug": known.slug, "title": known.name, "body": known.body}
    return dict(said) | {name: said[name] or value for name, value in facts.items()}


def _described(address: str, said: Mapping[str, Any], settings: Settings) -> tuple[Portal, str]:
    """The portal that a command line describes, and how its kind is known where it had to be detected."""
    habits = _pairs(said["settings_"])
    if said["kind"]:
        more = {name: said[name] for name in ("kind", "slug", "title", "body")}
        return portal_from(address, **more, settings=habits, allow=settings.allow), ""
    told = told_of(detect(address, settings), address)
    portal = portal_from(
        told.address,
        kind=told.kind,
        slug=said["slug"],
        title=said["title"] or told.title,
        body=said["body"],
        settings=habits,
        allow=settings.allow,
    )
    return portal, f"{told.how} {told.note}".strip()


def _pairs(given: tuple[str, ...]) -> dict[str, str | float]:
    pairs = dict(pair.partition("=")[::2] for pair in given)
    return {
        name: float(value) if value.replace(".", "", 1).isdigit() else value for name, value in pairs.items()
    }
