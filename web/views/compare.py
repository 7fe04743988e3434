"""/compare and /compare/datasets: up to four datasets side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.columns.comparing import ComparedColumns, compare_columns
from catalogue.columns.said import names_of
from catalogue.errors import IndexUnavailable
from web.answers import Choice, answer, negotiate, to_json
from web.comparing.reading import read_sides
from web.comparing.side import Line, Side, compare
from web.finding import find
from web.headers import UNINDEXED
from web.negotiation import CSV, HTML, JSON
from web.operations import Operation, Parameter
from web.pages.cards import make_card
from web.pages.compare import MOST, ComparedDatasetsPage, ComparePage, Offered, make_chosen, say_alike
from web.pages.facts import FactReader
from web.reading import read_search
from web.rendering import render
from web.schema import COUNT, STRING, TRUTH, every, or_null, record
from web.site import Site, site_of
from web.tables import to_table_csv

FIELD, FIND = "dataset", "find"

_FORMS = (HTML, JSON, CSV)
_IDENTIFIER = re.compile(r"[a-z0-9-]{1,40}")
_NAMED = 20  # of those that a request names, however many
_OFFERED = 10


def comparing(request: Request) -> Response:
    """What can be compared; what is named already leads to where it is."""
    site = site_of(request)
    for name, address in (
        (FIELD, site.links.compared_datasets()),
        ("organisation", site.links.compared_organisations()),
    ):
        if named := request.query_params.getlist(name)[:_NAMED]:
            return RedirectResponse(site.links.listed(address, [(name, one) for one in named]), 303)
    choice = negotiate(request, (HTML,), lambda _, _suffix: site.links.compare())
    page = ComparePage(title="Compare", alternates=choice.alternates)
    response = answer(request, choice, {HTML.name: lambda: render(page, site.templates)})
    response.headers.update(UNINDEXED)
    return response


def compared_datasets(request: Request) -> Response:
    """The datasets that are named, beside each other."""
    site = site_of(request)
    asked = _read(request.query_params, site.iris.dataset(""))
    with site.ledger.reading() as connection:
        sides = read_sides(site, connection, asked.names[:MOST])
    chosen = [side.id for side in sides]
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: site.links.compared_datasets(chosen, suffix),
        name=request.url.path.rpartition("/")[2],
    )
    lines = compare(sides, FactReader(links=site.links, vocabulary=site.vocabulary))
    columns = compare_columns([names_of(side.grounds.tables) for side in sides])
    writers = {
        HTML.name: lambda: render(_page(site, choice, asked, sides, lines, columns), site.templates),
        JSON.name: lambda: to_json(_document(site, asked, sides, lines, columns)),
        CSV.name: lambda: _table(sides, lines, columns),
    }
    response = answer(request, choice, writers)
    response.headers.update(UNINDEXED)
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Identifiers, each once, in the order of the request, and words to find more by."""

    names: tuple[str, ...]
    text: str


def _read(parameters: QueryParams, whole: str) -> _Asked:
    """What a request asks; a dataset may be named by its IRI, which begins with `whole`."""
    named = (name.strip().removeprefix(whole) for name in parameters.getlist(FIELD)[:_NAMED])
    given = (name for name in named if _IDENTIFIER.fullmatch(name))
    text = read_search(QueryParams({"q": parameters.get(FIND, "")[:200]})).text
    return _Asked(names=tuple(dict.fromkeys(given)), text=text)


def _page(
    site: Site,
    choice: Choice,
    asked: _Asked,
    sides: Sequence[Side],
    lines: tuple[Line, ...],
    columns: ComparedColumns,
) -> ComparedDatasetsPage:
    chosen = [side.id for side in sides]
    return ComparedDatasetsPage(
        title="Datasets side by side",
        alternates=choice.alternates,
        chosen=make_chosen(sides, site, asked.text),
        lines=lines,
        columns=columns,
        alike=say_alike(columns),
        unknown=tuple(name for name in asked.names[:MOST] if name not in chosen),
        dropped=len(asked.names) > MOST,
        text=asked.text,
        sought=_offer(site, asked, chosen) if asked.text and len(chosen) < MOST else None,
    )


