"""/quality and /quality/{code}: what the score is, and what each of its metrics asks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.quality.dqv import metric_statements, quality_statements
from catalogue.quality.metrics import BANDS, BY_CODE, DIMENSIONS
from vocab.namespaces import DQV, SKOS
from web.answers import Choice, answer, negotiate
from web.lists import to_ntriples
from web.negotiation import JSON, TABLE_FORMS, THING_FORMS
from web.operations import Operation, Parameter
from web.pages.quality import MetricLine, MetricPage, QualityPage, grouped, make_group, metric_lines
from web.problems import MOVED
from web.quality_json import METRIC_SCHEMA, QUALITY_SCHEMA, group_json, metric_json, quality_json
from web.site import Site, site_of
from web.tables import to_table_csv
from web.writers import table_writers, thing_writers

_COLUMNS = (
    "code", "iri", "dimension", "title", "property", "on", "points", "passes_published", "passes_here", "checks",
    "why", "fix",
)  # fmt: skip
_NOTES = {
    "conforms": (
        "The description as it is held here is checked, with everything in it that could not be read left as it was "
        "published. Many portals publish no RDF, so that there is no graph of their own to check; and nothing that "
        "DCAT-AP makes mandatory is ever added by this catalogue. So one report counts for both scores.",
        "Until a description has been looked at, this is not known: it brings no points and is no failure.",
    ),
    "access-url-works": (
        "Links are asked by a service of their own, politely and more than once. What could not be checked (403, 429, "
        "202, no answer in time) is not known, and no failure.",
    ),
    "download-url-works": (
        "Links are asked by a service of their own, politely and more than once. What could not be checked (403, 429, "
        "202, no answer in time) is not known, and no failure.",
    ),
    "known-format": (
        "As published, the portal itself must use the address or the exact code, in whatever case.",
    ),
    "known-licence": (
        "As published, the portal itself must give the address or the exact code; a name that we had to understand "
        "counts in this catalogue only.",
    ),
    "known-access-rights": (
        "As published, the portal itself must use the address or the exact code, in whatever case.",
    ),
}  # fmt: skip


def quality(request: Request) -> Response:
    """The score: its metrics, bands and rules, and how the whole catalogue does."""
    site = site_of(request)
    name = request.url.path.rpartition("/")[2]
    choice = negotiate(request, TABLE_FORMS, lambda _, suffix: site.links.quality(suffix=suffix), name=name)
    group, days = site.scores.now()
    lines = metric_lines(group, site.links)
    writers = table_writers(
        site,
        page=lambda: QualityPage(
            title="Quality of descriptions",
            alternates=choice.alternates,
            groups=grouped(lines),
            bands=BANDS,
            block=make_group(group, days, site.links),
        ),
        json=lambda: quality_json(lines, group_json(group, days), site.iris),
        table=lambda: to_table_csv(_COLUMNS, [metric_json(line, site.iris) for line in lines]),
        quads=lambda: to_ntriples(quality_statements(site.iris)),
    )
    return answer(request, choice, writers, kind=SKOS.ConceptScheme)


def metric(request: Request) -> Response:
    """One metric."""
    site = site_of(request)
    choice = negotiate(request, THING_FORMS, site.links.quality, name=request.path_params["name"])
    found = BY_CODE.get(choice.name)
    if found is None:
        raise choice.missing("The score has no metric of this name.")
    group, _ = site.scores.now()
    line = next(one for one in metric_lines(group, site.links) if one.metric is found)
    writers = thing_writers(
        site,
        page=lambda: _metric_page(line, site, choice),
        json=lambda: metric_json(line, site.iris),
        quads=lambda: to_ntriples(metric_statements(found, site.iris)),
    )
    return answer(request, choice, writers, kind=DQV.Metric)


def _metric_page(line: MetricLine, site: Site, choice: Choice) -> MetricPage:
    group, _ = site.scores.now()
    code = line.metric.code
    return MetricPage(
        title=f"{line.metric.title} – quality",
        alternates=choice.alternates,
        line=line,
        dimension=next(one for one in DIMENSIONS if one.code == line.metric.dimension),
        datasets=group.datasets if group else 0,
        known_published=group.known - group.unknown_published.get(code, 0) if group else 0,
        known_here=group.datasets - group.unknown.get(code, 0) if group else 0,
        notes=_NOTES.get(code, ()),
    )


OPERATIONS = (
    Operation(
        path="/quality",
        view=quality,
        about="The quality score: its metrics, bands and rules, and how the whole catalogue does.",
        group="Quality",
        media=tuple(form.media_type for form in TABLE_FORMS),
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: QUALITY_SCHEMA},
    ),
    Operation(
        path="/quality/{name}",
        view=metric,
        about="One metric of the score: what it checks, why it matters, how to mend it, how many datasets pass.",
        group="Quality",
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={JSON.media_type: METRIC_SCHEMA},
        parameters=(
            Parameter(
                name="name",
                about="The metric's code; .json, .ttl, .jsonld, .nt or .rdf behind it chooses a form.",
                where="path",
                example="keyword",
            ),
        ),
        statuses=MOVED | {404: "The score has no metric of this name."},
    ),
)
