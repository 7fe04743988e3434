"""What a cell can mean: a concept or a dataset, under the path of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from catalogue.document import first_text
from catalogue.ledger.held import list_held
from catalogue.model import Dataset
from vocab import Concept
from web.reconciling.kinds import BY_SCHEME, DATASET, Kind
from web.site import Site

_LONGEST_ID = 400
_IDENTIFIER = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing. `id` is the path of its page, to which the identifier space is put in front; `concept` or `dataset`
    is what is known of it: a dataset found by a search has neither until it is read."""

    kind: Kind
    id: str
    name: str
    about: str
    concept: Concept | None = None
    dataset: Dataset | None = None

    def reference(self) -> dict[str, str]:
        """As a value of a property names it."""
        return {"id": self.id, "name": self.name}


def concept_entity(site: Site, concept: Concept) -> Entity:
    """A concept of one of the kinds."""
    return Entity(
        kind=BY_SCHEME[concept.scheme],
        id=site.links.vocabulary(concept.scheme, concept.code)[1:],
        name=concept.label(),
        about=_about(site, concept),
        concept=concept,
    )


def dataset_entity(site: Site, identifier: str, title: str, publisher: str) -> Entity:
    """A dataset as a search found it."""
    about = f"Dataset of {publisher}" if publisher else "Dataset"
    return Entity(kind=DATASET, id=site.links.dataset(identifier)[1:], name=title, about=about)


def entity_named(site: Site, iri: str) -> Entity | None:
    """The concept that an IRI names, where it is of one of the kinds."""
    concept = site.vocabulary.concept(iri)
    return concept_entity(site, concept) if concept and concept.scheme in BY_SCHEME else None


def entities_at(site: Site, ids: Sequence[str]) -> dict[str, Entity]:
    """Those of some ids that are something here; an id may be the whole IRI as well."""
    paths = {one: one.removeprefix(f"{site.iris.base}/")[:_LONGEST_ID].split("/") for one in ids}
    found = {one: entity for one, path in paths.items() if (entity := _concept_at(site, path))}
    wanted = {one: path[1] for one, path in paths.items() if _is_dataset(path)}
    return found | _datasets_at(site, wanted) if wanted else found


def _is_dataset(path: Sequence[str]) -> bool:
    return len(path) == 2 and path[0] == "dataset" and bool(_IDENTIFIER.fullmatch(path[1]))


def _concept_at(site: Site, path: Sequence[str]) -> Entity | None:
    if len(path) != 3 or path[0] != "vocabulary" or path[1] not in BY_SCHEME:
        return None
    concept = site.vocabulary.find(path[1], unquote(path[2]))
    return concept_entity(site, concept) if concept else None


def _datasets_at(site: Site, wanted: dict[str, str]) -> dict[str, Entity]:
    with site.ledger.reading() as connection:
        held = list_held(connection, tuple(set(wanted.values())))
    return {
        one: _dataset_held(site, identifier, held[identifier].snapshot.entry.dataset)
        for one, identifier in wanted.items()
        if identifier in held
    }


def _dataset_held(site: Site, identifier: str, dataset: Dataset) -> Entity:
    publisher = first_text(dataset.publisher.name) if dataset.publisher else ""
    title = first_text(dataset.title) or "Without a title"
    found = dataset_entity(site, identifier, title, publisher)
    return Entity(kind=found.kind, id=found.id, name=found.name, about=found.about, dataset=dataset)


def _about(site: Site, concept: Concept) -> str:
    """What tells it from others of its name: what it is, what is around it, whether it still is."""
    within = [site.vocabulary.label(iri) or "" for iri in concept.broader[:1]]
    tier = concept.facts.get("tier", "")
    said = [tier, concept.facts.get("nation", "")] if tier else [concept.definition[:160]]
    said += [f"in {name}" for name in within if name and concept.scheme == "place"]
    successors = [site.vocabulary.label(iri) or "" for iri in concept.replaced_by]
    if concept.former:
        said.append(f"abolished, now {' and '.join(filter(None, successors))}" if successors else "abolished")
    return ", ".join(part.rstrip(".") for part in said if part)
