"""OAI-PMH 2.0: a record of a repository, in the best of its formats (https://www.openarchives.org/OAI/openarchivesprotocol.html).

| asked | what is read |
|---|---|
| `Identify`, at the address or one of the usual places | granularity of dates (4.2) |
| `ListMetadataFormats` | formats (4.4), of which the best is asked for: DCAT, ISO 19115-3, ISO 19139, `csw:Record`, `oai_dc` |
| `ListRecords`, then each resumptionToken alone | records (4.5, 3.5) |

| record | drafted by |
|---|---|
| DCAT in RDF/XML (kept as N-Triples) | `drafting/dcat_dataset.py` |
| `MD_Metadata` of either encoding | `drafting/iso_record.py` |
| `oai_dc:dc`, `csw:Record` | `drafting/dublin_core.py` |

The key is the identifier in the record's header. A format without records gives way to the next; `noRecordsMatch` in the last one is an
empty repository. A token that has expired begins its list anew, once. What was deleted is no record, and not among those declared; where fewer
came than a list said, `ListIdentifiers` tells how many there are.
Settings: `prefix` for one format, `set` for sets (commas between).
"""  # noqa: E501

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from catalogue.finding import Finding, Severity
from harvester.drafting.dcat_dataset import cut, draft_dataset
from harvester.drafting.dublin_core import draft_dublin_core
from harvester.drafting.iso_record import draft_iso, iso_root
from harvester.formats.feed import read_feed
from harvester.formats.items import rejected, sort_out
from harvester.formats.oai import (
    Header,
    Refused,
    Token,
    granularity_of,
    read_answer,
    read_formats,
    read_headers,
    read_records,
    read_token,
)
from harvester.formats.xml import Element, canonical, read_record
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import Counted, PortalSpider

_USUAL = ("", "/oai", "/oai/request", "/oai2", "/oai-pmh", "/srv/eng/oaipmh", "/geonetwork/srv/eng/oaipmh")
_OURS = frozenset(("verb", "metadataPrefix", "set", "from", "until", "resumptionToken", "identifier"))
_DC = "oai_dc"
_DCAT_PREFIXES = frozenset(("dcat", "dcat_ap", "dcat-ap", "dcatap", "oai_dcat", "geodcat", "geodcat_ap"))
_BEST = (  # namespaces, the best first
    "http://www.w3.org/ns/dcat",
    "http://data.europa.eu/r5r",
    "http://standards.iso.org/iso/19115/-3",
    "http://www.isotc211.org/2005/gmd",
    "http://www.opengis.net/cat/csw",
    "http://www.openarchives.org/OAI/2.0/oai_dc",
)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_XML, _TRIPLES = "application/xml", "application/n-triples"
_COUNTING = "ListIdentifiers"
_TO_COME = "2100-01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """How a list is asked for: its place, verb, format and those still to try, its set, when it begins; and what came
    before: how many it `held` and how many of these were deleted, the size declared, whether it was `restarted`.
    `overlaps`: another set's may share its records. `prefixed`: tokens need the format beside them."""

    base: str
    prefix: str
    others: list[str]
    verb: str = "ListRecords"
    set: str = ""
    since: str = ""
    token: str = ""
    held: int = 0
    deleted: int = 0
    size: int | None = None
    restarted: bool = False
    overlaps: bool = False
    prefixed: bool = False

    def values(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}

    def after(self, found: list[Header], token: Token) -> _Walk:
        """The walk with one part more behind it. pycsw ends its lists with the token 0."""
        held = self.held + len(found)
        size = self.size if token.size is None else token.size
        ended = token.value == "0" and size is not None and held >= size
        deleted = self.deleted + sum(one.deleted for one in found)
        return replace(self, token="" if ended else token.value, held=held, deleted=deleted, size=size)


