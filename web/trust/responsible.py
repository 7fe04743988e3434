"""Who answers for a dataset, whose portal it is, and what became of the record on its way here."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from catalogue.document import first_text
from vocab import Concept
from vocab.bodies import bodies_of, slug_of
from vocab.namespaces import DCAT, DCT
from web.pages.facts import say_word
from web.reasons import say_reason, short_reason
from web.trust.fact import CATALOGUE, PUBLISHER, Grounds, Group, Mark, TrustFact
from web.wording import say_count


def publisher(grounds: Grounds) -> TrustFact:
    """Who answers for the data, and whether the record names them."""
    agent = grounds.dataset.publisher
    if agent is None:
        said, how = "The record does not say who publishes it.", "no publisher stands in the record"
        return _who("publisher", Mark.UNSURE, said, how)
    name = first_text(agent.name) or agent.slug or agent.iri
    known = bodies_of(grounds.vocabulary).with_slug(agent.slug) if agent.slug else None
    mapping = grounds.mapping("publisher")
    filled = mapping is not None and not mapping.word
    return TrustFact(
        code="publisher",
        group=Group.WHO,
        mark=Mark.OK if known and not filled else Mark.TOLD,
        label="Publisher",
        said=f"{name} publishes it and answers for what it says.",
        by=CATALOGUE if filled else PUBLISHER,
        how=_named_how(mapping.word if mapping else "", mapping.how if mapping else "", filled=filled),
        link=grounds.links.organisation(agent.slug) if agent.slug else "",
        property=DCT.publisher,
    )


def _named_how(word: str, how: str, *, filled: bool) -> str:
    if filled:
        return f"the record names nobody; filled in by us: {say_reason(how)}"
    read = short_reason(how, word)
    if not word or read == "its name":
        return "the record names it"
    return f"the record names “{say_word(word)}”" + (f": {read}" if read else "")


def owner(grounds: Grounds) -> TrustFact:
    """Whether the portal is verified as the body's whose it is said to be, and whether it lists another's dataset."""
    portal, bodies = grounds.portal, bodies_of(grounds.vocabulary)
    if portal is None:
        return _owner(Mark.UNSURE, "The portal is no longer listed here.", "the list of portals")
    body = bodies.find(portal.body) if portal.body else None
    host = _host(portal.origin or portal.address)
    holder = bodies.at(host)
    fact = _owned(body, holder, host, grounds.vouched)
    return replace(fact, said=fact.said + _for_another(body or holder, grounds))


def _owned(body: Concept | None, holder: Concept | None, host: str, vouched: str) -> TrustFact:
    """By who was verified to be its body, else by the domain that it is at, else by what it was registered as."""
    if body and vouched:
        how = "registered from a mailbox at the body’s own domain"
        said = f"The portal is verified as that of {body.label()}."
        return replace(_owner(Mark.OK, said, how), at=vouched, by=body.label())
    if holder and body in (holder, None):
        said = f"The portal is at {host}, a web domain of {holder.label()}."
        return _owner(Mark.OK, said, "the web domains of public bodies that we hold")
    if body:
        said = f"The portal is listed here as that of {body.label()}; its address is at no domain of theirs."
        return _owner(Mark.TOLD, said, "as the portal was registered here")
    return _owner(Mark.UNSURE, "Whose portal it is has not been verified.", "nobody registered it as theirs")


def _for_another(body: Concept | None, grounds: Grounds) -> str:
    """That the portal's body is not who publishes, where both are known."""
    agent = grounds.dataset.publisher
    if body is None or agent is None or not agent.slug or agent.slug == slug_of(body):
        return ""
    return f" It lists this dataset for {first_text(agent.name) or agent.slug}."


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _owner(mark: Mark, said: str, how: str) -> TrustFact:
    return TrustFact(
        code="portal", group=Group.WHO, mark=mark, label="Portal", said=said, by=CATALOGUE, how=how
    )


def contact(grounds: Grounds) -> TrustFact:
    """Whether there is somebody to ask."""
    stated = [
        one
        for one in grounds.dataset.contact_point
        if one.has_email or one.has_url or one.has_telephone or one.fn or one.organization_name
    ]
    if not stated:
        return _who(
            "contact", Mark.UNSURE, "The publisher does not say whom to ask.", "no contact in the record"
        )
    reached = any(one.has_email or one.has_url or one.has_telephone for one in stated)
    said = (
        "There is somebody to ask." if reached else "Somebody to ask is named, without a way to reach them."
    )
    return TrustFact(
        code="contact",
        group=Group.WHO,
        mark=Mark.OK if reached else Mark.TOLD,
        label="Contact",
        said=said,
        by=PUBLISHER,
        how="the contact that the record gives",
        property=DCAT.contactPoint,
    )


def origin(grounds: Grounds) -> TrustFact:
    """Which portal it was read from, in which run, and that the record is kept as it was."""
    entry, run = grounds.entry, grounds.snapshot.run
    kind = f", a portal of the kind {grounds.portal.kind.replace('_', ' ')}" if grounds.portal else ""
    kept = " Its record is kept as published." if grounds.fetched else ""
    return TrustFact(
        code="origin",
        group=Group.WHO,
        mark=Mark.TOLD,
        label="Origin",
        said=f"Read from {grounds.portal_title}{kind}.{kept}",
        by=CATALOGUE,
        how=f"run {run} of the portal’s harvest changed it last",
        at=grounds.fetched,
        link=grounds.links.run(entry.portal, run),
        property=DCT.source,
    )


def alterations(grounds: Grounds) -> TrustFact:
    """How many of its words we read, filled in, or left as they are."""
    words = {(one.property, one.word, one.iri) for one in grounds.entry.mappings}
    read = sum(1 for _, word, iri in words if word and iri)
    filled = sum(1 for _, word, iri in words if not word)
    left = sum(1 for _, word, iri in words if word and not iri)
    told = [
        f"read {say_count(read, 'published word')} as shared terms" if read else "",
        f"filled in {say_count(filled, 'fact')}" if filled else "",
        f"left {say_count(left, 'word')} as {'it is' if left == 1 else 'they are'}" if left else "",
    ]
    parts = [one for one in told if one]
    said = f"We {_joined(parts)}." if parts else "We changed nothing of what was published."
    return TrustFact(
        code="changed-by-us",
        group=Group.WHO,
        mark=Mark.TOLD,
        label="What we changed",
        said=said,
        by=CATALOGUE,
        how="each stands beside what was published",
        at=grounds.snapshot.last_changed,
        link="#how" if parts else "",
    )


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _who(code: str, mark: Mark, said: str, how: str) -> TrustFact:
    return TrustFact(
        code=code, group=Group.WHO, mark=mark, label=code.capitalize(), said=said, by=PUBLISHER, how=how
    )
