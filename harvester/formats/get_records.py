"""GetRecords of the Catalogue Service for the Web, as it is asked and as it answers.

CSW 2.0.2 (OGC 07-006r1, 10.8) in XML and in key-value pairs; an answer of CSW 3.0 (OGC 12-176r7) is read as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from harvester.formats.elements import attribute, each, one
from harvester.formats.ows import read_answer
from harvester.formats.xml import Element
from harvester.record import PageUnreadable

CSW = "http://www.opengis.net/cat/csw/2.0.2"
GMD = "http://www.isotc211.org/2005/gmd"
MDB = "http://standards.iso.org/iso/19115/-3/mdb/2.0"
ISO_TYPE, CORE_TYPE = "gmd:MD_Metadata", "csw:Record"

_PREFIXES = {
    "csw": CSW,
    "gmd": GMD,
    "mdb": MDB,
    "ogc": "http://www.opengis.net/ogc",
    "apiso": "http://www.opengis.net/cat/csw/apiso/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
}
_SORTED = {True: "apiso:Identifier", False: "dc:identifier"}
_CHANGED = {True: "apiso:Modified", False: "dct:modified"}
_ANSWERS = frozenset(("GetRecordsResponse",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question. `types` are the records asked for, `schema` the form they come in; `since` is an instant, of
    which the day counts; `hits` asks for their number alone. Positions count from 1."""

    types: str = ISO_TYPE
    schema: str = GMD
    is_sorted: bool = True
    start: int = 1
    size: int = 100
    since: str = ""
    hits: bool = False

    def as_values(self) -> dict[str, Any]:
        """The query as JSON values, which `Query(**values)` reads back."""
        return asdict(self)

    def to_xml(self) -> bytes:
        """The question as the body of a POST."""
        names = "".join(f" xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in _PREFIXES.items())
        asked = {"outputSchema": self.schema, "startPosition": str(self.start), "maxRecords": str(self.size)}
        told = "".join(f" {name}={quoteattr(value)}" for name, value in asked.items())
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<csw:GetRecords{names} service="CSW" version="2.0.2" resultType="{self._result}"'
            f' outputFormat="application/xml"{told}><csw:Query typeNames={quoteattr(self.types)}>'
            f"<csw:ElementSetName>full</csw:ElementSetName>{self._filter()}{self._order()}"
            "</csw:Query></csw:GetRecords>"
        ).encode()

    def to_parameters(self) -> str:
        """The question as the parameters of a GET."""
        prefix = self.types.partition(":")[0]
        told = {
            "service": "CSW",
            "version": "2.0.2",
            "request": "GetRecords",
            "typeNames": self.types,
            "namespace": f"xmlns({prefix}={_PREFIXES.get(prefix, GMD)})",
            "outputSchema": self.schema,
            "outputFormat": "application/xml",
            "elementSetName": "full",
            "resultType": self._result,
            "startPosition": str(self.start),
            "maxRecords": str(self.size),
        }
        if self.is_sorted:
            told["sortBy"] = f"{_SORTED[self._iso]}:A"
        if self.since:
            told |= {"constraintLanguage": "CQL_TEXT", "constraint_language_version": "1.1.0"}
            told["constraint"] = f"{_CHANGED[self._iso]} >= '{self.since[:10]}'"
        return urlencode(told)

    @property
    def _iso(self) -> bool:
        return self.types != CORE_TYPE

    @property
    def _result(self) -> str:
        return "hits" if self.hits else "results"

    def _filter(self) -> str:
        if not self.since:
            return ""
        test = (
            f"<ogc:PropertyName>{_CHANGED[self._iso]}</ogc:PropertyName>"
            f"<ogc:Literal>{escape(self.since[:10])}</ogc:Literal>"
        )
        inside = f"<ogc:PropertyIsGreaterThanOrEqualTo>{test}</ogc:PropertyIsGreaterThanOrEqualTo>"
        return f'<csw:Constraint version="1.1.0"><ogc:Filter>{inside}</ogc:Filter></csw:Constraint>'

    def _order(self) -> str:
        if not self.is_sorted:
            return ""
        name = f"<ogc:PropertyName>{_SORTED[self._iso]}</ogc:PropertyName>"
        return f"<ogc:SortBy><ogc:SortProperty>{name}<ogc:SortOrder>ASC</ogc:SortOrder></ogc:SortProperty></ogc:SortBy>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One answer: how many records match in all (None where it does not say), where it says that the next page
    begins (0: nowhere), and the records themselves."""

    matched: int | None
    next_record: int
    records: tuple[Element, ...]

    def after(self, asked: Query) -> int:
        """The position after this page; 0 where nothing is left.

        What the server says counts where it can be so: past what came, since it may step over a record that it cannot
        give, and within what was asked for. Else what was received decides.
        """
        received = asked.start + len(self.records)
        place = self.next_record if received < self.next_record <= asked.start + asked.size else received
        if self.matched is None:
            return place if self.next_record > asked.start and self.records else 0
        return place if place <= self.matched else 0


def read_results(body: bytes) -> Results:
    """An answer to GetRecords. Raises PageUnreadable for an exception in a 200, a web page, or none of results."""
    root = read_answer(body, expected="the answer to GetRecords", roots=_ANSWERS)
    results = one(root, "SearchResults")
    if results is None:
        raise PageUnreadable("expected the answer to GetRecords, got one without SearchResults")
    return Results(
        matched=_number(attribute(results, "numberOfRecordsMatched")),
        next_record=_number(attribute(results, "nextRecord")) or 0,
        records=tuple(each(results, "*")),
    )


def query_of(values: Mapping[str, Any]) -> Query:
    """The inverse of `Query.as_values`."""
    return Query(**values)


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None
