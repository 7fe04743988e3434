"""The built-in datatypes of CSVW, by the names that metadata documents use (https://www.w3.org/TR/tabular-metadata/#built-in-datatypes)."""

from __future__ import annotations

from typing import Final

from vocab.namespaces import CSVW, RDF, XSD

_ELSEWHERE: Final = {
    "any": XSD.anyAtomicType,
    "binary": XSD.base64Binary,
    "datetime": XSD.dateTime,
    "html": RDF.HTML,
    "json": CSVW.JSON,
    "number": XSD.double,
    "xml": RDF.XMLLiteral,
}
_NAMES: Final = (
    "anyAtomicType anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double "
    "duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long Name NMTOKEN "
    "negativeInteger nonNegativeInteger nonPositiveInteger normalizedString positiveInteger QName short string time "
    "token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration"
)

DATATYPES: Final = {name: XSD.IRI + name for name in _NAMES.split()} | _ELSEWHERE
"""The IRI of each, as the context of CSVW gives it."""

_BY_IRI: Final = {iri: name for name, iri in reversed(DATATYPES.items())}


def name_of_datatype(iri: str) -> str:
    """The name of a datatype by its IRI; "" for one that is not built in."""
    return _BY_IRI.get(iri, "")
