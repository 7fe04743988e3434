"""/catalog and /data.json: everything, in the words of each profile, for those who harvest us."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from catalogue.clusters.standing import ALONE
from catalogue.document import first_text
from catalogue.graph import dataset_graph
from catalogue.ledger.clusters import standings
from catalogue.ledger.columns import columns_of_many
from catalogue.ledger.held import Held
from catalogue.ledger.kin import kin_names
from catalogue.ledger.outgoing import shown_page
from catalogue.ledger.scores import scores_of
from catalogue.profiles.catalog import catalog_triples, page_triples, running_of
from catalogue.profiles.dcat_ap import dcat_ap_triples
from catalogue.profiles.dcat_us import dcat_us_catalog, dcat_us_dataset
from catalogue.profiles.schema_org import to_document
from catalogue.snapshot import Snapshot
from vocab.namespaces import DCAT as DCAT_TERMS
from web.answers import Writer, answer, followed_by, negotiate, to_json
from web.catalogs import Leaf, address_of, read_asked, read_leaf, view_of
from web.negotiation import HTML, JSON, JSON_LD, RDF_FORMS, Form
from web.operations import PAGE, Operation, Parameter
from web.pages.catalog import CatalogPage, ListedDataset
from web.pages.page import Alternate, Paging
from web.profiles import (
    DCAT,
    DCAT_AP,
    DCAT_US,
    PARAMETERS,
    PROFILES,
    SCHEMA_ORG,
    Profile,
    choose_profile,
    forms_of,
    told_profile,
)
from web.rdf import serialise_whole
from web.rendering import render
from web.schema import EMPTY, STRING, either, every, record, text
from web.site import Site, site_of
from web.structured import speaker

_FORMS = (HTML, JSON, *RDF_FORMS)
_OF_FORM = {JSON.name: DCAT_US}
"""The profile of a form by which nothing else is written."""

_TOGETHER = 200
Describe = Callable[[Snapshot], bytes]


def catalog(request: Request) -> Response:
    """A page of whole datasets with their records and distributions."""
    site = site_of(request)
    asked = read_asked(request.query_params, site.index)
    profile = choose_profile(request)
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(
        request,
        forms_of(profile, _FORMS, name),
        lambda _, suffix: address_of(asked, site.links, suffix),
        name=name,
    )
    leaf = read_leaf(site, asked)
    writers: dict[str, Writer] = {
        HTML.name: lambda: render(_page(leaf, site, choice.alternates), site.templates),
        JSON.name: lambda: to_json(_data_json(leaf, site)),
        **{form.name: _rdf(leaf, site, profile, form) for form in RDF_FORMS},
    }
    if profile is SCHEMA_ORG:
        writers[JSON_LD.name] = lambda: to_json(_schema_org(leaf, site))
    response = answer(request, choice, writers, kind=DCAT_TERMS.Catalog)
    told_profile(response, site.links.catalog(), profile or _OF_FORM.get(choice.form.name, DCAT))
    return followed_by(response, view_of(leaf, site, choice.form.suffix, whole=False).next)


def data_json(request: Request) -> Response:
    """The whole catalogue as one data.json, written as it is read."""
    return StreamingResponse(_data_json_pieces(site_of(request)), media_type=JSON.media_type)


def _rdf(leaf: Leaf, site: Site, profile: Profile | None, form: Form) -> Writer:
    return lambda: serialise_whole(_triples(leaf, site, profile, form), form)


def _triples(leaf: Leaf, site: Site, profile: Profile | None, form: Form) -> bytes:
    snapshots = [one.snapshot for one in leaf.held]
    frame = catalog_triples(
        running_of(site.settings),
        view_of(leaf, site, form.suffix),
        snapshots,
        modified=leaf.modified,
        links=site.iris,
        vocabulary=site.vocabulary,
    )
    return page_triples(frame, snapshots, _describer(leaf, site, profile))


def _describer(leaf: Leaf, site: Site, profile: Profile | None) -> Describe:
    if profile is DCAT_AP:
        return lambda snapshot: dcat_ap_triples(snapshot, site.iris, site.vocabulary)
    with site.ledger.reading() as connection:
        names = [one.snapshot.entry.id for one in leaf.held]
        places, scored = standings(connection, names), scores_of(connection, names)
        tables = columns_of_many(connection, names)
        kins = kin_names(connection, names)

    def described(snapshot: Snapshot) -> bytes:
        name = snapshot.entry.id
        standing, scores = places.get(name, ALONE), scored.get(name)
        kin, told = kins.get(name, ""), tables.get(name, ())
        return dataset_graph(snapshot, site.iris, standing, scores, told, kin=kin)

    return described


def _data_json(leaf: Leaf, site: Site) -> dict[str, object]:
    entries = [dcat_us_dataset(one.snapshot, site.iris, site.vocabulary) for one in leaf.held]
    return dcat_us_catalog(site.iris) | {"dataset": entries}


def _data_json_pieces(site: Site) -> Iterator[bytes]:
    """A page of the ledger at a time, so that a slow reader holds up nobody and memory stays flat."""
    yield orjson.dumps(dcat_us_catalog(site.iris))[:-1] + b',"dataset":['
    last, between = "", b""
    while found := _after(site, last):
        for one in found:
            yield between + orjson.dumps(dcat_us_dataset(one.snapshot, site.iris, site.vocabulary))
            between = b",\n"
        last = found[-1].snapshot.entry.id
    yield b"]}\n"


def _after(site: Site, last: str) -> tuple[Held, ...]:
    with site.ledger.reading() as connection:
        return shown_page(connection, after=last, limit=_TOGETHER)


def _schema_org(leaf: Leaf, site: Site) -> Mapping[str, object]:
    running, say = running_of(site.settings), speaker(site)
    titles = site.names.table().portals
    entries = [one.snapshot for one in leaf.held]
    nodes = [say.dataset(one, portal=titles.get(one.entry.portal, "")) for one in entries]
    return to_document(say.catalog(running.description) | {"dataset": nodes})


def _page(leaf: Leaf, site: Site, alternates: tuple[Alternate, ...]) -> CatalogPage:
    view = view_of(leaf, site, "", whole=False)
    running = running_of(site.settings)
    return CatalogPage(
        title="The whole catalogue",
        alternates=alternates,
        running=running,
        total=leaf.total,
        modified=leaf.modified,
        datasets=tuple(_listed(one, site) for one in leaf.held),
        paging=Paging(number=leaf.asked.number, count=leaf.count, previous=view.previous, next=view.next),
        profiles=tuple(
            (one, site.links.catalog(one.forms[0].suffix, _profile=one.token)) for one in PROFILES
        ),
    )


def _listed(held: Held, site: Site) -> ListedDataset:
    entry = held.snapshot.entry
    return ListedDataset(
        title=first_text(entry.dataset.title) or entry.id,
        address=site.links.dataset(entry.id),
        changed=held.snapshot.last_changed,
    )


_DATA_JSON = record("DataJson", conformsTo=STRING, dataset=every({"type": "object"}))

OPERATIONS = (
    Operation(
        path="/catalog",
        view=catalog,
        about="All datasets with their records and distributions as DCAT, in pages that name the next one. Which are "
        "on which page goes by identifier, so that none is passed over while the catalogue changes.",
        group="Everything",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: _DATA_JSON},
        parameters=(
            PAGE,
            Parameter(name="after", about="The identifier that the page before ended with.", forgiving=True),
            Parameter(
                name="modified_since",
                about="Only what was added or has changed here at this date or instant, or since; without a zone it is "
                "in UTC.",
                schema=either(text(format="date"), text(format="date-time"), EMPTY),
                example="2026-01-01",
            ),
            Parameter(name="portal", about="Only those of this portal.", of="portal"),
            Parameter(name="publisher", about="Only those of this publisher.", of="publisher"),
            Parameter(
                name="theme", about="Only those of this theme, by its code, such as ENVI.", example="ENVI"
            ),
            *PARAMETERS,
        ),
        statuses={400: "The date cannot be read.", 406: "The catalogue has no such profile in this form."},
    ),
    Operation(
        path="/data.json",
        view=data_json,
        about="All datasets as a data.json, DCAT-US 1.1.",
        group="Everything",
        media=(JSON.media_type,),
        schemas={JSON.media_type: _DATA_JSON},
    ),
)