class OaiPmhSpider(PortalSpider):
    """Repositories that speak OAI-PMH. Settings `prefix` and `set` choose a format and sets."""

    kind: ClassVar[str] = "oai_pmh"
    title: ClassVar[str] = "OAI-PMH"

    def begin(self) -> tuple[Request, ...]:
        """Identify, where the address has a path or a query; else at the usual places as well."""
        return self._identify("")

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The same; records are then asked for `from` the instant, as exactly as the repository dates them."""
        return self._identify(since)

    def controls(self) -> tuple[Request, ...]:
        """Nothing may have changed in the year 2100. A total that would prove more is the server's choice to give."""
        url = (
            _url(_base(self.portal.address), verb="ListIdentifiers", metadataPrefix=_DC) + f"&from={_TO_COME}"
        )
        return (self.control(Counted.SINCE_TO_COME, url, self.counted),)

    def identify(self, response: Response, *, base: str, since: str) -> Page:
        """What the repository says of itself: how exact its dates are."""
        exact = "T" in granularity_of(read_answer(response.body, "Identify"))
        url = _url(base, verb="ListMetadataFormats")
        return Page(follow=(self.ask(url, self.formats, base=base, since=since if exact else since[:10]),))

    def formats(self, response: Response, *, base: str, since: str) -> Page:
        """The formats; the best is asked for, a list for each set that the portal's setting names."""
        listed = dict(read_formats(read_answer(response.body, "ListMetadataFormats")))
        chosen = self.portal.setting("prefix")
        prefixes = [chosen] if chosen else _ranked(listed)
        if not prefixes:
            raise PageUnreadable(f"none of the repository's formats can be read: {', '.join(listed)[:300]}")
        sets = [part.strip() for part in self.portal.setting("set").split(",") if part.strip()] or [""]
        walks = (
            _Walk(base=base, prefix=prefixes[0], others=prefixes[1:], since=since, set=one, overlaps=turn > 0)
            for turn, one in enumerate(sets)
        )
        return Page(follow=tuple(self._list(walk) for walk in walks))

    def records(self, response: Response, **values: Any) -> Page:
        """One part of a list, and the request for the next."""
        walk = _Walk(**values)
        try:
            listed = read_answer(response.body, "ListRecords")
        except Refused as refused:
            return self._refused(refused, walk)
        found, token = list(read_records(listed)), read_token(listed)
        if token.value and token.value == walk.token:
            raise PageUnreadable(f"the page goes on with the token that led to it ({token.value[:100]})")
        walk = walk.after(found, token)
        records, findings = sort_out(self._read(one) for one in found if not one.deleted)
        doubted = walk.size is not None and walk.size > walk.held and not walk.token
        return Page(
            records=records,
            findings=findings,
            follow=(self._list(walk if walk.token else _counting(walk)),) if walk.token or doubted else (),
            declared=None
            if walk.token or walk.size is None or walk.set or doubted
            else walk.size - walk.deleted,
            anew=walk.restarted or walk.overlaps,
        )

    def identifiers(self, response: Response, **values: Any) -> Page:
        """One part of the list of identifiers, which settles how many records there are where fewer came than the list
        of records had declared: the size is an estimate (3.5), and some servers count what was deleted."""
        walk = _Walk(**values)
        listed = read_answer(response.body, "ListIdentifiers")
        walk = walk.after(list(read_headers(listed)), read_token(listed))
        if walk.token:
            return Page(follow=(self._list(walk),))
        return Page(declared=None if walk.set else walk.held - walk.deleted)

    def records_anew(self, response: Response, **values: Any) -> Page:
        """The first part of a list that is begun again; a request is made once in a run under one reader."""
        return self.records(response, **values)

    def counted(self, response: Response) -> Page:
        """How many records a list of identifiers has; None where the server gives a part and no size."""
        try:
            listed = read_answer(response.body, "ListIdentifiers")
        except Refused as refused:
            if refused.code != "noRecordsMatch":
                raise
            return Page(declared=0)
        token = read_token(listed)
        return Page(declared=token.size if token.value or token.size is not None else len(listed))

    def draft(self, record: Record) -> Draft:
        """A record of whichever format."""
        if record.media_type == _TRIPLES:
            return draft_dataset(record)
        root = read_record(record.body)
        return draft_dublin_core(record) if iso_root(root) is None else draft_iso(record)

    def _identify(self, since: str) -> tuple[Request, ...]:
        base = _base(self.portal.address)
        parts = urlsplit(base)
        paths = ("",) if parts.path.strip("/") or parts.query else _USUAL
        otherwise: tuple[Request, ...] = ()
        for path in reversed(paths):
            at = base.rstrip("/") + path if path else base
            url = _url(at, verb="Identify")
            otherwise = (self.ask(url, self.identify, otherwise=otherwise, base=at, since=since),)
        return otherwise

    def _list(self, walk: _Walk, *, restart: bool = False) -> Request:
        """The first part of a list, or the next; a token is asked for alone (3.5), or with its format where the server
        wants that. Where a format fails at the first part, the next is asked for instead."""
        told = {"verb": walk.verb, "metadataPrefix": walk.prefix, "set": walk.set, "from": walk.since}
        if walk.token:
            alone = {"verb": walk.verb, "resumptionToken": walk.token}
            told = told | alone if walk.prefixed else alone
            instead = [] if walk.prefixed else [replace(walk, prefixed=True)]
        else:
            instead = [_lesser(walk)] if walk.others and not restart else []
        url = _url(walk.base, **{name: value for name, value in told.items() if value})
        reader = (
            self.records_anew if restart else self.identifiers if walk.verb == _COUNTING else self.records
        )
        return self.ask(url, reader, otherwise=tuple(map(self._list, instead)), **walk.values())

    def _refused(self, refused: Refused, walk: _Walk) -> Page:
        """What follows from a refusal: nothing matched, another format, the list anew; or it is raised."""
        if refused.code == "noRecordsMatch" and not walk.token:
            follow = (self._list(_lesser(walk)),) if walk.others and not walk.since else ()
            return Page(follow=follow, declared=None if follow or walk.since else 0)
        if refused.code == "badResumptionToken" and walk.token and not walk.restarted:
            begun = replace(walk, token="", held=0, deleted=0, size=None, restarted=True)
            return Page(follow=(self._list(begun, restart=True),), findings=(_expired(walk),))
        raise refused

    def _read(self, found: Header) -> Record | Finding:
        place = found.identifier or "a record without an identifier"
        if not found.identifier or found.metadata is None:
            what = "has no metadata" if found.identifier else "cannot be kept"
            return rejected("oai-record-empty", what, place)
        try:
            body, media_type = _body(found.metadata)
        except PageUnreadable as unreadable:
            return rejected("oai-record-unreadable", str(unreadable), place)
        return Record(
            key=found.identifier, body=body, media_type=media_type, source=self._source(found.identifier)
        )

    def _source(self, identifier: str) -> str:
        """Where a person can see the record: as the repository gives it in Dublin Core."""
        base = _base(self.portal.address)
        return _url(base, verb="GetRecord", metadataPrefix=_DC, identifier=identifier)


