"""Who publishes: the name that a portal gives, settled to one organisation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from catalogue.model import Agent
from catalogue.portal import Portal
from catalogue.values import Text, Typed
from vocab import Concept, Vocabulary, fold
from vocab.namespaces import XSD

Mapped = Callable[[str, str, str, str], None]
Unread = Callable[..., None]

_PLACEHOLDER = re.compile(r"\{\{.*\}\}|null|none|n/?a|unknown", re.IGNORECASE)


def settle_publisher(
    agent: Agent | None, portal: Portal, vocabulary: Vocabulary, mapped: Mapped, unread: Unread
) -> Agent | None:
    """The publisher as one organisation: a council by any of its names, else as named, else the portal's own.

    None where neither the record nor the portal says; a publisher is never guessed.
    """
    name = _name(agent)
    if agent is None or not name:
        return _default(portal, vocabulary, mapped)
    council = _council_iri(name, vocabulary)
    mapped("publisher", name, council, "name" if council else "")
    if portal.body and not council:
        unread(
            "unknown-publisher",
            "publisher",
            name,
            "The publisher's name is not one that we know for this council, so it is shown as published.",
            "Use the council's official name.",
        )
    return settle_agent(agent, vocabulary)


def settle_agent(agent: Agent, vocabulary: Vocabulary) -> Agent:
    """An agent with the slug of its page here; one that is a council gets its official name and GSS code."""
    name = _name(agent)
    if not name:
        return agent
    match = vocabulary.match("council", name)
    return _council(match.concept, agent) if match else replace(agent, slug=_slug(name))


def _default(portal: Portal, vocabulary: Vocabulary, mapped: Mapped) -> Agent | None:
    concept = vocabulary.find("council", portal.body) if portal.body else None
    name = portal.setting("publisher")
    if concept:
        mapped("publisher", "", concept.iri, "portal default")
        return _council(concept, Agent())
    if name:
        mapped("publisher", "", "", "portal default")
        return settle_agent(Agent(name=(Text(name),)), vocabulary)
    return None


def _council(concept: Concept, agent: Agent) -> Agent:
    gss = Typed(concept.code, XSD.string)
    return replace(
        agent,
        iri="",
        slug=concept.facts.get("slug") or _slug(concept.label()),
        name=tuple(Text(label.text, label.lang) for label in concept.labels),
        identifier=(gss, *(one for one in agent.identifier if one.value != concept.code)),
        same_as=tuple(dict.fromkeys((concept.iri, *agent.same_as))),
        homepage=agent.homepage or concept.facts.get("homepage"),
    )


def _council_iri(name: str, vocabulary: Vocabulary) -> str:
    match = vocabulary.match("council", name)
    return match.concept.iri if match else ""


def _name(agent: Agent | None) -> str:
    name = agent.name[0].value.strip() if agent and agent.name else ""
    return "" if _PLACEHOLDER.fullmatch(name) else name


def _slug(name: str) -> str:
    """A name as part of an address: its folded letters and digits, joined by hyphens, at most 80."""
    words = re.findall(r"[^\W_]+", fold(name), re.UNICODE)
    return "-".join(words)[:80].strip("-") or "unnamed"
