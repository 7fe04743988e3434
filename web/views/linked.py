"""/views and /views/{name}: the stored queries, each as a table to narrow and as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.status import last_change
from catalogue.stores import BY_NAME, Query
from catalogue.stores.binding import bind
from web.answers import Choice as Chosen
from web.answers import answer, etag_of, is_fresh, negotiate, not_modified, to_json
from web.linked.rows import Row, labels_of, read_rows, shown_answer
from web.linked.stored import Asked, View, load_views
from web.linked.tables import answer_schema, is_complete, to_view_csv, to_view_json
from web.linked.values import DAY, LONGEST, ValueRefused, choices_of, read_term
from web.negotiation import CSV, HTML, JSON, SRJ
from web.operations import PAGE, Operation, Parameter
from web.pages.linked import VIEW_SCHEMA, Field, GalleryPage, ViewPage, find_views, group_views, view_json
from web.pages.page import make_paging
from web.problems import Problem, ProblemRaised
from web.reading import read_number, read_text
from web.rendering import render
from web.schema import Schema, every, record, text
from web.site import Site, site_of

_FORMS = (HTML, CSV, JSON, SRJ)
_GALLERY_FORMS = (HTML, JSON)
_PAGE_ROWS = 50
_LAST_PAGE = 10_000
_NAMED_HERE = ("publisher", "portal")  # what only this catalogue can give an example of


def gallery(request: Request) -> Response:
    """The stored queries, those with some words or all."""
    site, text = site_of(request), read_text(request.query_params.get("q", ""))
    choice = negotiate(
        request,
        _GALLERY_FORMS,
        lambda _, suffix: site.links.listed(site.links.views(suffix), [("q", text)]),
        name=request.url.path.rpartition("/")[2],
    )
    found = find_views(load_views().values(), text)
    page = GalleryPage(
        title="Ready-made answers",
        alternates=choice.alternates,
        text=text,
        groups=group_views(found),
        total=len(found),
    )
    writers = {
        HTML.name: lambda: render(page, site.templates),
        JSON.name: lambda: to_json({"views": [view_json(one, site.iris.view(one.name)) for one in found]}),
    }
    return answer(request, choice, writers)


async def stored(view: View, request: Request) -> Response:
    """The answer of one stored query, asked in turn with the queries of the endpoint and at the client's expense."""
    site = site_of(request)
    asking = await to_thread.run_sync(partial(_prepare, view, request))
    if isinstance(asking, Response):
        return asking
    visit = site.querying.visit(request)
    with visit.watched():
        found = await visit.ask(
            Query(text=view.query, media_type=BY_NAME["json"].media_type, bindings=asking.read.terms)
        )
    response = await to_thread.run_sync(partial(_respond, asking, request, found.body))
    response.headers.update(visit.headers())
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a request gave: `said` as it was typed or by default, the `terms` that it means, and what means nothing,
    with the `status` that says so: 404 where all of that could be names, and nobody has them."""

    said: Mapping[str, str]
    terms: Mapping[str, str]
    errors: Mapping[str, str]
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """A question that can be put to the store, the form of its answer, and the validator that it will have."""

    view: View
    read: _Read
    choice: Chosen
    number: int
    etag: str


def _prepare(view: View, request: Request) -> _Asking | Response:
    """What is to be asked; a response where nothing has to be."""
    site = site_of(request)
    read = _read(view, request, site)
    said = tuple(read.said.items())
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: site.links.view(view.name, said, suffix),
        name=request.url.path.rpartition("/")[2],
    )
    if read.errors:
        return _refuse(view, site, choice, read)
    number = read_number(request.query_params.get("page", ""), default=1, most=_LAST_PAGE)
    etag = _etag(view, site, choice, read, number)
    if is_fresh(request, etag):
        return not_modified(choice, etag)
    return _Asking(view=view, read=read, choice=choice, number=number, etag=etag)


def _respond(asking: _Asking, request: Request, body: bytes) -> Response:
    site, view, read = site_of(request), asking.view, asking.read
    address = site.iris.view(view.name, tuple(read.said.items()))

    def rows() -> tuple[Row, ...]:
        return read_rows(view, body, labels_of(site))

    writers = {
        HTML.name: lambda: render(_page(asking, site, rows()), site.templates),
        CSV.name: lambda: to_view_csv(view, rows()),
        JSON.name: lambda: to_view_json(view, rows(), read.said, address),
        SRJ.name: lambda: shown_answer(view, body),
    }
    return answer(request, asking.choice, writers, etag=asking.etag)


def _read(view: View, request: Request, site: Site) -> _Read:
    said, terms, errors = dict[str, str](), dict[str, str](), dict[str, ValueRefused]()
    for asked in view.parameters:
        text = said[asked.name] = request.query_params.get(asked.name, asked.default)
        try:
            term = read_term(asked, text, site)
        except ValueRefused as error:
            errors[asked.name] = error
        else:
            terms |= {asked.variable: term} if term else {}
    status = 404 if all(error.unknown for error in errors.values()) else 400
    told = {name: str(error) for name, error in errors.items()}
    return _Read(said=said, terms=terms, errors=told, status=status if told else 200)


def _refuse(view: View, site: Site, choice: Chosen, read: _Read) -> Response:
    """What was typed with what is wrong beside it for people, problem details for programs."""
    if choice.form is HTML:
        page = _page(_Asking(view=view, read=read, choice=choice, number=1, etag=""), site, ())
        return Response(render(page, site.templates), read.status, media_type=HTML.content_type)
    name, sentence = next(iter(read.errors.items()))
    raise ProblemRaised(
        Problem(
            status=read.status,
            title="Not found" if read.status == 404 else "A value cannot be read",
            detail=f"{name}: {sentence}",
            more={"parameters": dict(read.errors)},
        )
    )


def _etag(view: View, site: Site, choice: Chosen, read: _Read, number: int) -> str:
    """By what the store and the ledger, which gives the names, hold; so an answer known already is not asked again."""
    with site.ledger.reading() as connection:
        change = last_change(connection)
    parts = (
        site.store.generation(),
        str(change),
        view.query,
        choice.form.name,
        str(number),
        *(f"{name}={term}" for name, term in read.said.items()),
    )
    return etag_of(*(part.encode(errors="replace") for part in parts))


def _page(asking: _Asking, site: Site, rows: tuple[Row, ...]) -> ViewPage:
    view, read, choice, number = asking.view, asking.read, asking.choice, asking.number
    first = site.links.view(view.name, tuple(read.said.items()))
    count = -(-len(rows) // _PAGE_ROWS)
    shown = rows[(number - 1) * _PAGE_ROWS : number * _PAGE_ROWS]
    return ViewPage(
        title=view.title,
        alternates=choice.alternates,
        view=view,
        fields=tuple(_field(asked, site, read) for asked in view.parameters),
        refused=bool(read.errors),
        columns=view.columns,
        numeric=_numeric(view, shown),
        rows=shown,
        total=len(rows),
        complete=is_complete(view, rows),
        paging=make_paging(number, count, lambda page: site.links.further(first, page)),
        editor=site.links.asked(bind(view.query, read.terms)),
        first=first,
    )


def _field(asked: Asked, site: Site, read: _Read) -> Field:
    return Field(
        asked=asked,
        value=read.said[asked.name],
        choices=choices_of(asked, site),
        error=read.errors.get(asked.name, ""),
    )


def _numeric(view: View, rows: tuple[Row, ...]) -> frozenset[str]:
    return frozenset(
        column.name
        for place, column in enumerate(view.columns)
        if any(row[place].number is not None for row in rows)
    )


def _operation(view: View) -> Operation:
    return Operation(
        path=f"/views/{view.name}",
        view=partial(stored, view),
        about=view.about,
        group="Ready-made answers",
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: answer_schema(view)},
        parameters=(
            *(_parameter(asked) for asked in view.parameters),
            replace(PAGE, about="Which page of the table, from 1; the other forms have all rows."),
        ),
        statuses={
            400: "A value of a parameter cannot be read; says which.",
            404: "Nothing here has the name that a parameter gives; says which.",
            413: "The answer is too large.",
            429: "This client's share of time or of errors is used up; says which.",
            503: "Busy, or the query took too long; says which.",
        },
    )


def _parameter(asked: Asked) -> Parameter:
    kinds = {
        "words": "Words that it holds.",
        "date": "A day, a month or a year.",
        "publisher": "The slug, name or IRI of a publisher.",
        "portal": "The slug, name or IRI of a portal.",
    }
    about = kinds.get(asked.kind, f"A code or name in the vocabulary {asked.kind}.")
    return Parameter(
        name=asked.name,
        about=f"{asked.label}. {asked.hint or about}{' Empty narrows nothing.' if asked.optional else ''}",
        schema=_schema(asked),
        required=not (asked.optional or asked.default),
        example="" if asked.kind in _NAMED_HERE else asked.example,
        of=asked.kind if asked.kind in _NAMED_HERE else "",
    )


def _schema(asked: Asked) -> Schema:
    default = {"default": asked.default} if asked.default else {}
    if asked.kind == "date":
        return text(pattern=f"^({DAY}){'?' if asked.optional else ''}$", **default)
    said = {} if asked.optional else {"minLength": 1, "pattern": r"\S"}
    return text(maxLength=LONGEST, **default, **said)


# The operations are made of the files, so that a stored query is one file and nothing else.
OPERATIONS = (
    Operation(
        path="/views",
        view=gallery,
        about="The stored queries, with what each answers and asks for.",
        group="Ready-made answers",
        media=tuple(form.media_type for form in _GALLERY_FORMS),
        suffixes=tuple(form.suffix for form in _GALLERY_FORMS),
        schemas={JSON.media_type: record(views=every(VIEW_SCHEMA))},
        parameters=(Parameter(name="q", about="Only those with these words."),),
    ),
    *(_operation(view) for view in load_views().values()),
)
