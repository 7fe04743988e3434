"""The lists of the vocabulary's pages for programs, with how many datasets use each concept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vocab import Concept
from web.concept_forms import CONCEPT_SCHEMA, SCHEME_SCHEMA, concept_json, scheme_json
from web.labels import Named
from web.pages.vocabulary import VocabulariesPage, make_groups
from web.schema import COUNT, COUNT_OR_NULL, STRING, TEXT_OR_NULL, either, every, joined, record
from web.site import Site
from web.tables import to_table_csv

COUNTED_SCHEMA = joined("Concept", CONCEPT_SCHEMA, record(datasets=COUNT_OR_NULL))
WHOLE_SCHEME_SCHEMA = joined(
    "Vocabulary", SCHEME_SCHEMA, record(list=every(COUNTED_SCHEMA), former=every(COUNTED_SCHEMA))
)
SCHEMES_SCHEMA = record(
    schemes=every(joined("", SCHEME_SCHEMA, record(group=STRING, used=COUNT_OR_NULL, datasets=COUNT_OR_NULL)))
)
FOUND_SCHEMA = record(
    total=COUNT,
    list=every(
        record(
            label=STRING,
            scheme=STRING,
            code=STRING,
            page=STRING,
            definition=STRING,
            matched=STRING,
            datasets=COUNT_OR_NULL,
        )
    ),
    next=TEXT_OR_NULL,
)
VOCABULARIES_SCHEMA = {"title": "Vocabularies", **either(SCHEMES_SCHEMA, FOUND_SCHEMA)}
SUGGESTIONS_SCHEMA = every(
    record(
        "ConceptSuggestion",
        label=STRING,
        about=STRING,
        address=STRING,
        matched=STRING,
        scheme=STRING,
        scheme_title=STRING,
        code=STRING,
        page=STRING,
    )
)


def schemes_json(site: Site) -> dict[str, object]:
    """Every list with its group and how much it is used."""
    rows = [(group.label, row) for group in make_groups(site) for row in group.rows]
    return {
        "schemes": [
            scheme_json(row.scheme) | {"group": label, "used": row.used, "datasets": row.datasets}
            for label, row in rows
        ]
    }


def schemes_csv(said: Mapping[str, Any]) -> bytes:
    """Every list as a line of a table."""
    columns = ("name", "title", "group", "concepts", "used", "datasets", "source", "licence", "modified")
    return to_table_csv(columns, said["schemes"])


def found_csv(said: Mapping[str, Any]) -> bytes:
    """What a search found as a table, a page of it."""
    columns = ("label", "scheme", "code", "page", "definition", "matched", "datasets")
    return to_table_csv(columns, said["list"])


def found_json(page: VocabulariesPage, site: Site) -> dict[str, object]:
    """A page of what a search over all labels found."""
    return {
        "total": page.total,
        "list": [
            {
                "label": row.concept.label(),
                "scheme": row.concept.scheme,
                "code": row.concept.code,
                "page": site.iris.vocabulary(row.concept.scheme, row.concept.code),
                "definition": row.concept.definition,
                "matched": row.matched or row.concept.label(),
                "datasets": row.datasets,
            }
            for row in page.found
        ],
        "next": site.iris.base + page.paging.next if page.paging.next else None,
    }


def suggestion_json(named: Named, site: Site) -> dict[str, str]:
    """One suggestion: what it is called, what matched, where its page is; `about` is that in words."""
    one = named.concept
    title, page = site.vocabulary.schemes[one.scheme].title, site.links.vocabulary(one.scheme, one.code)
    return {
        "label": one.label(),
        "about": title if named.text == one.label() else f"{named.text} · {title}",
        "address": page,
        "matched": named.text,
        "scheme": one.scheme,
        "scheme_title": title,
        "code": one.code,
        "page": page,
    }


def counted_json(found: Concept, site: Site) -> dict[str, object]:
    """A concept with how many datasets use it."""
    return concept_json(found, site.thesaurus, site.iris) | {
        "datasets": site.counts.of(found.scheme, found.code)
    }
