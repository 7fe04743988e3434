"""/dataset/{id}: one dataset in every form, and its record as the portal published it."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.clusters.standing import ALONE
from catalogue.graph import dataset_graph, tombstone
from catalogue.ledger.clusters import standings
from catalogue.ledger.held import Held, Published, get_held, get_published, history
from catalogue.ledger.kin import kin_names
from catalogue.ledger.link_checks import checks_of
from catalogue.ledger.renaming import list_former_keys
from catalogue.ledger.scores import misses_of, score_of
from catalogue.ledger.status import portal_findings
from catalogue.reuses.story import What
from web.answers import Missing, answer, negotiate
from web.described import profile_writers
from web.documents import DATASET_SCHEMA, dataset_json
from web.joining.reading import joins_part
from web.linking import find_links
from web.negotiation import HTML, JSON, THING_FORMS
from web.operations import PROBLEMS, Operation, Parameter
from web.pages.dataset import Beside, DatasetReading, make_dataset_page
from web.problems import MOVED, not_found
from web.profiles import DCAT, PARAMETERS, choose_profile, forms_of, told_profile
from web.related import find_relatives
from web.schema import STRING
from web.site import Site, site_of
from web.stories.beside import stories_part
from web.trust.reading import read_grounds
from web.writers import thing_writers

_IDENTIFIER = re.compile(r"[a-z0-9-]{1,40}")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_CHECKED = 200  # links whose history is told
_ENDINGS = {
    "application/json": "json",
    "application/ld+json": "jsonld",
    "text/turtle": "ttl",
    "text/xml": "xml",
}
_ENDINGS |= {"application/rdf+xml": "rdf", "application/xml": "xml", "application/n-triples": "nt"}


def dataset(request: Request) -> Response:
    """The dataset; 410 with the last that was known of it where it has been withdrawn."""
    site = site_of(request)
    name, profile = request.path_params["name"], choose_profile(request)
    choice = negotiate(request, forms_of(profile, THING_FORMS, name), site.links.dataset, name=name)
    reading = read_dataset(site, choice.name, choice.missing)
    writers = thing_writers(
        site,
        page=lambda: make_dataset_page(reading, site, choice.alternates, _beside(site, reading)),
        json=lambda: dataset_json(reading, site, _beside(site, reading)),
        quads=lambda: _graph(reading, site),
    )
    writers |= profile_writers(profile, reading.held.snapshot, site)
    status = 410 if reading.held.state == "withdrawn" else 200
    kind = type(reading.held.snapshot.entry.dataset).rdf_type
    response = answer(request, choice, writers, status=status, kind=kind)
    return told_profile(response, site.links.dataset(choice.name), profile or DCAT)


def _graph(reading: DatasetReading, site: Site) -> bytes:
    """The dataset's graph; of one that has gone with its tombstone."""
    held = reading.held
    standing, scores, tables = reading.standing, reading.scores, reading.grounds.tables
    quads = dataset_graph(held.snapshot, site.iris, standing, scores, tables, kin=reading.kin)
    return quads + tombstone(held.snapshot, site.iris) if held.state == "withdrawn" else quads


def source(request: Request) -> Response:
    """The record byte for byte, to be saved and never shown: it is somebody else's document."""
    site, name = site_of(request), request.path_params["name"]
    with site.ledger.reading() as connection:
        held = find_dataset(connection, name, not_found)
        published = _published(connection, held)
    if published is None:
        raise not_found("The record of this dataset as its portal published it is not kept here.")
    media_type = published.media_type.partition(";")[0].strip()
    safe = media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{_ENDINGS.get(safe, "txt")}"',
        "Content-Type": safe,
        "Cache-Control": "no-cache",
    }
    return Response(published.body, headers=headers)


def read_dataset(site: Site, name: str, missing: Missing = not_found) -> DatasetReading:
    """All that the ledger says of a dataset, at one moment; 404 where there never was one."""
    with site.ledger.reading() as connection:
        held = find_dataset(connection, name, missing)
        entry = held.snapshot.entry
        found = portal_findings(connection, entry.portal, key=entry.key)
        changes = history(connection, name, limit=20)
        former = list_former_keys(connection, name)
        standing = standings(connection, [name]).get(name, ALONE)
        grounds = read_grounds(site, connection, held)
        checks = checks_of(connection, [link.id for link in grounds.addresses[:_CHECKED]])
        scores, misses = score_of(connection, name), misses_of(connection, name)
        kin = kin_names(connection, (name,)).get(name, "")
    return DatasetReading(
        held=held,
        portal_title=grounds.portal_title,
        changes=changes,
        findings=tuple(each.finding for each in found),
        grounds=grounds,
        checks=checks,
        standing=standing,
        scores=scores,
        misses=misses,
        former=former,
        kin=kin,
    )


def _beside(site: Site, reading: DatasetReading) -> Beside:
    entry = reading.held.snapshot.entry
    joins, caution = joins_part(site, entry, reading.standing)
    return Beside(
        relatives=find_relatives(site, entry.id),
        linked=find_links(site, entry.id, entry.dataset),
        joins=joins,
        caution=caution,
        stories=stories_part(site, What.DATASET, entry.id),
    )


def find_dataset(connection: Connection, name: str, missing: Missing) -> Held:
    """The dataset of a name, also one that has been withdrawn; 404 where there never was one."""
    held = get_held(connection, name) if _IDENTIFIER.fullmatch(name) else None
    if held is None:
        raise missing("There is no dataset at this address. It may have been copied wrongly.")
    return held


def _published(connection: Connection, held: Held) -> Published | None:
    return get_published(connection, held.snapshot.entry.portal, held.snapshot.entry.key)


_MEDIA = tuple(form.media_type for form in THING_FORMS)
_SCHEMAS = {JSON.media_type: DATASET_SCHEMA, HTML.media_type: STRING}
_IDENTIFIED = Parameter(
    name="name",
    about="The identifier of the dataset; .json, .ttl, .jsonld, .nt or .rdf behind it chooses a form.",
    where="path",
    of="dataset",
)

OPERATIONS = (
    Operation(
        path="/dataset/{name}",
        view=dataset,
        about="One dataset in every form.",
        group="Things",
        media=_MEDIA,
        schemas=_SCHEMAS,
        parameters=(_IDENTIFIED, *PARAMETERS),
        statuses=MOVED
        | {
            404: "There never was such a dataset.",
            410: "It has been withdrawn; the last known of it.",
        },
        problems={media: _SCHEMAS.get(media, {}) for media in _MEDIA} | dict(PROBLEMS),
    ),
    Operation(
        path="/dataset/{name}/source",
        view=source,
        about="The record of a dataset as its portal published it.",
        group="Things",
        media=("*/*",),
        parameters=(replace(_IDENTIFIED, about="The identifier of the dataset."),),
        statuses=MOVED | {404: "There is no such dataset, or its record is not kept."},
    ),
)
