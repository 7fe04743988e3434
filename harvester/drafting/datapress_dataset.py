"""A dataset of DataPress's export, in either of its shapes (https://datapress.com/docs).

Lists may be objects by id (`resources`, `links`), objects may be a word (`licence`, `team`). A field is looked for in
`custom`, then among the dataset's own keys, where older portals have the same names.

| model | dataset | | model | resource |
|---|---|---|---|---|
| identifier, key | `id` | | key | `id`, or the key it stands under |
| title, description | the same | | title, description | the same |
| keyword, theme | `tags`; `topics` | | access_url, download_url | `url` |
| publisher | `team`, else `masthead`, else `author` | | format | `format` |
| creator | `author` where a team publishes | | media_type | `check_mimetype`, `mimetype` |
| contact_point | `contact`, else `maintainer`, else `author` | | byte_size | `check_size`, `size` |
| issued, modified | `createdAt`, `updatedAt` | | checksum | `check_hash` |
| accrual_periodicity | `update_frequency` | | modified | `updatedAt` |
| license, rights | `licence` (`title`, `url`); `licence_notes` | | | |
| spatial | `london_bounding_box`, `bounding_box`, `geo` | | | |
| temporal | `temporal_coverage_from`, `-to` of its resources | | | |
| landing_page, page | `webpage`, else the dataset's page; `links[].url` | | | |
| council_service | `lgsl` … | | | |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.drafting.files import absolute, checksum
from harvester.drafting.subjects import name_services, services_said
from harvester.formats import native
from harvester.formats.native import first, mapping, term, terms, text, texts, words
from harvester.record import Draft, Record
from vocab.namespaces import GEO


def draft_dataset(record: Record, *, site: str) -> Draft:
    """A dataset as a draft; `site` is the portal's address, without a slash at its end.

    Raises RecordError where it is no object, or has no title.
    """
    dataset = native.unpack(record.body)
    if not texts(dataset.get("title")):
        raise RecordError(f"dataset {record.key} has no title")
    said = dataset | {key: value for key, value in mapping(dataset.get("custom")).items() if value}
    resources = _by_order(by_id(dataset.get("resources")))
    publisher, author = _publisher(said), _agent(said.get("author"))
    draft = Dataset(
        iri=native.iri(record.source),
        key=record.key,
        title=texts(dataset.get("title")),
        description=texts(dataset.get("description")),
        identifier=tuple(Typed(word) for word in words(dataset.get("id"))),
        keyword=texts(_named(said.get("tags"))),
        theme=terms(_named(said.get("topics"))),
        council_service=services_said(said),
        publisher=publisher or author,
        creator=(author,) if author and publisher else (),
        contact_point=tuple(_contacts(said)),
        issued=native.date(text(dataset.get("createdAt")), naive="Z"),
        modified=native.date(text(dataset.get("updatedAt")), naive="Z"),
        language=terms(said.get("language")),
        license=_licence(said.get("licence") or said.get("license")),
        rights=terms(said.get("licence_notes")),
        accrual_periodicity=term(said.get("update_frequency")),
        spatial=tuple(_places(said)),
        temporal=tuple(dict.fromkeys(_periods(resources.values()))),
        landing_page=(record.source,),
        page=tuple(filter(None, (native.iri(link.get("url")) for link in by_id(said.get("links")).values()))),
        distribution=tuple(_distribution(key, one, site) for key, one in resources.items()),
    )
    return Draft(dataset=name_services(draft), findings=tuple(_remarks(dataset)))


def by_id(value: object) -> dict[str, Mapping[str, Any]]:
    """The objects of a list, or of an object that holds them, each by its id."""
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if isinstance(one, dict)}
    listed = (one for one in native.listed(value) if isinstance(one, dict))
    return {text(one.get("id")) or f"#{n}": one for n, one in enumerate(listed)}


def _by_order(resources: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Resources in the order that the portal shows; those without one last, as they stood."""
    ranks = {key: text(one.get("order")) for key, one in resources.items()}
    ranked = sorted(ranks, key=lambda key: int(ranks[key]) if ranks[key].isdecimal() else len(ranks) + 1)
    return {key: resources[key] for key in ranked}


def _named(value: object) -> list[str]:
    """Words, or objects with a title or name, of a list or of an object by id."""
    items = list(value.values()) if isinstance(value, dict) else native.listed(value)
    found = (first(item, mapping(item).get("title"), mapping(item).get("name")) for item in items)
    return [word for word in found if word]


def _agent(value: object) -> Agent | None:
    name = first(*_named([value]))
    return Agent(name=(Text(name),)) if name else None


def _publisher(said: Mapping[str, Any]) -> Agent | None:
    return _agent(said.get("team")) or _agent(said.get("masthead"))


def _contacts(said: Mapping[str, Any]) -> Iterator[Contact]:
    stated = mapping(said.get("contact"))
    ways = (
        (first(stated.get("title"), stated.get("name")), first(stated.get("email"))),
        (text(said.get("maintainer")), text(said.get("maintainer_email"))),
        (text(said.get("author")), text(said.get("author_email"))),
    )
    for name, email in ways:
        if name or email:
            yield Contact(fn=(Text(name),) if name else (), has_email=native.mailbox(email))
            return


def _licence(value: object) -> Term | None:
    stated = mapping(value)
    word = first(value, stated.get("title"), stated.get("name"), stated.get("id"))
    link = text(stated.get("url"))
    return Term(word or link, link=link if word else "") if word or link else None


def _places(said: Mapping[str, Any]) -> Iterator[Location]:
    for name in ("london_bounding_box", "bounding_box", "geo"):
        value = native.inner_json(said.get(name))
        if isinstance(value, dict) and "coordinates" in value:
            yield Location(geometry=(Typed(native.pack(value).decode(), GEO.geoJSONLiteral),))
        elif box := native.bounds(value):
            yield Location(bbox=box)
        else:
            yield from (Location(label=(Text(word),)) for word in _named(value))


def _periods(resources: Any) -> Iterator[PeriodOfTime]:
    for resource in resources:
        start, end = (native.date(text(resource.get(f"temporal_coverage_{edge}"))) for edge in ("from", "to"))
        if start or end:
            yield PeriodOfTime(start_date=start, end_date=end)


def _distribution(key: str, resource: Mapping[str, Any], site: str) -> Distribution:
    get = resource.get
    url = absolute(text(get("url")), site)
    return Distribution(
        key=key,
        title=texts(get("title") or get("name")),
        description=texts(get("description")),
        access_url=(url,) if url else (),
        download_url=(url,) if "/download/" in url else (),
        format=term(get("format")),
        media_type=term(get("check_mimetype"), get("mimetype")),
        byte_size=native.byte_size(get("check_size") or get("size")),
        checksum=checksum(get("check_hash")),
        modified=native.date(text(get("updatedAt")), naive="Z"),
    )


def _remarks(dataset: Mapping[str, Any]) -> Iterator[Finding]:
    for key in ("resources", "links"):
        if not isinstance(dataset.get(key), list | dict | None):
            yield Finding(
                code="datapress-not-a-list",
                severity=Severity.WARNING,
                message=f"`{key}` is {native.name_of(dataset[key])} where DataPress has a list or an object",
                place=key,
            )
