"""Who publishes: the name that a portal gives, settled to one organisation.

In this order: a correction made for the portal; the name itself; the publisher's own address or mailbox; what
only the portal of a body explains; the contact's mailbox; and, where the record says nothing, the portal's own.
A name that looks like another organisation and is known to nobody stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from catalogue.model import Agent, Contact
from catalogue.values import Text, Typed
from harvester.settling.home import Home, Place, home_of
from harvester.settling.notes import Notes
from harvester.settling.own import read_own
from vocab import Concept, fold
from vocab.bodies import Bodies, Reading, bodies_of, looks_like_another, slug_of
from vocab.namespaces import XSD
from vocab.rules.units import UNITS

_PLACEHOLDER = re.compile(r"\{\{.*\}\}|null|none|n/?a|unknown|-+|\.+", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,8}[a-z]{2,12}/?", re.IGNORECASE)
_GENERAL = frozenset(
    {
        "ministerial department", "non-ministerial department", "executive agency", "public body", "charity",
        "executive non-departmental public body", "legislature", "advisory non-departmental public body",
    }
)  # fmt: skip
_TELLING = frozenset(
    {
        "britain", "british", "england", "english", "gb", "hm", "kingdom", "london", "nhs", "northern", "scotland",
        "scottish", "uk", "wales", "welsh",
    }
)  # fmt: skip


def settle_publisher(agent: Agent | None, contacts: Iterable[Contact], notes: Notes) -> Agent | None:
    """The publisher as one organisation: a body that we know, else as named, else the portal's own.

    None where neither the record nor the portal says; a publisher is never guessed.
    """
    name = _name(agent)
    corrected = notes.portal.correction("publisher", name) if name else None
    if agent is None or not name or corrected == "":
        return _default(contacts, notes)
    home, bodies = home_of(notes.portal, notes.vocabulary), bodies_of(notes.vocabulary)
    reading = _corrected(corrected, bodies) or _read(name, agent, tuple(contacts), home)
    if reading:
        notes.mapped("publisher", name, reading.body.iri, reading.how)
        return _known(reading.body, agent)
    notes.mapped("publisher", name, "", "" if home.place is Place.BRITISH else "kept as named")
    if home.place is Place.BRITISH:
        _unread(name, notes)
    return _as_named(agent, name, notes)


def settle_agent(agent: Agent, notes: Notes, place: str = "") -> Agent:
    """An agent with the slug of its page here; one that is a body by its name gets its official name, which is noted
    of a `place`."""
    name = _name(agent)
    if not name:
        return agent
    reading = _by_name(name, home_of(notes.portal, notes.vocabulary))
    if reading is None:
        return _as_named(agent, name, notes)
    if place:
        notes.mapped(place, name, reading.body.iri, reading.how)
    return _known(reading.body, agent)


def _read(name: str, agent: Agent, contacts: tuple[Contact, ...], home: Home) -> Reading | None:
    return (
        _by_name_or_address(name, home)
        or _by_own_place(name, agent, home)
        or _by_portal(name, home)
        or _by_contact(name, contacts, home.bodies)
    )


@lru_cache(maxsize=4096)
def _by_name_or_address(name: str, home: Home) -> Reading | None:
    return _by_name(name, home) or _by_address(name, home)


@lru_cache(maxsize=4096)
def _by_portal(name: str, home: Home) -> Reading | None:
    return read_own(name, home)


def _corrected(code: str | None, bodies: Bodies) -> Reading | None:
    body = bodies.find(code) if code else None
    return Reading(body=body, how="correction for this portal") if body else None


@lru_cache(maxsize=4096)
def _by_name(name: str, home: Home) -> Reading | None:
    """The body of that name. Beyond British portals only a whole name that no other country has."""
    bodies = home.bodies
    if home.place is Place.BRITISH:
        return bodies.named(name, home.nation)
    reading = bodies.named_in_full(name) if home.place is Place.UNKNOWN else None
    if reading is None or reading.body.scheme == "council":
        return reading
    general = reading.body.facts.get("tier") in _GENERAL and _TELLING.isdisjoint(fold(name).split())
    return None if general else reading


def _by_address(name: str, home: Home) -> Reading | None:
    """A name that is a mailbox, a host or an address: the body whose domain it is, or whose name ends it."""
    bodies = home.bodies
    if "@" in name:
        words = re.split(r"[\s<>()]+", name)
        return _at_domain(next((word for word in words if "@" in word), ""), bodies)
    if not _HOST.fullmatch(name.strip()) and "://" not in name:
        return None
    body = bodies.at(_host(name))
    if body:
        return Reading(body=body, how=f"its web domain, {_host(name)}")
    last = name.rstrip("/").rpartition("/")[2]
    joined = bodies.joined(last.replace("-", "")) if "://" in name and home.place is Place.BRITISH else None
    return (
        Reading(body=joined, how=f"an address that ends in its name, “{last}”", sure=False)
        if joined
        else None
    )


def _by_own_place(name: str, agent: Agent, home: Home) -> Reading | None:
    """By the publisher's own mailbox or home page.

    Another organisation may have a page on the portal of a body: then the domain says nothing of it.
    """
    for place in (agent.mbox, agent.homepage):
        reading = _at_domain(place, home.bodies)
        if reading is None:
            continue
        guest = looks_like_another(fold(name).split()) or _host(place or "") == home.host
        if not (guest and reading.body == home.body):
            return reading
    return None


def _by_contact(name: str, contacts: tuple[Contact, ...], bodies: Bodies) -> Reading | None:
    """By the domain of the contact's mailbox, where the publisher is a team, or the person who writes from it."""
    for contact in contacts:
        reading = _at_domain(contact.has_email, bodies)
        if reading is None:
            continue
        words = fold(name).split()
        team = all(word in UNITS for word in words)
        box = fold((contact.has_email or "").removeprefix("mailto:").partition("@")[0])
        person = len(words) > 1 and words[-1] in box and not looks_like_another(words)
        if team or person:
            return replace(reading, how=f"the contact's mailbox: {reading.how}", sure=False)
    return None


