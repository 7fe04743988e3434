"""CKAN: pages of `package_search`, a package a record (https://docs.ckan.org/en/2.11/api/).

A package is a dcat:Dataset, a resource a dcat:Distribution. A field is looked for in `extras`, then among the
package's own keys, where ckanext-scheming puts the same names (ckanext-dcat, docs/mapping.md).

| model | package | | model | resource |
|---|---|---|---|---|
| iri | `uri`, else site + /dataset/ + id | | key | `id` |
| identifier | `identifier`, `guid`, `id` | | title, description | `name`, `description` |
| title, description | `title`, `notes`, `*_translated` | | access_url | `access_url`, else `url` |
| keyword | `tags[].display_name` or `name`, `keywords` | | download_url | `download_url`, `url` of an upload |
| theme | `groups[].title`, `theme`, `theme-primary`, `theme-secondary` | | format, media_type | `format`, `mimetype` |
| publisher | `publisher_*`, else `organization` | | byte_size | `size` |
| creator | `author`, `author_email` | | checksum | `hash`, `hash_algorithm` or by length |
| contact_point | `contact_*`, `contact-*`, else maintainer, else author | | issued | `created` |
| issued, modified | `issued`, `modified`, else `metadata_*` (UTC) | | modified | `last_modified`, `metadata_modified` |
| accrual_periodicity | `frequency`, `accrual_periodicity`, `update_frequency` | | license | `license` |
| license | `license_url`, `license_id`, `license_title`, `licence` | | rights, status | the same |
| spatial | `spatial` (GeoJSON), `spatial_uri`, `bbox-*`, coverage words | | language | `language` |
| temporal | `temporal_start`/`_end`, `temporal_coverage-from`/`-to` | | conforms_to | the same |
| landing_page | `url`, else the package's page | | | |
| source | `harvest_source_url`; its title stands in `extra` | | | |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.model import (
    Agent,
    Checksum,
    Contact,
    Dataset,
    Distribution,
    Identifier,
    Location,
    PeriodOfTime,
)
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester import native
from harvester.native import first, links, objects, term, terms, text, texts, typed, words
from harvester.record import Draft, Page, PageUnreadable, Record, weak_key
from harvester.spider import PortalSpider
from vocab.namespaces import DCT, GEO, XSD

_PATHS = ("/api/3/action", "/api/action")
_ROWS = 500  # CKAN itself caps at 1,000 without saying so
_SMALLER = 4  # a page that cannot be read is asked again in pieces of a quarter
_ALGORITHMS = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 128: "SHA-512"}


class CkanSpider(PortalSpider):
    """Portals that run CKAN. Setting `types`: the package types that are datasets ("dataset")."""

    kind: ClassVar[str] = "ckan"
    title: ClassVar[str] = "CKAN"

    def begin(self) -> tuple[Request, ...]:
        """The first page at the API's address, or at its older one."""
        old = self._search(path=_PATHS[1])
        return (self._search(path=_PATHS[0], otherwise=(old,)),)

    def search(
        self, response: Response, *, path: str, start: int = 0, rows: int = _ROWS, before: str = ""
    ) -> Page:
        """One page of results, and the request for those after it. `before` is the first id of the last page."""
        result = _result(response.body)
        results, count = result["results"], result["count"]
        if not results and start < count:
            raise PageUnreadable(f"an empty page at {start} of {count} packages")
        begins = text(native.mapping(results[0]).get("id")) if results else ""
        if begins and begins == before:
            raise PageUnreadable(f"the page at {start} repeats the one before it: the portal ignores `start`")
        read = [self._read(item, start + n) for n, item in enumerate(results)]
        return Page(
            records=tuple(item for item in read if isinstance(item, Record)),
            findings=tuple(item for item in read if isinstance(item, Finding)),
            follow=self._after(start + len(results), count, path=path, rows=rows, before=begins),
            declared=count,
        )

    def draft(self, record: Record) -> Draft:
        """A package as a dataset."""
        package = native.unpack(record.body)
        said = _said(package)
        title = _translated(said, "title")
        if not title:
            raise RecordError(f"package {record.key} has no title")
        return Draft(dataset=self._dataset(package, said, title, record), findings=_remarks(package))

    def _search(
        self,
        *,
        path: str,
        start: int = 0,
        rows: int = _ROWS,
        before: str = "",
        otherwise: tuple[Request, ...] = (),
    ) -> Request:
        url = self.address(f"{path}/package_search?q=*:*&rows={rows}&start={start}&sort=id%20asc")
        return self.ask(
            url, self.search, otherwise=otherwise, path=path, start=start, rows=rows, before=before
        )

    def _after(self, start: int, count: int, *, path: str, rows: int, before: str) -> tuple[Request, ...]:
        """The next page. Where it fails it is asked in ever smaller pieces, down to the one bad package, which
        is stepped over: the count that CKAN declared tells that it is missing."""
        if start >= count:
            return ()
        ask = partial(self._search, path=path, before=before)
        otherwise = (ask(start=start + 1),) if start + 1 < count else ()
        sizes = [rows]
        while sizes[-1] > 1:
            sizes.append(max(1, sizes[-1] // _SMALLER))
        for size in reversed(sizes):
            otherwise = (ask(start=start, rows=size, otherwise=otherwise),)
        return otherwise

    def _read(self, item: object, position: int) -> Record | Finding:
        place = f"result.results[{position}]"
        if not isinstance(item, dict):
            return _rejected("ckan-not-a-package", f"is {native.name_of(item)}, not a package", place)
        if reason := self._left_out(item):
            return _left_out(reason, place, text(item.get("id")))
        key = text(item.get("id"))
        try:
            body = native.pack(item)
        except RecordError as error:
            return _rejected("ckan-unreadable", str(error), place)
        weak = weak_key(first(item.get("title")), first(item.get("name"), item.get("url")))
        name = first(item.get("name"), key)
        return Record(
            key=key or weak,
            body=body,
            media_type="application/json",
            source=self.address(f"/dataset/{name}") if name else self.portal.address,
            weak=not key,
        )

    def _left_out(self, package: Mapping[str, Any]) -> str:
        """Why a package is no published dataset; "" for one that is."""
        kind, state = text(package.get("type")), text(package.get("state"))
        if kind and kind not in self.portal.setting("types", "dataset").replace(",", " ").split():
            return f"is of the type {kind!r}, not a dataset"
        if text(package.get("private")).lower() == "true":
            return "is private"
        return f"has the state {state!r}, not 'active'" if state and state != "active" else ""

    def _dataset(
        self, package: Mapping[str, Any], said: Mapping[str, Any], title: tuple[Text, ...], record: Record
    ) -> Dataset:
        author = _author(said)
        return Dataset(
            iri=native.iri(said.get("uri")) or native.iri(self.address(f"/dataset/{record.key}")),
            key=record.key,
            extra=tuple(_origin(said)),
            title=title,
            description=_translated(said, "notes") or texts(said.get("description")),
            identifier=_identifiers(said),
            keyword=tuple(Text(word) for word in _tags(said)),
            theme=tuple(_themes(said)),
            publisher=_publisher(said),
            creator=(author,) if author else (),
            contact_point=_contacts(said),
            issued=native.date(first(said.get("issued"), said.get("metadata_created")), naive="Z"),
            modified=native.date(first(said.get("modified"), said.get("metadata_modified")), naive="Z"),
            language=tuple(Term(word) for word in _split(said.get("language"))),
            license=term(*_licences(said)),
            rights=_rights(said),
            access_rights=term(said.get("access_rights")),
            landing_page=links(said.get("url")) or (record.source,),
            page=links(said.get("documentation")),
            conforms_to=terms(said.get("conforms_to")) + terms(said.get("spatial-reference-system")),
            relation=links(said.get("related_resource")),
            is_referenced_by=links(said.get("is_referenced_by")),
            version=typed(first(said.get("version"), said.get("dcat_version"))),
            version_notes=texts(said.get("version_notes")),
            has_version=links(said.get("has_version")),
            is_version_of=links(said.get("is_version_of")),
            accrual_periodicity=term(*_first_words(said, _FREQUENCY)),
            spatial=tuple(_places(said)),
            temporal=_period(said),
            spatial_resolution_in_meters=typed(said.get("spatial_resolution_in_meters"), XSD.decimal),
            temporal_resolution=typed(said.get("temporal_resolution"), XSD.duration),
            provenance=terms(first(said.get("provenance"), said.get("lineage"))),
            source=links(said.get("source")) + links(said.get("harvest_source_url")),
            other_identifier=tuple(
                Identifier(notation=Typed(word)) for word in words(said.get("alternate_identifier"))
            ),
            distribution=tuple(self._distribution(item, record.key) for item in _resources(package)),
        )

    def _distribution(self, resource: Mapping[str, Any], package: str) -> Distribution:
        get = resource.get
        url = self._absolute(resource, package)
        return Distribution(
            key=text(get("id")),
            title=texts(get("name_translated") or get("name")),
            description=texts(get("description_translated") or get("description")),
            access_url=_one(text(get("access_url")) or url),
            download_url=_one(text(get("download_url")) or (url if get("url_type") == "upload" else "")),
            format=term(get("format"), get("resource_locator_protocol")),
            media_type=term(get("mimetype")),
            byte_size=native.byte_size(get("size")),
            checksum=_checksum(resource),
            issued=native.date(get("issued") or get("created"), naive="Z"),
            modified=native.date(
                get("modified") or get("last_modified") or get("metadata_modified"), naive="Z"
            ),
            **{name: read(value) for name, read in _SELDOM.items() if (value := get(name))},
        )

    def _absolute(self, resource: Mapping[str, Any], package: str) -> str:
        """A resource's address; old portals write an upload's without its host, or as a bare file name."""
        url = text(resource.get("url"))
        if url[:4] == "http":
            return url
        if url.startswith("/") and not url.startswith("//"):
            return self.address(url)
        if url and "/" not in url and resource.get("url_type") == "upload":
            return self.address(f"/dataset/{package}/resource/{text(resource.get('id'))}/download/{url}")
        return url


# Keys of a resource that ckanext-scheming adds; most resources have none of them.
_SELDOM: dict[str, Callable[[object], Any]] = {
    "compress_format": term,
    "package_format": term,
    "license": term,
    "rights": terms,
    "availability": term,
    "status": term,
    "language": terms,
    "conforms_to": terms,
}
_FREQUENCY = ("frequency", "accrual_periodicity", "update_frequency", "frequency-of-update")
_COVERAGE = ("spatial_text", "geographic_coverage", "coverage", "spatial-coverage")


def _result(body: bytes) -> dict[str, Any]:
    """What is inside of CKAN's envelope, its two keys checked."""
    answer = native.read_document(body, expected="the JSON of CKAN's package_search")
    if not isinstance(answer, dict):
        raise PageUnreadable(f"expected CKAN's answer, got {native.name_of(answer)}: {str(answer)[:100]!r}")
    if answer.get("success") is False:
        raise PageUnreadable(f"CKAN answers that it failed: {_reason(answer.get('error'))}")
    result = answer.get("result")
    if not isinstance(result, dict) or not isinstance(result.get("results"), list):
        raise PageUnreadable("expected CKAN's answer, got JSON without a list `result.results`")
    if not isinstance(result.get("count"), int) or isinstance(result["count"], bool):
        raise PageUnreadable("expected CKAN's answer, got JSON without a number `result.count`")
    return result


def _reason(error: object) -> str:
    if isinstance(error, dict):
        parts = (f"{key}: {text(item) or item}" for key, item in error.items() if key != "__type")
        return first(error.get("message"), "; ".join(parts))[:500] or "no reason given"
    return text(error)[:500] or "no reason given"


def _rejected(code: str, message: str, place: str) -> Finding:
    return Finding(
        code=code, severity=Severity.VIOLATION, message=f"{place} {message}", place=place, rejected=True
    )


def _left_out(reason: str, place: str, key: str) -> Finding:
    return Finding(
        code="ckan-not-published",
        severity=Severity.INFO,
        message=f"package {key} {reason}",
        place=place,
        published=key,
        rejected=True,
    )


def _remarks(package: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Lists that are something else."""
    return tuple(
        Finding(
            code="ckan-not-a-list",
            severity=Severity.WARNING,
            message=f"`{key}` is {native.name_of(package[key])} where CKAN has a list",
            place=key,
        )
        for key in ("resources", "tags", "groups", "extras")
        if not isinstance(package.get(key), list | None)
    )


def _said(package: Mapping[str, Any]) -> dict[str, Any]:
    """The package's keys with its extras over them; an empty extra hides nothing."""
    extras = {
        text(extra.get("key")): extra.get("value")
        for extra in objects(package.get("extras"))
        if extra.get("value") not in (None, "", "[]")
    }
    own = {"title": package.get("title"), "extras": ()}
    return {**package, **extras, **own}


def _translated(said: Mapping[str, Any], name: str) -> tuple[Text, ...]:
    return texts(said.get(f"{name}_translated")) or texts(said.get(name))


def _identifiers(said: Mapping[str, Any]) -> tuple[Typed, ...]:
    found = (text(said.get(name)) for name in ("identifier", "guid", "id"))
    return tuple(dict.fromkeys(Typed(value) for value in found if value))


def _tags(said: Mapping[str, Any]) -> tuple[str, ...]:
    tags = native.listed(said.get("tags"))
    named = [
        first(tag.get("display_name"), tag.get("name")) if isinstance(tag, dict) else text(tag)
        for tag in tags
    ]
    return tuple(dict.fromkeys(word for word in (*named, *words(said.get("keywords"))) if word))


def _themes(said: Mapping[str, Any]) -> Iterator[Term]:
    groups = (
        first(group.get("title"), group.get("display_name"), group.get("name"))
        for group in objects(said.get("groups"))
    )
    named = (word for name in ("theme", "theme-primary", "theme-secondary") for word in words(said.get(name)))
    return (Term(word) for word in dict.fromkeys((*groups, *named)) if word)


def _publisher(said: Mapping[str, Any]) -> Agent | None:
    owner = said.get("organization")
    organisation = native.mapping(owner)
    stated = first(said.get("publisher_name"), said.get("publisher"))
    name = stated or first(organisation.get("title"), organisation.get("name"), owner)
    address = native.iri(said.get("publisher_uri"))
    if not name and not address:
        return None
    return Agent(
        iri=address,
        key="" if stated else text(organisation.get("id")),
        name=(Text(name),) if name else (),
        type=term(said.get("publisher_type")),
        homepage=first(*links(said.get("publisher_url"))) or None,
        mbox=native.mailbox(said.get("publisher_email")),
    )


def _author(said: Mapping[str, Any]) -> Agent | None:
    name = first(said.get("creator_name"), said.get("author"))
    if not name:
        return None
    mbox = native.mailbox(first(said.get("creator_email"), said.get("author_email")))
    return Agent(iri=native.iri(said.get("creator_uri")), name=(Text(name),), mbox=mbox)


def _contacts(said: Mapping[str, Any]) -> tuple[Contact, ...]:
    """Whom to ask: the contact named, else the maintainer, else the author."""
    for stem in ("contact_", "contact-", "maintainer", "author"):
        ends = ("", "_email", "_phone") if stem[-1].isalpha() else ("name", "email", "phone")
        name, email, phone = (text(said.get(stem + end)) for end in ends)
        if name or email:
            return (
                Contact(
                    iri=native.iri(said.get("contact_uri")) if stem == "contact_" else "",
                    fn=(Text(name),) if name else (),
                    has_email=native.mailbox(email),
                    has_telephone=f"tel:{phone}" if phone else None,
                ),
            )
    return ()


def _licences(said: Mapping[str, Any]) -> tuple[str, ...]:
    """The words for the licence, the plainest to match first."""
    named = ("license_url", "license_id", "license_title", "license")
    return (*(text(said.get(name)) for name in named), *words(said.get("licence"))[:1])


def _rights(said: Mapping[str, Any]) -> tuple[Term, ...]:
    """Words on rights; a GEMINI `licence` stands here where CKAN's own licence is given as well."""
    stated = any(text(said.get(name)) for name in ("license_url", "license_id", "license_title"))
    found = [*words(said.get("rights")), *words(said.get("access_constraints"))]
    return tuple(Term(word) for word in (*found, *(words(said.get("licence")) if stated else ())))


def _first_words(said: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for name in names for word in words(said.get(name)))


def _split(value: object) -> tuple[str, ...]:
    return tuple(
        part for word in words(value) for part in (piece.strip() for piece in word.split(",")) if part
    )


def _places(said: Mapping[str, Any]) -> Iterator[Location]:
    shape = said.get("spatial")
    address = native.iri(said.get("spatial_uri"))
    if isinstance(shape, dict):
        yield Location(iri=address, geometry=(Typed(native.pack(shape).decode(), GEO.geoJSONLiteral),))
    elif text(shape)[:1] == "{":
        yield Location(iri=address, geometry=(Typed(text(shape), GEO.geoJSONLiteral),))
    elif text(shape) or address:
        yield Location(iri=address, label=texts(shape))
    edges = (said.get(f"bbox-{edge}") for edge in ("west-long", "south-lat", "east-long", "north-lat"))
    if found := native.box(*edges):
        yield Location(bbox=found)
    for word in _first_words(said, _COVERAGE):
        yield Location(label=(Text(word),))


def _period(said: Mapping[str, Any]) -> tuple[PeriodOfTime, ...]:
    start = first(*_first_words(said, ("temporal_start", "temporal_coverage-from")))
    end = first(*_first_words(said, ("temporal_end", "temporal_coverage-to")))
    if not start and not end:
        return ()
    return (PeriodOfTime(start_date=native.date(start), end_date=native.date(end)),)


def _origin(said: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Where a copy comes from: the source that CKAN's own harvester names."""
    title = first(said.get("harvest_source_title"), said.get("import_source"))
    if title:
        yield "", f"<{DCT.source}>", literal(title)


def _resources(package: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (item for item in objects(package.get("resources")) if item.get("state") in (None, "", "active"))


def _checksum(resource: Mapping[str, Any]) -> Checksum | None:
    """A resource's hash; one whose method is neither said nor told by its length is dropped."""
    if not resource.get("hash"):
        return None
    value = text(resource["hash"]).rpartition(":")[2]
    algorithm = first(resource.get("hash_algorithm"), _ALGORITHMS.get(len(value)))
    if not value or not algorithm:
        return None
    return Checksum(algorithm=Term(algorithm), checksum_value=Typed(value, XSD.hexBinary))


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
