"""/mapping and /mapping/{property}: how well the catalogue understands what portals write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.mapping import PropertyCount, UnmatchedWord, mapping_report, unmatched_words
from catalogue.ledger.status import RecordFinding, findings_about
from web.answers import Choice, Writer, answer, negotiate, to_json
from web.negotiation import CSV, HTML, JSON
from web.operations import PAGE, Operation, Parameter
from web.pages.mapping import (
    MAPPING_SCHEMA,
    MOST_PORTALS,
    CountRow,
    MappingPage,
    PortalLink,
    WordRow,
    count_json,
    make_count_row,
    property_label,
    share,
    sum_counts,
    word_json,
)
from web.pages.page import Paging
from web.problems import not_found
from web.reading import read_number
from web.rendering import render
from web.site import Site, site_of
from web.tables import to_table_csv

_FORMS = (HTML, JSON, CSV)
_WORDS = 50
_PORTALS_NAMED = 3
_BEARERS = 50
_LONGEST_WORD = 300
_COLUMNS = ("portal", "property", "total", "datasets", "published", "mapped", "custom", "unmatched")


def mapping(request: Request) -> Response:
    """The report of every property."""
    site, portal = site_of(request), _portal(request)
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: site.links.mapping("", portal, suffix),
        name=request.url.path.rpartition("/")[2],
    )
    return _answer(request, site, choice, _read(request, "", portal))


def mapped_property(request: Request) -> Response:
    """The report of one property."""
    site, portal = site_of(request), _portal(request)
    choice = negotiate(
        request,
        _FORMS,
        lambda name, suffix: site.links.mapping(name, portal, suffix),
        name=request.path_params["name"],
    )
    return _answer(request, site, choice, _read(request, choice.name, portal))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What of the report is wanted: of one property or all (""), of one portal or all, and which page of words.
    `word` is one whose datasets are wanted too."""

    name: str
    portal: str
    number: int
    word: str


def _read(request: Request, name: str, portal: str) -> _Asked:
    number = read_number(request.query_params.get("page", ""), default=1, most=10_000)
    word = request.query_params.get("word", "")[:_LONGEST_WORD]
    return _Asked(name=name, portal=portal, number=number, word=word)


def _answer(request: Request, site: Site, choice: Choice, asked: _Asked) -> Response:
    name, portal = asked.name, asked.portal
    if portal and portal not in site.names.table().portals:
        raise not_found("No portal of this name is harvested here.")
    with site.ledger.reading() as connection:
        report = mapping_report(connection, portal)
        counts = [one for one in report if not name or one.property == name]
        if name and report and not counts:
            raise not_found("No property of this name is counted here.")
        words = unmatched_words(
            connection, portal=portal, property=name, limit=_WORDS + 1, offset=(asked.number - 1) * _WORDS
        )
        bearers = findings_about(connection, asked.word, portal=portal, limit=_BEARERS) if asked.word else ()
    page = _page(site, choice, asked, counts=counts, words=words, bearers=bearers)
    writers: dict[str, Writer] = {
        HTML.name: lambda: render(page, site.templates),
        JSON.name: lambda: to_json(
            {
                "properties": [count_json(one) for one in counts],
                "words": [word_json(one) for one in words[:_WORDS]],
                "next": site.iris.base + page.paging.next if page.paging.next else None,
            }
        ),
        CSV.name: lambda: to_table_csv(_COLUMNS, (count_json(one) for one in counts)),
    }
    return answer(request, choice, writers)


