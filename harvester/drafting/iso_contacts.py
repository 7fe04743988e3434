"""Who stands behind an ISO record, by role (ISO 19115:2003 B.5.5, `CI_RoleCode`; GEMINI 23 and 35).

| model | role | where there is none |
|---|---|---|
| publisher | publisher | owner, custodian, resourceProvider, distributor, the contact, the record's own |
| creator | author, originator, principalInvestigator | – |
| contact_point | pointOfContact | custodian, owner, distributor, publisher, whoever has a mailbox, the record's own |
| qualified_attribution | every other role, and these where another took their place | – |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.model import Agent, Attribution, Contact
from catalogue.values import Term, Text
from harvester.drafting.iso_words import Tongues, code, plain
from harvester.formats import native
from harvester.formats.elements import each, one
from harvester.formats.xml import Element

PUBLISHERS = (
    "publisher",
    "owner",
    "custodian",
    "resourceProvider",
    "distributor",
    "pointOfContact",
    "author",
    "originator",
)
CONTACTS = ("pointOfContact", "custodian", "owner", "distributor", "publisher", "resourceProvider")
CREATORS = ("author", "originator", "principalInvestigator")
ROLES = "http://standards.iso.org/iso/19115/resources/Codelists/gml/CI_RoleCode.xml#CI_RoleCode_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party in one role: an organisation, a person or a post in it, and how to reach it."""

    role: str
    organisation: tuple[Text, ...] = ()
    person: str = ""
    post: str = ""
    email: str = ""
    telephone: str = ""
    page: str = ""

    @property
    def agent(self) -> Agent:
        """The party as who did something; a person only where no organisation is named."""
        name = self.organisation or _named(self.person or self.post)
        return Agent(name=name, homepage=self.page or None, mbox=native.mailbox(self.email))

    @property
    def contact(self) -> Contact:
        """The party as whom to ask."""
        name = _named(self.post or self.person) if self.organisation else _named(self.person or self.post)
        return Contact(
            fn=name or self.organisation,
            organization_name=self.organisation,
            has_email=native.mailbox(self.email),
            has_telephone=f"tel:{self.telephone}" if self.telephone else None,
            has_url=self.page or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The parties of a record, sorted to the places that the model has for them."""

    publisher: Agent | None = None
    creator: tuple[Agent, ...] = ()
    contact_point: tuple[Contact, ...] = ()
    qualified_attribution: tuple[Attribution, ...] = ()


def roles_of(root: Element, about: Element, tongues: Tongues) -> Roles:
    """The parties of the data (`about`), those of its citation and its distribution, and last the record's own."""
    said = (
        *each(about, "pointOfContact/*"),
        *each(about, "citation/CI_Citation/citedResponsibleParty/*"),
        *each(root, "distributionInfo/MD_Distribution/distributor/MD_Distributor/distributorContact/*"),
    )
    parties = list(dict.fromkeys(party for one in said for party in read_parties(one, tongues)))
    own = [party for one in each(root, "contact/*") for party in read_parties(one, tongues)]
    publisher = _first(parties, PUBLISHERS) or next(iter(parties), None) or _first(own, PUBLISHERS)
    contact = _reachable(parties) or _reachable(own) or _first(parties, CONTACTS) or _first(own, CONTACTS)
    creators = [party for party in parties if party.role in CREATORS]
    rest = [party for party in parties if party not in (publisher, contact) and party not in creators]
    return Roles(
        publisher=publisher.agent if publisher else None,
        creator=tuple(dict.fromkeys(party.agent for party in creators)),
        contact_point=(contact.contact,) if contact else (),
        qualified_attribution=tuple(dict.fromkeys(_attributed(party) for party in rest)),
    )


def read_parties(said: Element, tongues: Tongues) -> Iterator[Party]:
    """The parties of a `CI_ResponsibleParty` (19139) or a `CI_Responsibility` (19115-3), which may name several."""
    role = code(one(said, "role"))
    bodies = each(said, "party/CI_Organisation")
    people = each(said, "party/CI_Individual")
    if not bodies and not people:
        parties = [_old_party(said, role, tongues)]
    else:
        parties = [
            _new_party(body, body, one(body, "individual/CI_Individual"), role, tongues) for body in bodies
        ]
        parties += [_new_party(person, None, person, role, tongues) for person in people]
    yield from (party for party in parties if party.organisation or party.person or party.post or party.email)


def _old_party(said: Element, role: str, tongues: Tongues) -> Party:
    return Party(
        role=role,
        organisation=tongues.texts(said, "organisationName"),
        person=plain(said, "individualName"),
        post=plain(said, "positionName"),
        **_reached(each(said, "contactInfo/CI_Contact")),
    )


def _new_party(
    said: Element, body: Element | None, person: Element | None, role: str, tongues: Tongues
) -> Party:
    reached = [*each(said, "contactInfo/CI_Contact"), *each(person, "contactInfo/CI_Contact")]
    return Party(
        role=role,
        organisation=tongues.texts(body, "name"),
        person=plain(person, "name"),
        post=plain(person, "positionName"),
        **_reached(reached),
    )


def _reached(contacts: list[Element]) -> dict[str, str]:
    """How to reach a party. 19115-3 tells a voice from a fax by the type of the number."""
    found = {"email": "", "telephone": "", "page": ""}
    for contact in contacts:
        numbers = [
            plain(phone, "voice|number")
            for phone in each(contact, "phone/CI_Telephone")
            if code(one(phone, "numberType")) in ("", "voice")
        ]
        said = {
            "email": plain(contact, "address/CI_Address/electronicMailAddress"),
            "telephone": next(iter(numbers), ""),
            "page": native.iri(plain(contact, "onlineResource/CI_OnlineResource/linkage")),
        }
        found = {name: found[name] or value for name, value in said.items()}
    return found


def _first(parties: list[Party], wanted: tuple[str, ...]) -> Party | None:
    """The first party in the best of the roles; one that names an organisation before one that does not."""
    for role in wanted:
        found = sorted((one for one in parties if one.role == role), key=lambda one: not one.organisation)
        if found:
            return found[0]
    return None


def _reachable(parties: list[Party]) -> Party | None:
    reachable = [party for party in parties if party.email or party.page]
    return _first(reachable, CONTACTS) or next(iter(reachable), None)


def _attributed(party: Party) -> Attribution:
    return Attribution(agent=party.agent, had_role=(Term(ROLES + party.role),) if party.role else ())


def _named(name: str) -> tuple[Text, ...]:
    return (Text(name),) if name else ()
