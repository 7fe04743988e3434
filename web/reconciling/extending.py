"""More columns for things that have been reconciled (Reconciliation Service API 0.2, data extension)."""

from __future__ import annotations

from collections.abc import Mapping

from web.reconciling.asked import as_list, as_object, as_text, read_object, written
from web.reconciling.entities import Entity, entities_at
from web.reconciling.kinds import KINDS
from web.reconciling.properties import PROPERTIES, Property, Value, facts_of, properties_of
from web.schema import STRING, every, record
from web.site import Site

MOST_IDS = 500
_MOST_PROPERTIES = 30
_MOST_VALUES = 100

EXTEND_SCHEMA = written(
    record("", ids={**every(STRING), "maxItems": MOST_IDS}, properties=every(record("", id=STRING)))
)

Said = dict[str, object]


def extend(site: Site, text: str) -> Said:
    """The values of some properties of some things; what is not known is an empty cell."""
    said = read_object(text, "extend")
    listed = as_list(said.get("ids"), "extend.ids", MOST_IDS)
    ids = [as_text(one, f"extend.ids[{number}]") for number, one in enumerate(listed)]
    asked = as_list(said.get("properties"), "extend.properties", _MOST_PROPERTIES)
    names = [_property(one, f"extend.properties[{number}]") for number, one in enumerate(asked)]
    found = entities_at(site, ids)
    return {
        "meta": [_meta(name) for name in names],
        "rows": {one: _row(site, found.get(one), names) for one in ids},
    }


def propose(kind: str, limit: int | None) -> Said:
    """The properties that things of a type may have."""
    found = [one.reference() for one in properties_of(kind)][:limit]
    return {"type": kind, "properties": found} | ({"limit": limit} if limit else {})


def _property(value: object, place: str) -> str:
    return as_text(as_object(value, place).get("id"), f"{place}.id")


def _meta(name: str) -> Said:
    known = PROPERTIES.get(name) or Property(id=name, name=name, kinds=())
    return dict(known.reference()) | ({"type": KINDS[known.of].reference()} if known.of else {})


def _row(site: Site, entity: Entity | None, names: list[str]) -> Mapping[str, object]:
    facts = facts_of(site, entity) if entity else {}
    return {name: [_cell(value) for value in facts.get(name, ())[:_MOST_VALUES]] for name in names}


def _cell(value: Value) -> Said:
    if isinstance(value, Entity):
        return dict(value.reference())
    return {"int": value} if isinstance(value, int) else {"str": value}
