"""/compare/organisations: up to four publishers side by side."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from web.answers import Choice, answer, negotiate, to_json
from web.coverage.choosing import make_chooser, read_chosen
from web.coverage.comparing import Side, compare, read_side
from web.coverage.documents import FIGURES_SCHEMA, REQUIREMENT_SCHEMA, figures_json, requirement_rows
from web.coverage.panel import MOST_COMPARED, cover_rows
from web.coverage.reading import FIND
from web.headers import UNINDEXED
from web.negotiation import CSV, HTML, JSON
from web.operations import Operation, Parameter
from web.pages.compared_organisations import ComparedGroup, ComparedOrganisationsPage
from web.quality_json import GROUP_SCHEMA, group_json
from web.rendering import render
from web.schema import STRING, TEXT_OR_NULL, every, or_null, record
from web.site import Site, site_of
from web.tables import to_table_csv

FIELD = "organisation"

_FORMS = (HTML, JSON, CSV)
_SEEN = 5 * MOST_COMPARED  # of what is named beyond those compared


def compared_organisations(request: Request) -> Response:
    """The publishers that are named, beside each other."""
    site, parameters = site_of(request), request.query_params
    named = read_chosen(parameters, FIELD, most=_SEEN)
    text = parameters.get(FIND, "")
    publishing = {one.slug: one for one in site.names.table().organisations}
    known = [publishing[slug] for slug in named if slug in publishing]
    sides = [read_side(site, one) for one in known[:MOST_COMPARED]]
    slugs = tuple(side.body.slug for side in sides)
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: site.links.compared_organisations(slugs, suffix),
        name=request.url.path.rpartition("/")[2],
    )
    writers = {
        HTML.name: lambda: render(_page(site, choice, sides, named, text), site.templates),
        JSON.name: lambda: to_json({"organisations": [_side_json(site, side) for side in sides]}),
        CSV.name: lambda: _table(compare(site, sides), slugs),
    }
    response = answer(request, choice, writers)
    response.headers.update(UNINDEXED)
    return response


def _page(
    site: Site, choice: Choice, sides: Sequence[Side], named: tuple[str, ...], text: str
) -> ComparedOrganisationsPage:
    publishing = site.names.table().publishers
    chooser = make_chooser(
        site,
        action=site.links.compared_organisations(),
        field=FIELD,
        chosen=[side.body for side in sides],
        text=text,
        most=MOST_COMPARED,
    )
    return ComparedOrganisationsPage(
        title="Publishers side by side",
        alternates=choice.alternates,
        bodies=chooser.chosen,
        groups=compare(site, sides),
        chooser=chooser,
        unknown=tuple(slug for slug in named if slug not in publishing),
        dropped=sum(slug in publishing for slug in named) > MOST_COMPARED,
        most=MOST_COMPARED,
    )


def _side_json(site: Site, side: Side) -> dict[str, object]:
    facts = side.concept.facts if side.concept else {}
    rows = cover_rows(side.concept, side.profile, ())
    return {
        "slug": side.body.slug,
        "iri": site.iris.organisation(side.body.slug),
        "name": side.body.name,
        "kind": facts.get("tier"),
        "nation": facts.get("nation"),
        "requirements": requirement_rows(rows, 0, site.iris),
        "figures": figures_json(side.profile),
        "scores": group_json(side.scores, ()),
    }


def _table(groups: tuple[ComparedGroup, ...], slugs: tuple[str, ...]) -> bytes:
    """A line for each thing compared, a column for each body."""
    rows = (
        {"group": group.title, "compared": line.label}
        | {
            slug: f"{cell.text} ({cell.note})" if cell.kind and cell.note else cell.text
            for slug, cell in zip(slugs, line.cells, strict=True)
        }
        for group in groups
        for line in group.lines
    )
    return to_table_csv(("group", "compared", *slugs), rows)


OPERATIONS = (
    Operation(
        path="/compare/organisations",
        view=compared_organisations,
        about="Up to four publishers side by side: what they must publish, how recent and how open it is.",
        group="Things",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={
            JSON.media_type: record(
                "ComparedOrganisations",
                organisations=every(
                    record(
                        slug=STRING,
                        iri=STRING,
                        name=STRING,
                        kind=TEXT_OR_NULL,
                        nation=TEXT_OR_NULL,
                        requirements=every(REQUIREMENT_SCHEMA),
                        figures=FIGURES_SCHEMA,
                        scores=or_null(GROUP_SCHEMA),
                    )
                ),
            )
        },
        parameters=(
            Parameter(
                name=FIELD,
                about=f"A publisher's name in addresses, at most {MOST_COMPARED}; what is no publisher is left out.",
                many=True,
                of="publisher",
            ),
            Parameter(
                name=FIND,
                about="On the page, words of the names of publishers to choose from.",
                example="council",
            ),
        ),
    ),
)
