"""A dataset of the LGA's inventory (http://schemas.opendata.esd.org.uk/Inventory, version 2).

Elements are found by their names, whatever their prefix; `Metadata` is the inventory's, and holds for each dataset.

| model | dataset | | model | rendition |
|---|---|---|---|---|
| key, identifier | `Identifier` | | key | `Identifier` of its resource, with its `MimeType` where there are several |
| title, description | the same (HTML in text) | | title, description | its own, else its resource's |
| publisher | `RightsHolder`, with `Metadata/Publisher` as its IRI | | access_url | `Identifier` |
| license, status | `Rights`; `Active` | | download_url | the same, where `Availability` is "Download" |
| modified | `Modified` | | media_type | `MimeType` |
| council_service, theme | `Subjects/Subject/Service`; `Function` | | conforms_to | `ConformsTo` |
| language | `Language` of its resources | | modified | `Modified` |
| spatial | `Coverage/Spatial`, else that of `Metadata` | | | |
| temporal | `Coverage/Temporal`, in words or with two ends | | | |
| page | renditions of resources of the type "Document" | | | |
| landing_page | the first of them | | | |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.errors import RecordError
from catalogue.iri import is_web_address
from catalogue.model import Agent, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.drafting.subjects import name_services, services_said, themes_said
from harvester.formats import native
from harvester.formats.elements import attribute, each, one, texts_of, word_of
from harvester.formats.xml import Element, read_record
from harvester.record import Draft, Record

_GSS = re.compile(r"[ENSWK]\d{8}")


def draft_dataset(record: Record) -> Draft:
    """A dataset as a draft; raises RecordError where it is no inventory's, or has no title."""
    inventory = read_record(record.body)
    dataset, about = one(inventory, "Dataset"), one(inventory, "Metadata")
    title = word_of(dataset, "Title")
    if dataset is None or not title:
        raise RecordError(f"dataset {record.key} has no title")
    identifier = word_of(dataset, "Identifier")
    pages = tuple(dict.fromkeys(_pages(dataset)))
    services, functions = (texts_of(dataset, f"Subjects/Subject/{name}") for name in ("Service", "Function"))
    drafted = Dataset(
        iri=native.iri(identifier),
        key=record.key,
        title=(Text(title),),
        description=tuple(map(Text, texts_of(dataset, "Description"))),
        identifier=(Typed(identifier),) if identifier else (),
        theme=themes_said({"lga_functions": list(functions)}),
        council_service=services_said({"lga_services": list(services)}),
        publisher=_publisher(dataset, about),
        modified=native.date(attribute(dataset, "Modified")),
        language=tuple(Term(tag) for tag in dict.fromkeys(_languages(dataset))),
        license=native.term(word_of(dataset, "Rights")),
        status=None if is_active(dataset) else Term("inactive"),
        landing_page=pages[:1],
        page=pages,
        spatial=tuple(_places(dataset)) or tuple(_places(about)),
        temporal=tuple(_periods(dataset)) or tuple(_periods(about)),
        distribution=tuple(_distributions(dataset)),
    )
    return Draft(dataset=name_services(drafted))


def is_active(element: Element) -> bool:
    """Whether a dataset, resource or rendition is in use: only one that says that it is not, is not."""
    return attribute(element, "Active").lower() not in ("no", "false", "0")


def page_of(dataset: Element) -> str:
    """The first page that tells of a dataset, or ""."""
    return next(_pages(dataset), "")


def _pages(dataset: Element) -> Iterator[str]:
    for resource in each(dataset, "Resources/Resource"):
        if attribute(resource, "Type").lower() == "document":
            yield from filter(is_web_address, texts_of(resource, "Renditions/Rendition/Identifier"))


def _publisher(dataset: Element, about: Element | None) -> Agent | None:
    name, address = word_of(dataset, "RightsHolder"), word_of(about, "Publisher")
    if not name and not address:
        return None
    stated = name or ("" if is_web_address(address) else address)
    return Agent(iri=native.iri(address), name=(Text(stated),) if stated else ())


def _languages(dataset: Element) -> Iterator[str]:
    for resource in each(dataset, "Resources/Resource"):
        if tag := attribute(resource, "Language"):
            yield tag


def _places(element: Element | None) -> Iterator[Location]:
    for word in texts_of(element, "Coverage/Spatial"):
        code = _GSS.search(word)
        yield Location(label=(Text(code[0] if code else word),))


def _periods(element: Element | None) -> Iterator[PeriodOfTime]:
    for period in each(element, "Coverage/Temporal"):
        start, end = (
            native.date(word_of(period, edge)) for edge in ("Start|StartDate|From", "End|EndDate|To")
        )
        if start or end:
            yield PeriodOfTime(start_date=start, end_date=end)
        elif word := word_of(period, "*") or (period.text or "").strip():
            yield PeriodOfTime(label=(Text(word),))


def _distributions(dataset: Element) -> Iterator[Distribution]:
    """The renditions in use of resources in use that are data."""
    for resource in filter(is_active, each(dataset, "Resources/Resource")):
        if attribute(resource, "Type").lower() == "document":
            continue
        renditions = list(filter(is_active, each(resource, "Renditions/Rendition")))
        for rendition in renditions:
            yield _distribution(rendition, resource, several=len(renditions) > 1)


def _distribution(rendition: Element, resource: Element, *, several: bool) -> Distribution:
    url, media = word_of(rendition, "Identifier"), word_of(rendition, "MimeType")
    key = word_of(resource, "Identifier")
    loads = word_of(rendition, "Availability").lower() == "download"
    return Distribution(
        key=f"{key}/{media}" if several and media else key,
        title=_own_or(rendition, resource, "Title"),
        description=_own_or(rendition, resource, "Description"),
        access_url=(url,) if url else (),
        download_url=(url,) if url and loads else (),
        media_type=native.term(media),
        modified=native.date(attribute(rendition, "Modified") or attribute(resource, "Modified")),
        conforms_to=tuple(map(Term, texts_of(rendition, "ConformsTo"))),
    )


def _own_or(rendition: Element, resource: Element, name: str) -> tuple[Text, ...]:
    word = word_of(rendition, name) or word_of(resource, name)
    return (Text(word),) if word else ()
