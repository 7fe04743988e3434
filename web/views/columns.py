"""/dataset/{id}/columns: what the columns of a dataset are, file by file, for people and programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from catalogue.columns.csvw import tables_quads
from catalogue.columns.merging import FileTable, merge_tables
from catalogue.document import first_text
from catalogue.ledger.columns import known_tables
from catalogue.ledger.held import Held
from web.answers import Choice, answer, followed_by, negotiate, to_json
from web.columns.csvm import csvm_document
from web.columns.told import tell_tables
from web.columns.written import COLUMNS_SCHEMA, columns_csv, table_json
from web.negotiation import CSVM, HTML, JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.columns import ColumnsPage
from web.pages.page import make_paging
from web.problems import MOVED, not_found
from web.reading import read_number
from web.site import Site, site_of
from web.views.dataset import find_dataset
from web.writers import table_writers

_FORMS = (*TABLE_FORMS, CSVM)
_SHOWN, _LISTED = 5, 50
_LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The dataset with a page of its tables; `following` is where the next page is."""

    held: Held
    tables: Sequence[FileTable]
    total: int
    number: int
    following: str | None

    @property
    def title(self) -> str:
        return first_text(self.held.snapshot.entry.dataset.title) or "Without a title"


def columns(request: Request) -> Response:
    """A page of the tables of a dataset."""
    site, name = site_of(request), request.path_params["name"]
    number = read_number(request.query_params.get("page", ""), default=1, most=_LAST_PAGE)
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: site.links.columns(name, suffix, number),
        name=request.url.path.rpartition("/")[2],
    )
    found = _find(site, name, number, choice)
    writers = table_writers(
        site,
        page=lambda: _page(site, choice, found),
        json=lambda: _json(site, found),
        table=lambda: columns_csv(found.tables),
        quads=lambda: tables_quads(site.iris.dataset(name), found.tables, prefix="b").encode(
            errors="replace"
        ),
    )
    writers |= {CSVM.name: lambda: to_json(csvm_document(found.tables))}
    response = answer(request, choice, writers)
    return response if choice.form is HTML else followed_by(response, found.following)


def _find(site: Site, name: str, number: int, choice: Choice) -> _Found:
    with site.ledger.reading() as connection:
        held = find_dataset(connection, name, not_found)
        tables = merge_tables(known_tables(connection, held.snapshot.entry, site.vocabulary))
    size = _SHOWN if choice.form is HTML else _LISTED
    more = number * size < len(tables)
    return _Found(
        held=held,
        tables=tables[(number - 1) * size : number * size],
        total=len(tables),
        number=number,
        following=site.iris.columns(name, choice.form.suffix, number + 1) if more else None,
    )


def _page(site: Site, choice: Choice, found: _Found) -> ColumnsPage:
    entry = found.held.snapshot.entry
    return ColumnsPage(
        title=f"Columns: {found.title}",
        alternates=choice.alternates,
        id=entry.id,
        name=found.title,
        lang=next((text.lang for text in entry.dataset.title if text.value == found.title), ""),
        tables=tell_tables(found.tables, entry.dataset, site.vocabulary, site.links),
        total=found.total,
        paging=make_paging(
            found.number, -(-found.total // _SHOWN), lambda page: site.links.columns(entry.id, "", page)
        ),
    )


def _json(site: Site, found: _Found) -> dict[str, object]:
    name = found.held.snapshot.entry.id
    return {
        "id": name,
        "iri": site.iris.dataset(name),
        "title": found.title,
        "total": found.total,
        "tables": [table_json(one, site.iris) for one in found.tables],
        "next": found.following,
    }


OPERATIONS = (
    Operation(
        path="/dataset/{name}/columns",
        view=columns,
        about="The columns of a dataset, file by file: what they mean, what they hold, and who says so.",
        group="Things",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: COLUMNS_SCHEMA},
        parameters=(
            Parameter(name="name", about="The identifier of the dataset.", where="path", of="dataset"),
            replace(PAGE, about="Which page of its tables, from 1; fifty on each for programs."),
        ),
        statuses=MOVED | {404: "There is no such dataset."},
    ),
)
