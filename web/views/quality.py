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
