"""Which metadata an XML document holds, whoever sent it: ISO 19115 in either encoding, Dublin Core, FGDC or DCAT.

A CSW, a folder on the web and OAI-PMH all carry such documents. A record's body is the element itself, canonical, so
that the same content has the same digest whatever it was wrapped in; DCAT becomes one record a dataset.
"""

from __future__ import annotations

from collections.abc import Callable

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from harvester.drafting.dcat_dataset import cut, draft_dataset
from harvester.drafting.dublin_core import draft_dublin_core, dublin_core_identifier, dublin_core_root
from harvester.drafting.fgdc_metadata import draft_fgdc, fgdc_root
from harvester.drafting.iso_record import draft_iso, identifier_of, iso_root, title_of
from harvester.formats.elements import name_of, word_of
from harvester.formats.feed import read_feed
from harvester.formats.xml import Element, canonical, read_record
from harvester.record import Draft, PageUnreadable, Record, weak_key

MEDIA_TYPE = "application/xml"
_RDF = "application/rdf+xml"


def records_in(
    document: Element, *, source: str, key: str = ""
) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The records that a document is, one but for DCAT, and findings where it is none.

    `source` is where a person can see it; `key` names a record that has no identifier of its own, which else gets a
    weak key of its title.
    """
    if name_of(document) == "RDF":
        return _datasets(document, source)
    for root_of, named in _FORMS:
        root = root_of(document)
        if root is not None:
            return (_record(root, named(root), source, key),), ()
    return (), (_strange(document, source),)


def draft_document(record: Record) -> Draft:
    """A record that `records_in` gave, as a draft; raises RecordError."""
    if record.media_type == "application/n-triples":
        return draft_dataset(record)
    document = read_record(record.body)
    if iso_root(document) is not None:
        return draft_iso(record)
    if dublin_core_root(document) is not None:
        return draft_dublin_core(record)
    if fgdc_root(document) is not None:
        return draft_fgdc(record)
    raise RecordError(f"record {record.key} is <{name_of(document)}>, which is no metadata that we know")


def _iso(root: Element) -> tuple[str, str]:
    return identifier_of(root), title_of(root)


def _dublin_core(root: Element) -> tuple[str, str]:
    return dublin_core_identifier(root), word_of(root, "title")


def _fgdc(root: Element) -> tuple[str, str]:
    return "", word_of(root, "idinfo/citation/citeinfo/title")


_Root = Callable[[Element], Element | None]
_Named = Callable[[Element], tuple[str, str]]
_FORMS: tuple[tuple[_Root, _Named], ...] = (
    (iso_root, _iso),
    (dublin_core_root, _dublin_core),
    (fgdc_root, _fgdc),
)


def _record(root: Element, named: tuple[str, str], source: str, key: str) -> Record:
    identifier, title = named
    body = canonical(root)
    found = identifier or key
    return Record(
        key=found or weak_key(title, "" if title else body.decode()),
        body=body,
        media_type=MEDIA_TYPE,
        source=source,
        weak=not found,
    )


def _datasets(document: Element, source: str) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    try:
        triples = read_feed(canonical(document), content_type=_RDF, url=source)
    except PageUnreadable as unreadable:
        return (), (_unread(str(unreadable), source),)
    records, findings = cut(triples, source)
    return tuple(records), findings


def _strange(document: Element, source: str) -> Finding:
    return _unread(f"<{name_of(document)}> is no metadata that we know", source)


def _unread(message: str, source: str) -> Finding:
    return Finding(
        code="no-metadata",
        severity=Severity.VIOLATION,
        message=f"{source}: {message}",
        place=source,
        fix="Give ISO 19139 (UK GEMINI), ISO 19115-3, Dublin Core, FGDC or DCAT.",
        rejected=True,
    )