def _body(metadata: Element) -> tuple[bytes, str]:
    """A record's bytes and media type; RDF is kept as statements. Raises PageUnreadable for RDF without a dataset."""
    if metadata.tag != _RDF:
        return canonical(metadata), _XML
    triples = read_feed(etree.tostring(metadata), content_type="application/rdf+xml", url="")
    records, _ = cut(triples, "")
    if not records:
        raise PageUnreadable("holds RDF without a dataset")
    return records[0].body, _TRIPLES


def _ranked(listed: dict[str, str]) -> list[str]:
    """The prefixes that can be read, the best first."""
    ranks = {prefix: _rank(prefix, namespace) for prefix, namespace in listed.items()}
    return sorted(
        (prefix for prefix, rank in ranks.items() if rank < len(_BEST)), key=lambda one: (ranks[one], one)
    )


def _rank(prefix: str, namespace: str) -> int:
    if prefix.lower() in _DCAT_PREFIXES:
        return 0
    found = (rank for rank, best in enumerate(_BEST) if namespace.startswith(best))
    return next(found, len(_BEST) - 1 if prefix == _DC else len(_BEST))


def _lesser(walk: _Walk) -> _Walk:
    """The same list in the next format."""
    return replace(walk, prefix=walk.others[0], others=walk.others[1:])


def _counting(walk: _Walk) -> _Walk:
    """The list of identifiers that has the same records."""
    return _Walk(
        base=walk.base, prefix=walk.prefix, others=[], verb=_COUNTING, set=walk.set, since=walk.since
    )


def _base(address: str) -> str:
    """An address without the protocol's own arguments; those that choose the interface stay."""
    path, _, query = address.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in _OURS]
    return f"{path}?{urlencode(kept)}" if kept else path


def _url(base: str, **told: str) -> str:
    sign = "&" if "?" in base else "?"
    return base + sign + "&".join(f"{name}={quote(value, safe=':')}" for name, value in told.items())


def _expired(walk: _Walk) -> Finding:
    return Finding(
        code="oai-token-expired",
        severity=Severity.INFO,
        message=f"the token {walk.token[:100]!r} was refused, so the list was begun anew",
    )