def _offer(site: Site, asked: _Asked, chosen: Sequence[str]) -> tuple[Offered, ...]:
    """What the words find beside those chosen; nothing while the index cannot be asked."""
    sought = replace(read_search(QueryParams({"q": asked.text})), limit=_OFFERED + MOST)
    try:
        hits = find(site, sought, facets=()).results.hits
    except IndexUnavailable:
        return ()
    return tuple(
        Offered(card=make_card(hit), add=site.links.compared_datasets([*chosen, hit.id], text=asked.text))
        for hit in hits
        if hit.id not in chosen
    )[:_OFFERED]


def _document(
    site: Site,
    asked: _Asked,
    sides: Sequence[Side],
    lines: Sequence[Line],
    columns: ComparedColumns,
) -> dict[str, object]:
    known = {side.id for side in sides}
    return {
        "datasets": [
            {
                "id": side.id,
                "iri": site.iris.dataset(side.id),
                "title": side.title,
                "state": side.grounds.state,
                "columns": list(names_of(side.grounds.tables)),
            }
            for side in sides
        ],
        "lines": [
            {
                "code": line.code,
                "label": line.label,
                "differs": line.differs,
                "values": [[value.date or value.text for value in cell] for cell in line.cells],
            }
            for line in lines
        ],
        "columns": {
            "shared": list(columns.shared),
            "different": columns.different,
            "share": columns.share,
        },
        "unknown": [name for name in asked.names[:MOST] if name not in known],
    }


def _table(sides: Sequence[Side], lines: Sequence[Line], columns: ComparedColumns) -> bytes:
    """A line a question, a column a dataset, by its identifier; several values of a cell on lines of their own."""
    names = [side.id for side in sides]
    rows: list[Mapping[str, object]] = [
        {"question": "title", "differs": ""} | {side.id: side.title for side in sides}
    ]
    rows += [
        {"question": line.code, "differs": "yes" if line.differs else "no"}
        | {
            name: "\n".join(value.date or value.text for value in cell)
            for name, cell in zip(names, line.cells, strict=True)
        }
        for line in lines
    ]
    shared = "\n".join(columns.shared)
    rows.append({"question": "columns-in-all", "differs": "no"} | dict.fromkeys(names, shared))
    others = ("\n".join(one.name for one in each) for each in columns.others)
    rows.append({"question": "other-columns", "differs": "yes"} | dict(zip(names, others, strict=True)))
    return to_table_csv(("question", "differs", *names), rows)


_SCHEMA = record(
    "ComparedDatasets",
    datasets=every(record(id=STRING, iri=STRING, title=STRING, state=STRING, columns=every(STRING))),
    lines=every(record(code=STRING, label=STRING, differs=TRUTH, values=every(every(STRING)))),
    columns=record(shared=every(STRING), different=COUNT, share=or_null({"type": "number"})),
    unknown=every(STRING),
)

OPERATIONS = (
    Operation(
        path="/compare",
        view=comparing,
        about="What can be compared: datasets, and publishers.",
        group="Things",
        media=(HTML.media_type,),
        parameters=(
            Parameter(name=FIELD, about="Datasets to compare.", many=True, of="dataset"),
            Parameter(name="organisation", about="Publishers to compare.", many=True, of="publisher"),
        ),
        statuses={303: "Something to compare is named: where that is compared."},
    ),
    Operation(
        path="/compare/datasets",
        view=compared_datasets,
        about="Up to four datasets side by side: what each says of the same questions, and which columns they share.",
        group="Things",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: _SCHEMA},
        parameters=(
            Parameter(
                name=FIELD,
                about=f"The identifier of a dataset or its IRI, at most {MOST}; one that nothing has is left out.",
                many=True,
                of="dataset",
            ),
            Parameter(name=FIND, about="On the page, words to find others by.", example="bins"),
        ),
    ),
)