def _page(
    site: Site,
    choice: Choice,
    asked: _Asked,
    *,
    counts: Sequence[PropertyCount],
    words: Sequence[UnmatchedWord],
    bearers: tuple[RecordFinding, ...],
) -> MappingPage:
    name, portal = asked.name, asked.portal
    titles = site.names.table().portals
    read = [one for one in counts if not one.plain]
    published, mapped = sum(one.published for one in read), sum(one.mapped for one in read)
    every = _portal_rows(site, name, read or counts)
    portals = [row for row in every if row.published]
    label = property_label(name) if name else ""
    address = site.links.mapping(name, portal, choice.form.suffix)
    return MappingPage(
        title=f"How {label or 'the words'} of {titles.get(portal) or 'the portals'} were read",
        alternates=choice.alternates,
        property=name,
        label=label,
        portal=portal,
        portal_title=titles.get(portal, portal),
        published=published,
        unmatched=sum(one.unmatched for one in read),
        read=share(mapped, published),
        rows=tuple(
            make_count_row(
                each, property_label(each[0].property), site.links.mapping(each[0].property, portal)
            )
            for each in sum_counts(counts, lambda one: one.property).values()
        ),
        portals=tuple(portals[:MOST_PORTALS]) if not portal else (),
        more_portals=max(0, len(portals) - MOST_PORTALS) if not portal else 0,
        silent_portals=len(every) - len(portals) if not portal else 0,
        words=tuple(_word_row(site, one, portal, titles) for one in words[:_WORDS]),
        paging=_paging(site, address, asked.number, more=len(words) > _WORDS),
        word=asked.word,
        bearers=bearers,
        all_address=site.links.mapping(),
        here=site.links.mapping(name, portal),
    )


def _portal_rows(site: Site, name: str, counts: Sequence[PropertyCount]) -> list[CountRow]:
    """A line a portal, the one with the most unknown values first."""
    titles = site.names.table().portals
    rows = [
        make_count_row(each, titles.get(slug) or slug, site.links.mapping(name, slug))
        for slug, each in sum_counts(counts, lambda one: one.portal).items()
    ]
    return sorted(rows, key=lambda row: (-row.unmatched, row.label.casefold()))


def _word_row(site: Site, one: UnmatchedWord, portal: str, titles: Mapping[str, str]) -> WordRow:
    named = one.portals[:_PORTALS_NAMED]
    return WordRow(
        word=one.word,
        label=property_label(one.property),
        property_address=site.links.mapping(one.property, portal),
        values=one.values,
        datasets=one.datasets,
        address=site.links.bearing(one.property, portal, one.word),
        portals=tuple(
            PortalLink(title=titles.get(slug) or slug, address=site.links.mapping(one.property, slug))
            for slug in named
        ),
        rest=len(one.portals) - len(named),
    )


def _paging(site: Site, address: str, number: int, *, more: bool) -> Paging:
    """Pages of words; how many there are is not counted, only whether there is another."""
    return Paging(
        number=number,
        count=number + 1 if more else number,
        previous=site.links.further(address, number - 1) if number > 1 else "",
        next=site.links.further(address, number + 1) if more else "",
    )


def _portal(request: Request) -> str:
    return request.query_params.get("portal", "")[:60]


_MEDIA = tuple(form.media_type for form in _FORMS)
_OF_PORTAL = Parameter(name="portal", about="Only what this portal writes.", of="portal")
_SCHEMAS = {JSON.media_type: MAPPING_SCHEMA}
_WHICH_PAGE = replace(PAGE, about="Which page of the words that nobody knows, from 1.")

OPERATIONS = (
    Operation(
        path="/mapping",
        view=mapping,
        about="How much of what portals write is understood.",
        group="Vocabularies",
        media=_MEDIA,
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas=_SCHEMAS,
        parameters=(_OF_PORTAL, _WHICH_PAGE),
        statuses={404: "No portal has this name."},
        stable=False,
    ),
    Operation(
        path="/mapping/{name}",
        view=mapped_property,
        about="The same of one property, with the words that nobody knows.",
        group="Vocabularies",
        media=_MEDIA,
        schemas=_SCHEMAS,
        parameters=(
            Parameter(
                name="name",
                about="A property as the report names it; .json or .csv behind it chooses a form.",
                where="path",
                example="license",
            ),
            _OF_PORTAL,
            Parameter(name="word", about="List the datasets that bear this word."),
            _WHICH_PAGE,
        ),
        statuses={404: "No property of this name is mapped, or no portal has this name."},
        stable=False,
    ),
)
