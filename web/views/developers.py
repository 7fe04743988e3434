"""/openapi.json and /developers: what can be asked of the site, for programs and for those who write them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

import orjson
import yaml
from starlette.requests import Request
from starlette.responses import Response

from catalogue.indexes.protocol import Search
from catalogue.ledger.kin_lists import list_kins
from catalogue.ledger.reuses import Wanted, list_stories
from web.answers import answer, answer_kept, negotiate, to_json
from web.negotiation import HTML, JSON
from web.openapi.document import make_document
from web.operations import Operation
from web.pages.developers import make_developers_page
from web.rendering import render
from web.schema import STRING, record
from web.site import Site, site_of

YAML = "application/yaml"  # RFC 9512

_KEPT = 300  # seconds; it changes with the program, and its examples with the catalogue


def openapi_json(request: Request) -> Response:
    """The OpenAPI document."""
    return answer_kept(request, to_json(_document(site_of(request))), JSON.media_type, seconds=_KEPT)


def openapi_yaml(request: Request) -> Response:
    """The same in YAML, for reading."""
    # Said anew, so that what is said twice is written twice: an alias is harder to read.
    said = orjson.loads(orjson.dumps(_document(site_of(request))))
    written = yaml.dump(said, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return answer_kept(request, written.encode(), YAML, seconds=_KEPT)


def developers(request: Request) -> Response:
    """The operations in plain English, each with a line to try."""
    site = site_of(request)
    choice = negotiate(request, (HTML,), lambda _name, _suffix: site.links.developers())
    page = make_developers_page(site.operations, site.iris.base, samples=_samples(site))
    return answer(request, choice, {HTML.name: lambda: render(page, site.templates)})


def _document(site: Site) -> Mapping[str, object]:
    return make_document(
        site.operations, base=site.iris.base, version=version("stook"), samples=_samples(site)
    )


def _samples(site: Site) -> Mapping[str, str]:
    """One thing of each kind that is here now: the dataset that changed last, the newest story, what most publishers
    have, who publishes and lists the most."""
    found = site.index.search(Search(facets=("publisher", "portal"), limit=1))
    with site.ledger.reading() as connection:
        stories = list_stories(connection, Wanted(), limit=1)
        kins = list_kins(connection, limit=1)
    things = {
        "dataset": found.hits[0].id if found.hits else "",
        "story": stories[0].slug if stories else "",
        "kin": kins[0].name if kins else "",
    }
    return things | {kind: values[0].value for kind, values in found.facets.items() if values}


_DOCUMENT = record(openapi=STRING, info=record(title=STRING, version=STRING), paths={"type": "object"})

OPERATIONS = (
    Operation(
        path="/developers",
        view=developers,
        about="What can be asked of this catalogue by programs, with a line to try each.",
        group="About this interface",
        media=(HTML.media_type,),
    ),
    Operation(
        path="/openapi.json",
        view=openapi_json,
        about="The description of this interface: OpenAPI 3.1.",
        group="About this interface",
        media=(JSON.media_type,),
        schemas={JSON.media_type: _DOCUMENT},
    ),
    Operation(
        path="/openapi.yaml",
        view=openapi_yaml,
        about="The same in YAML.",
        group="About this interface",
        media=(YAML,),
    ),
)
