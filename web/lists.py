"""A list of results for programs: JSON, CSV, Atom and RDF of the same hits in the same order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.questions.question import Sense
from catalogue.text.cells import safe_cell
from catalogue.writing import link, literal
from vocab.namespaces import DCAT, DCT, HYDRA, RDF, XSD
from web.addresses import Addresses
from web.answers import to_json
from web.atom import NEVER, Feed, FeedEntry, Slice, to_atom
from web.finding import Found
from web.pages.cards import Card
from web.pages.facets import FacetBox
from web.schema import COUNT, STRING, TEXT_OR_NULL, TRUTH, every, record, table

LISTING_SCHEMA = record(
    "SearchResults",
    total=COUNT,
    hits=every(
        record(
            "Hit",
            id=STRING,
            iri=STRING,
            title=STRING,
            publisher=STRING,
            publisher_slug=STRING,
            score={"type": "number"},
            portal=STRING,
            licence=STRING,
            openness=STRING,
            formats=every(STRING),
            identifiers=every(STRING),
            modified=STRING,
            covers=STRING,
            also_listed=every(record(id=STRING, iri=STRING)),
            found_by=every(STRING),
            snippet=STRING,
        )
    ),
    facets=table(every(record(value=STRING, label=STRING, count=COUNT))),
    next=TEXT_OR_NULL,
    understood=every(record(kind=STRING, typed=STRING, label=STRING, code=TEXT_OR_NULL, also=every(STRING))),
    silent=every(STRING),
    relaxed=TRUTH,
    unknown=every(STRING),
    suggestion=TEXT_OR_NULL,
    respelt=TEXT_OR_NULL,
)

_COLUMNS = [
    "id",
    "iri",
    "title",
    "publisher",
    "licence",
    "openness",
    "formats",
    "modified",
    "covers",
    "portal",
    "snippet",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of results with the addresses that it needs; `updated` gives the instant each last changed here."""

    title: str
    address: str
    page: str
    next: str
    found: Found
    cards: tuple[Card, ...]
    facets: tuple[FacetBox, ...]
    updated: Mapping[str, str]
    iris: Addresses


def to_listing_json(listing: Listing) -> bytes:
    """The list as JSON; `next` is null at the end."""
    return to_json(
        {
            "total": listing.found.results.total,
            "hits": [_hit(card, listing.iris) for card in listing.cards],
            "facets": {
                box.name: [
                    {"value": one.value, "label": one.label, "count": one.count} for one in box.choices
                ]
                for box in listing.facets
            },
            "next": listing.next or None,
            "understood": [_sense(each) for each in listing.found.question.senses],
            "silent": list(listing.found.question.silent),
            "relaxed": listing.found.results.relaxed,
            "unknown": list(listing.found.results.unknown),
            "suggestion": listing.found.results.suggestion,
            "respelt": listing.found.asked.text if listing.found.typed else None,
        }
    )


def to_listing_csv(listing: Listing) -> bytes:
    """The list as a table, with a header line. A cell that a spreadsheet would run as a formula begins with '."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for card in listing.cards:
        hit = _hit(card, listing.iris)
        writer.writerow([spreadsheet_cell(hit[name]) for name in _COLUMNS])
    return out.getvalue().encode(errors="replace")


def to_listing_atom(listing: Listing) -> bytes:
    """The list as a feed (RFC 4287)."""
    entries = tuple(
        FeedEntry(
            iri=listing.iris.dataset(card.id),
            title=card.title,
            updated=listing.updated.get(card.id, NEVER),
            summary="".join(piece.text for piece in card.snippet),
            author=card.publisher,
        )
        for card in listing.cards
    )
    return to_atom(
        Feed(
            title=listing.title,
            address=listing.address,
            page=listing.page,
            next=listing.next,
            entries=entries,
            slice=Slice(
                description=listing.iris.opensearch(),
                total=listing.found.results.total,
                start=(listing.found.asked.page - 1) * listing.found.asked.limit + 1,
                size=listing.found.asked.limit,
            ),
        )
    )


def to_listing_quads(listing: Listing) -> bytes:
    """The list as a hydra:Collection of datasets with their titles, in N-Triples."""
    here, view = link(listing.page), link(listing.address)
    statements = [
        (here, RDF.type, link(HYDRA.Collection)),
        (here, DCT.title, literal(listing.title)),
        (here, HYDRA.totalItems, literal(str(listing.found.results.total), datatype=XSD.integer)),
        (here, HYDRA.view, view),
        (view, RDF.type, link(HYDRA.PartialCollectionView)),
    ]
    if listing.next:
        statements.append((view, HYDRA.next, link(listing.next)))
    for card in listing.cards:
        dataset = link(listing.iris.dataset(card.id))
        statements += [
            (here, HYDRA.member, dataset),
            (dataset, RDF.type, link(DCAT.Dataset)),
            (dataset, DCT.title, literal(card.title, card.lang)),
        ]
        if card.publisher_slug:
            statements.append((dataset, DCT.publisher, link(listing.iris.organisation(card.publisher_slug))))
    return to_ntriples(statements)


def to_ntriples(statements: Iterable[tuple[str, str, str]]) -> bytes:
    """Statements of encoded subject, predicate's IRI and encoded object as N-Triples."""
    return "".join(
        f"{subject} {link(predicate)} {value} .\n" for subject, predicate, value in statements
    ).encode()


def _sense(sense: Sense) -> dict[str, object]:
    return {
        "kind": sense.kind.value,
        "typed": sense.typed,
        "label": sense.label,
        "code": sense.code or None,
        "also": list(sense.also),
    }


def _hit(card: Card, iris: Addresses) -> dict[str, object]:
    return {
        "id": card.id,
        "iri": iris.dataset(card.id),
        "title": card.title,
        "publisher": card.publisher,
        "publisher_slug": card.publisher_slug,
        "score": round(card.score, 4),
        "portal": card.portal,
        "licence": card.licence,
        "openness": card.openness,
        "formats": list(card.formats),
        "identifiers": list(card.identifiers),
        "modified": card.modified,
        "covers": card.covers,
        "also_listed": [{"id": one.id, "iri": iris.dataset(one.id)} for one in card.also],
        "found_by": list(card.why),
        "snippet": "".join(piece.text for piece in card.snippet),
    }


def spreadsheet_cell(value: object) -> str:
    """A value as a cell of a CSV file that no spreadsheet runs as a formula; a list is put in one line."""
    text = " ".join(value) if isinstance(value, list) else str(value)
    return safe_cell(text)
