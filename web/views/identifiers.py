"""/identifier and /identifier/{kind}: the kinds of identifier, and of one who holds it and where lookups lead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.joins.bridges import leading_from, leading_to
from catalogue.joins.kinds import joining_kinds
from catalogue.ledger.holders import (
    Holder,
    count_held,
    count_publishers_holding,
    list_holders,
    publishers_holding,
)
from catalogue.reuses.story import What
from vocab import Concept
from web.answers import Choice, answer, followed_by, negotiate
from web.joining.identifiers import (
    IDENTIFIER_SCHEMA,
    IDENTIFIERS_SCHEMA,
    identifier_csv,
    identifier_json,
    identifier_triples,
    identifiers_csv,
    identifiers_json,
    identifiers_triples,
)
from web.joining.rows import make_step
from web.joining.saying import say_kind, say_sureness
from web.negotiation import HTML, JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.concept import concept_facts
from web.pages.identifier import ROLES, HolderRow, IdentifierPage, IdentifiersPage, KindRow, PublisherRow
from web.problems import moved
from web.reading import read_text
from web.site import Site, site_of
from web.slices import Window, page_number
from web.stories.beside import stories_part
from web.views.vocabulary import UNKNOWN, coded
from web.writers import table_writers

_SHOWN, _LISTED = 50, 500
_PUBLISHERS = 30
SCHEME = "identifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which kind, whose datasets of it ("" for everybody's), and which page of them."""

    code: str
    publisher: str
    window: Window

    def address(self, site: Site, suffix: str, page: int) -> str:
        """Where a page of them is."""
        return site.links.holders(self.code, self.publisher, suffix, page)


def identifiers(request: Request) -> Response:
    """Every kind, with how many datasets hold it."""
    site = site_of(request)
    choice = negotiate(
        request,
        TABLE_FORMS,
        lambda _, suffix: site.links.identifiers(suffix),
        name=request.url.path.rpartition("/")[2],
    )
    with site.ledger.reading() as connection:
        held = site.holders.holders(connection).datasets
    rows = [_kind_row(site, concept, held.get(concept.code, 0)) for concept in _concepts(site)]
    rows.sort(key=lambda row: (-row.datasets, row.concept.label().casefold()))
    groups = ((title, tuple(row for row in rows if row.role is role)) for role, title in ROLES.items())
    page = IdentifiersPage(
        title="Identifiers",
        alternates=choice.alternates,
        groups=tuple(group for group in groups if group[1]),
        held=sum(1 for row in rows if row.datasets),
    )
    writers = table_writers(
        site,
        page=lambda: page,
        json=lambda: identifiers_json(page, site),
        table=lambda: identifiers_csv(page, site),
        quads=lambda: identifiers_triples(page, choice.canonical),
    )
    return answer(request, choice, writers)


def identifier(request: Request) -> Response:
    """One kind: what it is, who holds it, where lookups lead, and what good came of it."""
    site = site_of(request)
    publisher = read_text(request.query_params.get("publisher", ""))
    number = page_number(request)
    choice = negotiate(
        request,
        TABLE_FORMS,
        lambda code, suffix: site.links.holders(code, publisher, suffix, number),
        name=request.path_params["name"],
    )
    concept = site.vocabulary.find(SCHEME, choice.name)
    if concept is None:
        if site.vocabulary.find(SCHEME, choice.name.lower()):
            suffix = choice.form.suffix if request.url.path.endswith(choice.form.suffix) else ""
            raise moved(site.links.holders(choice.name.lower(), publisher, suffix, number))
        raise choice.missing("No kind of identifier of this name is known here.")
    window = Window(number=number, size=_SHOWN if choice.form is HTML else _LISTED)
    asked = _Asked(code=concept.code, publisher=publisher, window=window)
    with site.ledger.reading() as connection:
        page = _page(site, connection, choice, concept, asked)
    following = window.following(
        page.total, lambda after: site.iris.base + asked.address(site, choice.form.suffix, after)
    )
    writers = table_writers(
        site,
        page=lambda: page,
        json=lambda: identifier_json(page, site, following),
        table=lambda: identifier_csv(page.rows, site),
        quads=partial(identifier_triples, page, site),
    )
    response = answer(request, choice, writers)
    return response if choice.form is HTML else followed_by(response, following)


def _page(
    site: Site, connection: Connection, choice: Choice, concept: Concept, asked: _Asked
) -> IdentifierPage:
    code, window, names = concept.code, asked.window, site.names.table().publishers
    datasets = site.holders.holders(connection).datasets.get(code, 0)
    total = count_held(connection, code, asked.publisher) if asked.publisher else datasets
    holders = list_holders(
        connection, code, publisher=asked.publisher, limit=window.size, offset=window.offset
    )
    only = names.get(asked.publisher, asked.publisher)
    return IdentifierPage(
        title=f"{concept.label()}: data of {only}" if only else concept.label(),
        alternates=choice.alternates,
        concept=concept,
        kind=joining_kinds().get(code),
        facts=tuple(concept_facts(site, concept)),
        datasets=datasets,
        total=total,
        only=only,
        rows=tuple(_row(site, one) for one in holders),
        paging=window.paging(total, lambda page: asked.address(site, "", page)),
        publishers=tuple(
            PublisherRow(
                name=names.get(slug, slug), slug=slug, count=count, link=site.links.holders(code, slug)
            )
            for slug, count in publishers_holding(connection, code, limit=_PUBLISHERS)
        ),
        publisher_count=count_publishers_holding(connection, code),
        leads_to=tuple(make_step(site, one) for one in leading_from(code)),
        leads_from=tuple(make_step(site, one) for one in leading_to(code)),
        stories=stories_part(site, What.IDENTIFIER, code),
        search=site.links.search(identifier=code),
    )


def _row(site: Site, one: Holder) -> HolderRow:
    return HolderRow(
        id=one.id,
        title=one.title or "Without a title",
        link=site.links.dataset(one.id),
        publisher=site.names.table().publishers.get(one.publisher, ""),
        publisher_link=site.links.organisation(one.publisher) if one.publisher else "",
        column=one.column,
        sure=say_sureness(one.confidence),
        confidence=round(one.confidence, 3),
        rule=one.rule,
        why=one.reason,
    )


def _kind_row(site: Site, concept: Concept, datasets: int) -> KindRow:
    return KindRow(
        concept=concept,
        name=say_kind(concept.code),
        role=joining_kinds()[concept.code].role,
        datasets=datasets,
        link=site.links.identifier(concept.code),
    )


def _concepts(site: Site) -> list[Concept]:
    scheme = site.vocabulary.schemes.get(SCHEME)
    return [one for one in scheme.concepts if one.code in joining_kinds()] if scheme else []


_MEDIA = tuple(form.media_type for form in TABLE_FORMS)

OPERATIONS = (
    Operation(
        path="/identifier",
        view=identifiers,
        about="Every kind of identifier, with how many datasets hold it.",
        group="Vocabularies",
        media=_MEDIA,
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: IDENTIFIERS_SCHEMA},
    ),
    Operation(
        path="/identifier/{name}",
        view=identifier,
        about="A kind of identifier: what it is, the datasets that hold it, and where lookups lead.",
        group="Vocabularies",
        media=_MEDIA,
        schemas={JSON.media_type: IDENTIFIER_SCHEMA},
        parameters=(
            coded("The code of the kind", "uprn"),
            Parameter(name="publisher", about="Only datasets of this publisher.", of="publisher"),
            replace(PAGE, about="Which page of the datasets, from 1; five hundred on each for programs."),
        ),
        statuses=UNKNOWN,
    ),
)
