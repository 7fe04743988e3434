"""A kin for programs: JSON, a table, and a collection of its datasets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalogue.ledger.kin_lists import KinLine
from catalogue.writing import link
from vocab.namespaces import DCAT, DCT, HYDRA, STOOK
from web.addresses import Addresses
from web.alike.matching import Match, SchemaMatch
from web.alike.member import Member
from web.pages.alike import Standard
from web.schema import COUNT, STRING, TEXT_OR_NULL, every, or_null, record
from web.tables import Member as Listed
from web.tables import Statement, collection_triples

_SHARE = {"type": "number"}

KIN_SCHEMA = record("Kin", name=STRING, iri=STRING, label=STRING, publishers=COUNT, datasets=COUNT)
KINS_SCHEMA = record("Kins", total=COUNT, kins=every(KIN_SCHEMA), next=TEXT_OR_NULL)
_MEMBER_SCHEMA = record(
    "KinMember",
    id=STRING,
    iri=STRING,
    title=STRING,
    publisher=TEXT_OR_NULL,
    bearer=STRING,
    editions=COUNT,
    areas=every(STRING),
    period=TEXT_OR_NULL,
    data_changed=TEXT_OR_NULL,
    licence=TEXT_OR_NULL,
    openness=STRING,
    formats=every(STRING),
    downloads=every(STRING),
    columns=every(record(name=STRING, identifier=TEXT_OR_NULL)),
    schema_match=or_null(
        record(equal=COUNT, different=COUNT, share=_SHARE, lacks=every(STRING), alone=every(STRING))
    ),
)
KIN_PAGE_SCHEMA = record(
    "KinMembers",
    name=STRING,
    iri=STRING,
    label=STRING,
    publishers=COUNT,
    datasets=COUNT,
    bearer=TEXT_OR_NULL,
    members=every(_MEMBER_SCHEMA),
    columns=every(
        record("KinColumn", name=STRING, also=every(STRING), identifier=TEXT_OR_NULL, held_by=every(STRING))
    ),
    columns_told_by=COUNT,
    usual_columns=every(STRING),
    shares=every(record(a=STRING, b=STRING, share=_SHARE)),
    standards=every(record(standard=STRING, members=COUNT)),
    next=TEXT_OR_NULL,
)

MEMBER_COLUMNS = (
    "id",
    "iri",
    "title",
    "publisher",
    "editions",
    "areas",
    "period",
    "data_changed",
    "licence",
    "openness",
    "formats",
    "downloads",
    "columns",
    "equal_columns",
    "different_columns",
    "lacks",
)


def kin_json(kin: KinLine, iris: Addresses) -> dict[str, object]:
    """A kin in a list."""
    return {
        "name": kin.name,
        "iri": iris.kin(kin.name),
        "label": kin.label,
        "publishers": kin.publishers,
        "datasets": kin.datasets,
    }


def members_json(
    kin: KinLine,
    bearer: str,
    members: Sequence[Member],
    schema: SchemaMatch,
    standards: Iterable[Standard],
    following: str | None,
    iris: Addresses,
) -> dict[str, object]:
    """A page of a kin's members with their schema match."""
    return kin_json(kin, iris) | {
        "bearer": bearer or None,
        "members": [_member(one, match, iris) for one, match in zip(members, schema.matches, strict=True)],
        "columns": [
            {
                "name": one.names[0],
                "also": list(one.names[1:]),
                "identifier": one.kind or None,
                "held_by": [members[place].id for place in one.holders],
            }
            for one in schema.columns
        ],
        "columns_told_by": schema.told,
        "usual_columns": [one.names[0] for one in schema.usual],
        "shares": _shares(members, schema),
        "standards": [{"standard": one.value.text, "members": one.count} for one in standards],
        "next": following,
    }


def member_rows(members: Sequence[Member], schema: SchemaMatch, iris: Addresses) -> list[dict[str, object]]:
    """The members as lines of a table."""
    return [
        _member(one, match, iris)
        | {
            "columns": [column.name for column in one.columns],
            "equal_columns": match.equal if match else None,
            "different_columns": match.different if match else None,
            "lacks": list(match.lacks) if match else [],
        }
        for one, match in zip(members, schema.matches, strict=True)
    ]


def members_quads(
    kin: KinLine, members: Sequence[Member], paged: Iterable[Statement], total: int, iris: Addresses
) -> bytes:
    """A page of the kin as a hydra:Collection of its datasets, each of which says that it is of this kin, and no more:
    records of several publishers are never the same thing."""
    here = iris.kin(kin.name)
    listed = [
        Listed(iri=iris.dataset(one.id), kind=DCAT.Dataset, name=one.title, named=DCT.title, lang=one.lang)
        for one in members
    ]
    related = [(link(iris.dataset(one.id)), STOOK.alike, link(here)) for one in members]
    return collection_triples(here, kin.label, listed, (*related, *paged), total=total)


def kins_quads(kins: Sequence[KinLine], paged: Iterable[Statement], total: int, iris: Addresses) -> bytes:
    """A page of the kins as a list of lists."""
    listed = [Listed(iri=iris.kin(one.name), kind=HYDRA.Collection, name=one.label) for one in kins]
    return collection_triples(iris.kins(), "What several publishers have", listed, paged, total=total)


def _member(one: Member, match: Match | None, iris: Addresses) -> dict[str, object]:
    return {
        "id": one.id,
        "iri": iris.dataset(one.id),
        "title": one.title,
        "publisher": one.publisher.text if one.publisher else None,
        "bearer": one.bearer,
        "editions": one.editions,
        "areas": [value.text for value in one.areas],
        "period": one.period or None,
        "data_changed": one.changed or None,
        "licence": one.licence.name.text if one.licence.name else None,
        "openness": one.licence.openness,
        "formats": list(one.formats),
        "downloads": [get.way.link.address for get in one.gets],
        "columns": [
            {
                "name": column.name,
                "identifier": column.detections[0].kind if column.detections else None,
            }
            for column in one.columns
        ],
        "schema_match": _match(match),
    }


def _match(match: Match | None) -> dict[str, object] | None:
    if match is None:
        return None
    return {
        "equal": match.equal,
        "different": match.different,
        "share": round(match.share, 3),
        "lacks": list(match.lacks),
        "alone": list(match.alone),
    }


def _shares(members: Sequence[Member], schema: SchemaMatch) -> list[dict[str, object]]:
    return [
        {"a": one.id, "b": other.id, "share": round(share, 3)}
        for place, one in enumerate(members)
        for beside, other in enumerate(members[:place])
        if (share := schema.shares[place][beside]) is not None
    ]
