"""Statements as RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/), which cannot write every property or character.

A property becomes the name of an element. One whose address ends in nothing that can be such a name is said as an
rdf:Statement (https://www.w3.org/TR/rdf-schema/#ch_reificationvocab): told, though not asserted, and a comment says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from catalogue.profiles.context import PREFIXES
from vocab.namespaces import RDF, XSD

# https://www.w3.org/TR/REC-xml-names/#NT-NCName, of the characters that are in use.
_START = r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u3001-\uD7FF"
_NAME = re.compile(rf"[{_START}][{_START}\d.\u00B7-]*\Z", re.ASCII)
_NO_XML = re.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF]")
_LOST = "\ufffd"
# What the grammar keeps for itself, and rdf:li, which a reader would number (5.1 and 7.4).
_KEPT = frozenset(
    RDF.IRI + name
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li"),
        *("aboutEach", "aboutEachPrefix", "bagID"),
    )
)
_NO_PREFIX = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")
_LINE_END = {"\r": "&#13;"}
_REMARK = (
    "<!-- Properties whose addresses cannot be names in XML are told as rdf:Statement; "
    "Turtle, N-Triples and JSON-LD assert them. -->\n"
)


def to_rdf_xml(triples: Sequence[ox.Triple]) -> bytes:
    """The statements, those of one subject together."""
    written = [*_writable(triples)]
    prefixes = _prefixes(written)
    declared = "".join(
        f"\n   xmlns:{prefix}={quoteattr(namespace)}" for namespace, prefix in prefixes.items()
    )
    remark = _REMARK if any(_split(one.predicate.value) is None for one in triples) else ""
    body = "".join(
        _description(subject, [*group], prefixes)
        for subject, group in groupby(_by_subject(written), lambda one: one.subject)
    )
    text = f'<?xml version="1.0" encoding="utf-8"?>\n{remark}<rdf:RDF{declared}>\n{body}</rdf:RDF>\n'
    return text.encode()


def _by_subject(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    places: dict[ox.NamedNode | ox.BlankNode | ox.Triple, int] = {}
    for triple in triples:
        places.setdefault(triple.subject, len(places))
    return sorted(triples, key=lambda one: places[one.subject])


def _writable(triples: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
    """Each statement, or what is said of it where its property cannot be written."""
    for count, triple in enumerate(triples):
        if _split(triple.predicate.value):
            yield triple
            continue
        about = ox.BlankNode(f"unsaid{count}")
        yield ox.Triple(about, ox.NamedNode(RDF.type), ox.NamedNode(RDF.Statement))
        yield ox.Triple(about, ox.NamedNode(RDF.subject), triple.subject)
        yield ox.Triple(about, ox.NamedNode(RDF.predicate), triple.predicate)
        yield ox.Triple(about, ox.NamedNode(RDF.object), triple.object)


def _split(iri: str) -> tuple[str, str] | None:
    """An address as namespace and name, the name as long as it can be."""
    found = _NAME.search(iri)
    if found is None or iri in _KEPT or iri[: found.start()] in _NO_PREFIX:
        return None
    return iri[: found.start()], found[0]


def _prefixes(triples: Sequence[ox.Triple]) -> Mapping[str, str]:
    """The prefix of each namespace in use; of those that we do not know a number."""
    known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    used = dict.fromkeys(parts[0] for one in triples if (parts := _split(one.predicate.value)))
    return {RDF.IRI: "rdf"} | {
        namespace: known.get(namespace, f"n{count}") for count, namespace in enumerate(used)
    }


def _description(
    subject: ox.NamedNode | ox.BlankNode | ox.Triple,
    triples: Sequence[ox.Triple],
    prefixes: Mapping[str, str],
) -> str:
    lines = "".join(f"    {_property(one, prefixes)}\n" for one in triples)
    name = "nodeID" if isinstance(subject, ox.BlankNode) else "about"
    return f"  <rdf:Description rdf:{name}={_quoted(_named(subject))}>\n{lines}  </rdf:Description>\n"


def _property(triple: ox.Triple, prefixes: Mapping[str, str]) -> str:
    namespace, local = _split(triple.predicate.value) or ("", "")
    name, value = f"{prefixes[namespace]}:{local}", triple.object
    if isinstance(value, ox.Literal):
        return f"<{name}{_attribute(value)}>{_clean(escape(value.value, _LINE_END))}</{name}>"
    attribute = "nodeID" if isinstance(value, ox.BlankNode) else "resource"
    return f"<{name} rdf:{attribute}={_quoted(_named(value))}/>"


def _attribute(literal: ox.Literal) -> str:
    if literal.language:
        return f" xml:lang={_quoted(literal.language)}"
    datatype = literal.datatype.value
    return "" if datatype == XSD.string else f" rdf:datatype={_quoted(datatype)}"


def _named(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    """A node's name here. That of a blank one begins with a letter and has no colon, which RDF's other forms allow."""
    if isinstance(term, ox.NamedNode):
        return term.value
    return "b" + re.sub(r"[^\w.-]", lambda found: f"_{ord(found[0]):x}_", str(term)[2:], flags=re.ASCII)


def _quoted(text: str) -> str:
    return _clean(quoteattr(text))


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write, each of which leaves a mark."""
    return _NO_XML.sub(_LOST, text)