def _at_domain(place: str | None, bodies: Bodies) -> Reading | None:
    host = _host(place or "")
    body = bodies.at(host) if host else None
    return Reading(body=body, how=f"its web domain, {host}") if body else None


def _default(contacts: Iterable[Contact], notes: Notes) -> Agent | None:
    """Who publishes where the record does not say: by the contact's mailbox, else the portal's own."""
    home, bodies = home_of(notes.portal, notes.vocabulary), bodies_of(notes.vocabulary)
    written = next((one for contact in contacts if (one := _at_domain(contact.has_email, bodies))), None)
    if written:
        notes.mapped("publisher", "", written.body.iri, f"the contact's mailbox: {written.how}")
        return _known(written.body, Agent())
    if home.body:
        notes.mapped("publisher", "", home.body.iri, "portal default")
        return _known(home.body, Agent())
    named = notes.portal.setting("publisher")
    if not named:
        return None
    settled = settle_agent(Agent(name=(Text(named),)), notes)
    body = bodies.with_slug(settled.slug)
    notes.mapped("publisher", "", body.iri if body else "", "portal setting")
    return settled


def _known(body: Concept, agent: Agent) -> Agent:
    """The organisation that a body is. A council's area is not the council: it is where it serves."""
    code = Typed(body.code, XSD.string)
    area = body.facts.get("area")
    return replace(
        agent,
        iri="",
        slug=slug_of(body),
        name=tuple(Text(label.text, label.lang) for label in body.labels),
        identifier=(code, *(one for one in agent.identifier if one.value != body.code)),
        spatial=tuple(dict.fromkeys((*([area] if area else []), *agent.spatial))),
        same_as=tuple(dict.fromkeys((*body.exact_matches, *agent.same_as))),
        homepage=body.facts.get("homepage") or agent.homepage,
    )


def _as_named(agent: Agent, name: str, notes: Notes) -> Agent:
    """An agent that nobody knows. The page of a body that merely has the same slug is not its page."""
    slug = _slug(name)
    if bodies_of(notes.vocabulary).with_slug(slug):
        slug = f"{slug[:40]}-{notes.portal.slug}"[:80].strip("-")
    return replace(agent, slug=slug)


def _unread(name: str, notes: Notes) -> None:
    notes.unread(
        "unknown-publisher",
        "publisher",
        name,
        "The publisher's name is not one that we know, so it is shown as published.",
        "Use the organisation's official name.",
    )


def _host(place: str) -> str:
    """The host of an address or a mailbox; "" where there is none."""
    text = place.strip().removeprefix("mailto:")
    if "://" not in text:
        return text.rpartition("@")[2].partition("/")[0].partition("?")[0]
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""


def _name(agent: Agent | None) -> str:
    """What a record calls its publisher: its name, else the address by which it is identified."""
    if agent is None:
        return ""
    name = agent.name[0].value.strip() if agent.name else ""
    return "" if _PLACEHOLDER.fullmatch(name) else name


@lru_cache(maxsize=4096)
def _slug(name: str) -> str:
    """A name as part of an address: its folded letters and digits, joined by hyphens, at most 80."""
    words = re.findall(r"[^\W_]+", fold(name), re.UNICODE)
    return "-".join(words)[:80].strip("-") or "unnamed"
