"""Kinds of identifier for programs: the concept with who holds it, and the list of all kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.writing import link, literal
from vocab.namespaces import DCAT, DCT, RDF, SKOS, STOOK
from web.concept_forms import concept_triples
from web.joining.written import STEP_SCHEMA, step_json
from web.pages.identifier import HolderRow, IdentifierPage, IdentifiersPage, KindRow
from web.schema import COUNT, SHARE, STRING, TEXT_OR_NULL, TRUTH, every, joined, record
from web.site import Site
from web.tables import Member, Statement, collection_triples, to_table_csv
from web.vocabulary_json import COUNTED_SCHEMA, counted_json

_HOLDER = record(
    id=STRING,
    iri=STRING,
    title=STRING,
    publisher=TEXT_OR_NULL,
    column=STRING,
    confidence=SHARE,
    rule=STRING,
    reason=STRING,
)
IDENTIFIER_SCHEMA = joined(
    "Identifier",
    COUNTED_SCHEMA,
    record(
        joins=TRUTH,
        instead=TEXT_OR_NULL,
        holders=COUNT,
        publishers=every(record(slug=STRING, name=STRING, datasets=COUNT)),
        lookups_from=every(STEP_SCHEMA),
        lookups_to=every(STEP_SCHEMA),
        total=COUNT,
        list=every(_HOLDER),
        next=TEXT_OR_NULL,
    ),
)
_KIND = record(
    code=STRING, iri=STRING, label=STRING, role=STRING, definition=STRING, holders=COUNT, page=STRING
)
IDENTIFIERS_SCHEMA = record("Identifiers", identifiers=every(_KIND))


def identifier_json(page: IdentifierPage, site: Site, following: str | None) -> dict[str, object]:
    """A kind: its concept, and beside that who holds it and where lookups lead."""
    return counted_json(page.concept, site) | {
        "joins": page.kind is not None and page.kind.joins,
        "instead": (page.kind.instead or None) if page.kind else None,
        "holders": page.datasets,
        "publishers": [
            {"slug": one.slug, "name": one.name, "datasets": one.count} for one in page.publishers
        ],
        "lookups_from": [step_json(one) for one in page.leads_to],
        "lookups_to": [step_json(one) for one in page.leads_from],
        "total": page.total,
        "list": [_holder(one, site) for one in page.rows],
        "next": following,
    }


def identifier_csv(rows: Sequence[HolderRow], site: Site) -> bytes:
    """A line a dataset that holds it."""
    return to_table_csv(tuple(_HOLDER["properties"]), [_holder(one, site) for one in rows])


def identifier_triples(page: IdentifierPage, site: Site) -> bytes:
    """The concept in SKOS, and the datasets of this page that hold it."""
    held = "".join(f"{s} <{p}> {o} .\n" for s, p, o in _held(page, site))
    return concept_triples(page.concept, site.thesaurus, site.iris) + held.encode(errors="replace")


def identifiers_json(page: IdentifiersPage, site: Site) -> dict[str, object]:
    """All kinds."""
    return {"identifiers": [_kind(row, site) for _, rows in page.groups for row in rows]}


def identifiers_csv(page: IdentifiersPage, site: Site) -> bytes:
    """A line a kind."""
    return to_table_csv(
        tuple(_KIND["properties"]), [_kind(row, site) for _, rows in page.groups for row in rows]
    )


def identifiers_triples(page: IdentifiersPage, here: str) -> bytes:
    """All kinds as concepts with their names."""
    rows = [row for _, rows in page.groups for row in rows]
    members = [
        Member(
            iri=row.concept.iri,
            kind=SKOS.Concept,
            name=row.concept.label(),
            named=SKOS.prefLabel,
            lang="en",
        )
        for row in rows
    ]
    return collection_triples(here, "Identifiers", members)


def _held(page: IdentifierPage, site: Site) -> Iterator[Statement]:
    for row in page.rows:
        dataset = link(site.iris.dataset(row.id))
        yield dataset, RDF.type, link(DCAT.Dataset)
        yield dataset, DCT.title, literal(row.title)
        yield dataset, STOOK.holds, link(page.concept.iri)


def _holder(row: HolderRow, site: Site) -> dict[str, object]:
    return {
        "id": row.id,
        "iri": site.iris.dataset(row.id),
        "title": row.title,
        "publisher": row.publisher or None,
        "column": row.column,
        "confidence": row.confidence,
        "rule": row.rule,
        "reason": row.why,
    }


def _kind(row: KindRow, site: Site) -> dict[str, object]:
    return {
        "code": row.concept.code,
        "iri": row.concept.iri,
        "label": row.concept.label(),
        "role": row.role.value,
        "definition": row.concept.definition,
        "holders": row.datasets,
        "page": site.iris.identifier(row.concept.code),
    }
