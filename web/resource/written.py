"""What is said of a resource for programs: its statements, and the same as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.iri import read_iri
from catalogue.writing import link, literal
from web.lists import to_ntriples
from web.resource.naming import Naming
from web.resource.reading import MOST_OUTBOUND, Resource, Term, Told
from web.schema import ANY, COUNT, STRING, TEXT_OR_NULL, TRUTH, Schema, every, record, table

_TERM: Schema = {
    "type": "object",
    "properties": {
        "iri": STRING,
        "label": STRING,
        "node": STRING,
        "value": STRING,
        "lang": TEXT_OR_NULL,
        "datatype": TEXT_OR_NULL,
        "graph": TEXT_OR_NULL,
        "graphs": COUNT,
        "said": every(table(ANY)),
    },
}
RESOURCE_SCHEMA = record(
    "Resource",
    iri=STRING,
    label=STRING,
    page=TEXT_OR_NULL,
    outbound=every(record(property=STRING, label=STRING, values=every(_TERM))),
    inbound=every(record(property=STRING, label=STRING, count=COUNT, values=every(_TERM))),
    complete=TRUTH,
)


def resource_triples(resource: Resource) -> bytes:
    """Every statement of it and that leads to it, as far as they were asked for, as N-Triples."""
    nameless = (told for said in resource.nameless.values() for told in said)
    every = (*resource.outbound[:MOST_OUTBOUND], *nameless, *resource.inbound)
    return to_ntriples(dict.fromkeys(_statements(every)))


def resource_json(resource: Resource, naming: Naming) -> dict[str, object]:
    """The same by property, with what things are called."""
    return {
        "iri": resource.iri,
        "label": naming.title(resource),
        "page": naming.page(resource.iri) or None,
        "outbound": [
            {
                "property": name,
                "label": naming.property(name),
                "values": [_value(one, resource, naming) for one in told],
            }
            for name, told in by_property(resource.outbound[:MOST_OUTBOUND])
        ],
        "inbound": [
            {
                "property": name,
                "label": naming.property(name),
                "count": count,
                "values": [
                    _term_json(one.subject, naming) | {"graph": one.graph or None}
                    for one in resource.inbound
                    if one.property == name
                ],
            }
            for name, count in resource.counts.items()
        ],
        "complete": resource.whole,
    }


def by_property(told: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """Statements under their properties, both in the order in which they come."""
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(one.property, []).append(one)
    return list(found.items())


def _statements(told: Iterable[Told]) -> Iterator[tuple[str, str, str]]:
    return ((_written(one.subject), one.property, _written(one.value)) for one in told)


def _written(term: Term) -> str:
    if term.kind == "uri":
        return link(read_iri(term.value) or term.value)
    if term.kind == "bnode":
        return f"_:{term.value}"
    return literal(term.value, term.lang, term.datatype)


def _value(one: Told, resource: Resource, naming: Naming) -> dict[str, object]:
    said = _term_json(one.value, naming) | {"graph": one.graph or None, "graphs": one.graphs}
    inner = resource.nameless.get(one.value.value, ()) if one.value.kind == "bnode" else ()
    if inner:
        said["said"] = [{"property": each.property, **_term_json(each.value, naming)} for each in inner]
    return said


def _term_json(term: Term, naming: Naming) -> dict[str, object]:
    if term.kind == "uri":
        return {"iri": term.value, "label": naming.cell(term.value).text}
    if term.kind == "bnode":
        return {"node": term.value}
    return {"value": term.value, "lang": term.lang or None, "datatype": term.datatype or None}
