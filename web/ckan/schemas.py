"""What CKAN's answers hold, as JSON Schemas: the members that clients read; there may be more."""

from __future__ import annotations

from web.schema import (
    ANY,
    COUNT,
    COUNT_OR_NULL,
    STRING,
    TEXT_OR_NULL,
    TRUTH,
    Schema,
    either,
    every,
    joined,
    or_null,
    record,
    table,
)

_NAMED = record("", id=STRING, name=STRING, title=STRING)
_FLAT_TAG: Schema = record("CkanTag", id=STRING, name=STRING, display_name=STRING, vocabulary_id=TEXT_OR_NULL)

RESOURCE = record(
    "CkanResource",
    id=STRING,
    package_id=STRING,
    position=COUNT,
    name=TEXT_OR_NULL,
    description=STRING,
    format=STRING,
    mimetype=TEXT_OR_NULL,
    url=STRING,
    size=COUNT_OR_NULL,
    hash=STRING,
    created=TEXT_OR_NULL,
    last_modified=TEXT_OR_NULL,
    state=STRING,
)
PACKAGE = record(
    "CkanPackage",
    id=STRING,
    name=STRING,
    title=STRING,
    notes=STRING,
    type=STRING,
    state=STRING,
    private=TRUTH,
    url=TEXT_OR_NULL,
    version=TEXT_OR_NULL,
    author=TEXT_OR_NULL,
    author_email=TEXT_OR_NULL,
    maintainer=TEXT_OR_NULL,
    maintainer_email=TEXT_OR_NULL,
    license_id=TEXT_OR_NULL,
    license_title=TEXT_OR_NULL,
    isopen=TRUTH,
    owner_org=TEXT_OR_NULL,
    organization=or_null(_NAMED),
    metadata_created=TEXT_OR_NULL,
    metadata_modified=TEXT_OR_NULL,
    num_resources=COUNT,
    num_tags=COUNT,
    resources=every(RESOURCE),
    tags=every(_FLAT_TAG),
    groups=every(_NAMED),
    extras=every(record("", key=STRING, value=STRING)),
)
GROUP = joined(
    "CkanGroup", _NAMED, record("", display_name=STRING, description=STRING, type=STRING, state=STRING)
)
SEARCHED = record(
    "CkanSearch",
    count=COUNT,
    sort=STRING,
    facets=table(table(COUNT)),
    results=every({"type": "object"}),
    search_facets=table(
        record("", title=STRING, items=every(record("", name=STRING, display_name=STRING, count=COUNT)))
    ),
)
LICENCE = record("CkanLicence", id=STRING, title=STRING, url=STRING, status=STRING)
STATUS = record(
    "CkanStatus", site_title=STRING, site_url=STRING, ckan_version=STRING, extensions=every(STRING)
)
TAG = _FLAT_TAG
TAGS = record("CkanTags", count=COUNT, results=every(TAG))
BEGINNING = record("CkanBeginning", name=STRING, title=STRING, match_field=STRING, match_displayed=STRING)
NAMED = _NAMED
NAMES = every(STRING)
PACKAGES = every(PACKAGE)
NAMES_OR_GROUPS = either(NAMES, every(GROUP))
NAMES_OR_TAGS = either(NAMES, every(TAG))
NOTHING = every(ANY)

_ERROR = record("CkanError", __type=STRING)
REFUSED = either(STRING, record("CkanRefusal", help=STRING, success=TRUTH, error=_ERROR))
"""A text for what is no request of CKAN's, else the envelope with what is wrong."""


def enveloped(result: Schema) -> Schema:
    """CKAN's envelope around a result."""
    return record("", help=STRING, success=TRUTH, result=result)
