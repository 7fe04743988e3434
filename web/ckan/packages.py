"""A dataset as CKAN's package (https://docs.ckan.org/en/2.11/api/#ckan.logic.action.get.package_show).

A package goes by the dataset's identifier alone, as `id` and as `name`: what a title is made into would change with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.document import first_text, licence_of, openness
from catalogue.indexes.words import keyword_name
from catalogue.ledger.held import get_held, list_held
from catalogue.model import Agent, Contact, Dataset
from catalogue.snapshot import Snapshot
from catalogue.values import Text
from vocab import Concept, Vocabulary
from web.ckan.extras import extras
from web.ckan.groups import brief_group
from web.ckan.organizations import brief_organization
from web.ckan.refusals import not_found
from web.ckan.resources import resources
from web.ckan.written import instant, mail
from web.names import NameTable
from web.site import Site

_SHORTEST_TAG = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Packer:
    """Makes packages, with the names of publishers and portals as they stood when it was made."""

    site: Site
    names: NameTable

    def pack(self, snapshot: Snapshot) -> dict[str, object]:
        """The package of a dataset."""
        entry, dataset = snapshot.entry, snapshot.entry.dataset
        listed = resources(entry.id, dataset, self.site.vocabulary)
        named = tags(dataset)
        return {
            "id": entry.id,
            "name": entry.id,
            "title": first_text(dataset.title),
            "notes": _notes(dataset.description),
            "type": "dataset",
            "state": "active",
            "private": False,
            "url": next(iter(dataset.landing_page), None) or entry.source or None,
            "version": dataset.version.value[:100] if dataset.version else None,
            **_people(dataset),
            **_licence(dataset, self.site.vocabulary),
            **self._owner(dataset.publisher),
            "metadata_created": instant(snapshot.first_seen),
            "metadata_modified": instant(snapshot.last_changed),
            "creator_user_id": None,
            "num_resources": len(listed),
            "num_tags": len(named),
            "resources": listed,
            "tags": named,
            "groups": [brief_group(concept) for concept in themes_of(dataset, self.site.vocabulary)],
            "extras": extras(snapshot, self.site, self.names.portals.get(entry.portal, entry.portal)),
            "relationships_as_subject": [],
            "relationships_as_object": [],
            **_translated("title", dataset.title),
            **_translated("notes", dataset.description),
        }

    def _owner(self, publisher: Agent | None) -> dict[str, object]:
        if publisher is None or not publisher.slug:
            return {"owner_org": None, "organization": None}
        title = self.names.publishers.get(publisher.slug) or first_text(publisher.name)
        owner = brief_organization(publisher.slug, title)
        return {"owner_org": owner["id"], "organization": owner}


def make_packer(site: Site) -> Packer:
    """One that knows the names as they are now."""
    return Packer(site=site, names=site.names.table())


def show(site: Site, name: str) -> dict[str, object]:
    """The package of that name. Raises CKAN's 404 for what there is not, and for what was withdrawn."""
    return make_packer(site).pack(shown(site, name))


def shown(site: Site, name: str) -> Snapshot:
    """What is held of a dataset that is shown. Raises CKAN's 404."""
    if not (name.isascii() and name.isalnum()):
        raise not_found()
    with site.ledger.reading() as connection:
        held = get_held(connection, name)
    if held is None or held.state == "withdrawn":
        raise not_found()
    return held.snapshot


def pack_all(site: Site, identifiers: Sequence[str]) -> list[dict[str, object]]:
    """The packages of datasets, in the order asked for; without those that were withdrawn meanwhile."""
    with site.ledger.reading() as connection:
        held = list_held(connection, tuple(identifiers))
    packer = make_packer(site)
    found = (held.get(identifier) for identifier in identifiers)
    return [packer.pack(one.snapshot) for one in found if one and one.state != "withdrawn"]


def tags(dataset: Dataset) -> list[dict[str, object]]:
    """The keywords as tags, by the alphabet of their names, each once; `display_name` is as the portal wrote it."""
    named = {keyword_name(text.value): text.value for text in reversed(dataset.keyword)}
    return [
        {"id": name, "name": name, "display_name": said, "state": "active", "vocabulary_id": None}
        for name, said in sorted(named.items())
        if len(name) >= _SHORTEST_TAG
    ]


def themes_of(dataset: Dataset, vocabulary: Vocabulary) -> Iterable[Concept]:
    """The themes that are known, each once."""
    found = (vocabulary.concept(term.iri) for term in dataset.theme if term.iri)
    return dict.fromkeys(one for one in found if one and one.scheme == "theme")


def _notes(texts: tuple[Text, ...]) -> str:
    """All that is said in the language of the text that comes first for an English reader."""
    first = first_text(texts)
    lang = next((text.lang for text in texts if text.value == first), "")
    return "\n\n".join(text.value for text in texts if text.lang == lang)


def _people(dataset: Dataset) -> dict[str, object]:
    """The author is who made it; the maintainer is whom to ask."""
    author = next(iter(dataset.creator), None) or Agent()
    contact = next(iter(dataset.contact_point), None) or Contact()
    return {
        "author": first_text(author.name) or None,
        "author_email": mail(author.mbox) or None,
        "maintainer": first_text(contact.fn) or None,
        "maintainer_email": mail(contact.has_email) or None,
    }


def _licence(dataset: Dataset, vocabulary: Vocabulary) -> dict[str, object]:
    """The licence by its code where it is known, else in the portal's words alone."""
    stated = licence_of(dataset)
    concept = vocabulary.concept(stated.iri) if stated and stated.iri else None
    found: dict[str, object] = {
        "license_id": concept.code if concept else None,
        "license_title": (stated.word if stated.own or not concept else concept.label()) if stated else None,
        "isopen": openness(stated, concept) == "open",
    }
    address = (stated.link or _web_address(stated.iri)) if stated else ""
    return found | ({"license_url": address} if address else {})


def _web_address(iri: str) -> str:
    return iri if iri.startswith("http") else ""


def _translated(name: str, texts: tuple[Text, ...]) -> Mapping[str, object]:
    """Texts by their language, as ckanext-fluent has them; nothing where there is one language alone."""
    by_language = {text.lang: text.value for text in reversed(texts) if text.lang}
    return {f"{name}_translated": by_language} if len(by_language) > 1 else {}
