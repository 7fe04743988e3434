"""What a dataset is linked with: what it says that it is part of, made from or related to, and what says so of it.

Portals link by addresses of their own, so those are looked up in the ledger; what leads to a dataset is asked of the
store, which knows nothing of it for a moment where it is busy: the page is worth showing alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.errors import StoreError
from catalogue.iri import is_web_address, read_iri
from catalogue.ledger.addressed import Addressed, datasets_at
from catalogue.ledger.held import titles_of
from catalogue.model import Dataset
from catalogue.property import lines
from vocab.namespaces import DCAT
from web.resource.naming import property_label
from web.resource.reading import MOST_LOOKED_AT, Told, count_inbound, read_inbound
from web.site import Site

RELATIONS = (
    *("in_series", "series_member", "is_part_of", "has_part", "is_version_of", "has_version"),
    *("has_current_version", "previous_version", "first", "last", "prev", "replaces", "source"),
    *("relation", "is_referenced_by"),
)
"""The fields of a dataset that lead to other data."""

_FEW = 10
_INTO = "into"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkItem:
    """One end of a link. `dataset` is its identifier here, "" for what is not ours; `address` may be ""."""

    iri: str
    text: str
    address: str
    dataset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """The links of one property: how many, a few of them, and where all are."""

    property: str
    label: str
    count: int
    items: tuple[LinkItem, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Links out of a dataset and into it."""

    outbound: tuple[LinkGroup, ...] = ()
    inbound: tuple[LinkGroup, ...] = ()

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(group.count for group in (*self.outbound, *self.inbound))


def find_links(site: Site, identifier: str, dataset: Dataset) -> Linked:
    """Both ways, named by titles."""
    out = [*_said(dataset)]
    try:
        into, counts = _told(site, identifier, dataset)
    except StoreError:
        into, counts = {}, {}
    shown = (one for each in into.values() for one in each[:_FEW])
    subjects = {one.graph.removeprefix(site.iris.dataset("")) for one in shown}
    if not (out or into):
        return Linked()
    with site.ledger.reading() as connection:
        ours = datasets_at(connection, (iri for _, iris in out for iri in iris))
        titles = titles_of(connection, sorted(subjects))
    here = site.iris.dataset(identifier)
    return Linked(
        outbound=tuple(
            _group(
                term,
                [_item(one, ours, site) for one in iris[:_FEW]],
                len(iris),
                site.links.resource(here, listed=term),
            )
            for term, iris in out
        ),
        inbound=tuple(
            _group(
                term,
                [_source(one, titles, site) for one in told[:_FEW]],
                counts.get(term, len(told)),
                site.links.resource(dataset.iri, way=_INTO, listed=term),
            )
            for term, told in into.items()
        ),
    )


def links_json(groups: Iterable[LinkGroup]) -> list[dict[str, object]]:
    """Links for programs."""
    return [
        {
            "property": group.property,
            "label": group.label,
            "count": group.count,
            "to": [
                {"iri": one.iri, "title": one.text, "dataset": one.dataset or None} for one in group.items
            ],
        }
        for group in groups
    ]


def _said(dataset: Dataset) -> Iterator[tuple[str, Sequence[str]]]:
    """Each property that leads to other data, with the addresses that it has."""
    fields = {line.name: line for line in lines(type(dataset))}
    for name in RELATIONS:
        held = getattr(dataset, name, None)
        values = held if isinstance(held, tuple) else (held,) if held else ()
        if values:
            yield fields[name].property.iri, values
    served = [
        iri for one in dataset.distribution for each in one.access_service for iri in each.serves_dataset
    ]
    if served := [one for one in dict.fromkeys(served) if one != dataset.iri]:
        yield DCAT.servesDataset, served


def _told(
    site: Site, identifier: str, dataset: Dataset
) -> tuple[Mapping[str, Sequence[Told]], Mapping[str, int]]:
    """What other descriptions say that leads to what the portal calls this dataset, each of them once a property;
    with the true counts where there is more than was looked at."""
    iri, here = read_iri(dataset.iri), site.iris.dataset(identifier)
    said = read_inbound(site.store, iri) if iri else ()
    counts = count_inbound(site.store, iri) if iri and len(said) >= MOST_LOOKED_AT else {}
    found: dict[str, dict[str, Told]] = {}
    for one in said:
        if one.graph != here and one.graph.startswith(site.iris.dataset("")):
            found.setdefault(one.property, {}).setdefault(one.graph, one)
    return {term: tuple(each.values()) for term, each in sorted(found.items())}, counts


def _group(term: str, items: Sequence[LinkItem], count: int, more: str) -> LinkGroup:
    return LinkGroup(
        property=term,
        label=property_label(term),
        count=count,
        items=tuple(items),
        more=more if count > len(items) else "",
    )


def _item(iri: str, ours: Mapping[str, Addressed], site: Site) -> LinkItem:
    known = ours.get(iri)
    if known:
        return LinkItem(
            iri=iri, text=known.title or known.id, address=site.links.dataset(known.id), dataset=known.id
        )
    concept = site.vocabulary.concept(iri)
    text = concept.label() if concept else iri
    return LinkItem(iri=iri, text=text, address=site.links.resource(iri) if is_web_address(iri) else "")


def _source(told: Told, titles: Mapping[str, str], site: Site) -> LinkItem:
    identifier = told.graph.removeprefix(site.iris.dataset(""))
    return LinkItem(
        iri=told.graph,
        text=titles.get(identifier) or identifier,
        address=site.links.dataset(identifier),
        dataset=identifier,
    )
