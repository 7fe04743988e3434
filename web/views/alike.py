"""/alike/{name}: what several publishers have of one thing, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from catalogue.clock import shifted
from catalogue.kin.subject import read_subject
from catalogue.ledger.kin_lists import (
    Holding,
    KinLine,
    count_editions,
    editions_of,
    find_kin,
    holdings_of,
    kin_now,
)
from catalogue.portal import SLUG
from web.addresses import Query
from web.alike.documents import (
    KIN_PAGE_SCHEMA,
    MEMBER_COLUMNS,
    member_rows,
    members_json,
    members_quads,
)
from web.alike.matching import SchemaMatch, match_schemas
from web.alike.member import Member, read_members
from web.answers import Choice, answer, followed_by, negotiate
from web.negotiation import JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.alike import AlikePage, Row, Standard, make_matrix, say_members
from web.pages.page import make_paging
from web.problems import MOVED, moved
from web.site import Site, site_of
from web.slices import Window, page_number
from web.tables import page_statements, to_table_csv
from web.wording import begin_large
from web.writers import table_writers

PUBLISHER = "publisher"

_A_PAGE = 25
_IN_MATRIX = 10
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A page of the members of a kin, how many lines there are in all, and the body whose alone they are, if any."""

    kin: KinLine
    bearer: str
    members: tuple[Member, ...]
    total: int
    window: Window

    @property
    def query(self) -> Query:
        """What narrows the list."""
        return [(PUBLISHER, self.bearer)]


def alike(request: Request) -> Response:
    """What each publisher has of it, or all that one of them has."""
    site = site_of(request)
    choice = negotiate(
        request,
        TABLE_FORMS,
        lambda name, suffix: site.links.listed(site.links.kin(name, suffix), _asked(request)),
        name=request.path_params["name"],
    )
    found = _find(request, site, choice)
    schema = match_schemas([one.columns for one in found.members])
    standards = _standards(found.members)

    def address(page: int, suffix: str = "") -> str:
        return site.links.listed(site.links.kin(found.kin.name, suffix), found.query, page)

    def whole(page: int) -> str:
        return site.iris.listed(site.iris.kin(found.kin.name, choice.form.suffix), found.query, page)

    following = found.window.following(found.total, lambda page: address(page, choice.form.suffix))
    here, further = site.iris.kin(found.kin.name), found.window.following(found.total, whole)
    writers = table_writers(
        site,
        page=lambda: _page(site, choice, found, schema, standards),
        json=lambda: members_json(
            found.kin,
            found.bearer,
            found.members,
            schema,
            standards,
            further,
            site.iris,
        ),
        table=lambda: to_table_csv(MEMBER_COLUMNS, member_rows(found.members, schema, site.iris)),
        quads=lambda: members_quads(
            found.kin,
            found.members,
            page_statements(here, whole(found.window.number), further),
            found.total,
            site.iris,
        ),
    )
    return followed_by(answer(request, choice, writers), following)


def _asked(request: Request) -> Query:
    given = request.query_params.get(PUBLISHER, "")
    return [(PUBLISHER, given if SLUG.fullmatch(given) else "")]


def _find(request: Request, site: Site, choice: Choice) -> _Found:
    """The kin with a page of its members. A name that says the same in other words, or said it before, leads to what
    is meant; 404 where nobody has such."""
    window, ((_, bearer),) = Window(number=page_number(request), size=_A_PAGE), _asked(request)
    with site.ledger.reading() as connection:
        kin = find_kin(connection, choice.name)
        if kin is None:
            meant = kin_now(connection, choice.name) or read_subject(choice.name, site.vocabulary).name
            if meant != choice.name and find_kin(connection, meant):
                query = f"?{request.url.query}" if request.url.query else ""
                raise moved(site.links.kin(meant, choice.form.suffix) + query)
            raise choice.missing("No dataset here is about this, or nobody calls it so.")
        if bearer:
            names = editions_of(connection, kin.name, bearer, limit=window.size, offset=window.offset)
            lines = tuple(Holding(bearer=bearer, id=name, editions=1) for name in names)
            total = count_editions(connection, kin.name, bearer)
        else:
            lines = holdings_of(connection, kin.name, limit=window.size, offset=window.offset)
            total = kin.publishers
        members = read_members(site, connection, lines)
    return _Found(kin=kin, bearer=bearer, members=members, total=total, window=window)


def _standards(members: Sequence[Member]) -> tuple[Standard, ...]:
    """The standards that members say they follow, those of most first."""
    stated = {value.text: value for one in members for value in one.standards}
    counted = Counter(text for one in members for text in {value.text for value in one.standards})
    return tuple(Standard(value=stated[text], count=count) for text, count in counted.most_common())


def _page(
    site: Site, choice: Choice, found: _Found, schema: SchemaMatch, standards: tuple[Standard, ...]
) -> AlikePage:
    kin, whole = found.kin, site.links.kin(found.kin.name)
    return AlikePage(
        title=f"{begin_large(kin.label)} from several publishers",
        alternates=choice.alternates,
        kin=kin,
        label=begin_large(kin.label),
        bearer=found.bearer,
        whole=whole,
        rows=tuple(
            Row(
                member=one,
                match=match,
                editions_link=site.links.listed(whole, [(PUBLISHER, one.bearer)]),
            )
            for one, match in zip(found.members, schema.matches, strict=True)
        ),
        summary=say_members(found.members, since=shifted(site.now(), -_YEAR)[:10]),
        schema=schema,
        matrix=make_matrix(found.members, schema, most=_IN_MATRIX),
        standards=standards,
        paging=make_paging(
            found.window.number,
            -(-found.total // found.window.size),
            lambda page: site.links.listed(whole, found.query, page),
        ),
        compare=site.links.compared_datasets(),
    )


OPERATIONS = (
    Operation(
        path="/alike/{name}",
        view=alike,
        about="What several publishers have of one thing: coverage, freshness, licence, columns.",
        group="Things",
        media=tuple(form.media_type for form in TABLE_FORMS),
        schemas={JSON.media_type: KIN_PAGE_SCHEMA},
        parameters=(
            Parameter(
                name="name",
                about="What it is, as a list of them names it or in other words; "
                ".json, .csv, .ttl, .jsonld, .nt or .rdf behind it chooses a form.",
                where="path",
                of="kin",
            ),
            Parameter(
                name=PUBLISHER, about="All that this body has of it, the newest first.", forgiving=True
            ),
            PAGE,
        ),
        statuses=MOVED | {404: "No dataset here is about this."},
    ),
)
