"""/dataset/{name}/copies: the records of one dataset at several portals, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalogue.clusters.standing import ALONE, Other, Standing, reason
from catalogue.ledger.clusters import standings
from web.answers import Choice, answer, negotiate, to_json
from web.comparing.copies import (
    ASKED,
    Fullness,
    fullest,
    fullness,
    licences_conflict,
)
from web.comparing.reading import read_sides
from web.comparing.side import Line, Side, compare
from web.headers import UNINDEXED
from web.negotiation import CSV, HTML, JSON
from web.operations import Operation, Parameter
from web.pages.copies import CopiesPage, Record
from web.pages.facts import FactReader
from web.problems import MOVED, not_found
from web.rendering import render
from web.schema import COUNT, STRING, TEXT_OR_NULL, TRUTH, every, record
from web.site import Site, site_of
from web.tables import to_table_csv
from web.views.dataset import find_dataset

_FORMS = (HTML, JSON, CSV)
_MOST = 12  # records side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The records of one dataset with all that is asked of them."""

    sides: tuple[Side, ...]
    others: dict[str, Other]
    lines: tuple[Line, ...]
    fullness: tuple[Fullness, ...]

    @property
    def conflict(self) -> bool:
        """Whether their licences conflict."""
        return licences_conflict(self.sides)


def copies(request: Request) -> Response:
    """The records; the address of one that does not come first leads to that of the first."""
    site, name = site_of(request), request.path_params["name"]
    ending = request.url.path.rpartition("/")[2]
    with site.ledger.reading() as connection:
        find_dataset(connection, name, not_found)
        standing = standings(connection, [name]).get(name, ALONE)
        if not standing.others:
            raise not_found("No other portal lists this dataset, as far as we can tell.")
        if standing.place:
            suffix = ending.removeprefix("copies")
            return RedirectResponse(site.links.copies(standing.cluster, suffix), 303)
        names = [name, *(one.id for one in standing.others)][:_MOST]
        sides = read_sides(site, connection, names)
    choice = negotiate(request, _FORMS, lambda _, suffix: site.links.copies(name, suffix), name=ending)
    found = _compare(site, sides, standing)
    writers = {
        HTML.name: lambda: render(_page(site, choice, found), site.templates),
        JSON.name: lambda: to_json(_document(site, found)),
        CSV.name: lambda: _table(found),
    }
    response = answer(request, choice, writers)
    response.headers.update(UNINDEXED)
    return response


def _compare(site: Site, sides: tuple[Side, ...], standing: Standing) -> _Found:
    reader = FactReader(links=site.links, vocabulary=site.vocabulary)
    return _Found(
        sides=sides,
        others={one.id: one for one in standing.others},
        lines=compare(sides, reader, ASKED),
        fullness=fullness(sides),
    )


def _because(found: _Found, name: str) -> str:
    """Why a record is taken for the same as the first; "" of the first itself."""
    other = found.others.get(name)
    return reason(other.kinds) if other else ""


def _page(site: Site, choice: Choice, found: _Found) -> CopiesPage:
    first = found.sides[0]
    return CopiesPage(
        title=f"{first.title} at {len(found.sides)} portals",
        alternates=choice.alternates,
        name=first.title,
        lang=first.lang,
        records=tuple(
            Record(
                id=side.id,
                title=side.title,
                lang=side.lang,
                portal=side.grounds.portal_title,
                portal_link=site.links.portal(side.grounds.entry.portal),
                state=side.grounds.state,
                because=_because(found, side.id),
                fullness=full,
            )
            for side, full in zip(found.sides, found.fullness, strict=True)
        ),
        lines=found.lines,
        differing=sum(line.differs for line in found.lines),
        conflict=found.conflict,
        fullest=fullest(found.fullness),
    )


def _document(site: Site, found: _Found) -> dict[str, object]:
    return {
        "first": found.sides[0].id,
        "fullest": fullest(found.fullness) or None,
        "licences_conflict": found.conflict,
        "records": [
            {
                "id": side.id,
                "iri": site.iris.dataset(side.id),
                "title": side.title,
                "portal": side.grounds.entry.portal,
                "state": side.grounds.state,
                "because": _because(found, side.id) or None,
                "stated": full.stated,
                "stated_alone": list(full.alone),
            }
            for side, full in zip(found.sides, found.fullness, strict=True)
        ],
        "lines": [
            {
                "code": line.code,
                "label": line.label,
                "differs": line.differs,
                "values": [[value.date or value.text for value in cell] for cell in line.cells],
            }
            for line in found.lines
        ],
    }


def _table(found: _Found) -> bytes:
    """A line a question, a column a record, by its identifier; several values of a cell on lines of their own."""
    names = [side.id for side in found.sides]
    return to_table_csv(("question", "differs", *names), [_row(line, names) for line in found.lines])


def _row(line: Line, names: Sequence[str]) -> dict[str, object]:
    told = ("\n".join(value.date or value.text for value in cell) for cell in line.cells)
    said = {"question": line.code, "differs": "yes" if line.differs else "no"}
    return {**said, **dict(zip(names, told, strict=True))}


_SCHEMA = record(
    "Copies",
    first=STRING,
    fullest=TEXT_OR_NULL,
    licences_conflict=TRUTH,
    records=every(
        record(
            "CopyRecord",
            id=STRING,
            iri=STRING,
            title=STRING,
            portal=STRING,
            state=STRING,
            because=TEXT_OR_NULL,
            stated=COUNT,
            stated_alone=every(STRING),
        )
    ),
    lines=every(record(code=STRING, label=STRING, differs=TRUTH, values=every(every(STRING)))),
)

OPERATIONS = (
    Operation(
        path="/dataset/{name}/copies",
        view=copies,
        about="The records of one dataset at several portals side by side: where they differ, which says more.",
        group="Things",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: _SCHEMA},
        parameters=(
            Parameter(
                name="name",
                about="The identifier of one of the records.",
                where="path",
                of="dataset",
            ),
        ),
        statuses=MOVED
        | {
            303: "Another record comes first: the same at its address.",
            404: "There is no such dataset, or no other portal lists it.",
        },
    ),
)
