"""The preview of a thing: the facts that tell it from others of its name."""

from __future__ import annotations

from web.pages.preview import PreviewPage
from web.reconciling.entities import Entity
from web.reconciling.kinds import DATASET
from web.reconciling.properties import PROPERTIES, Value, facts_of
from web.site import Site

_SHOWN = (
    *("gss", "nation", "within", "successor", "homepage", "publisher", "licence", "modified", "formats"),
    "datasets",
)
_MOST_VALUES = 5


def make_preview(site: Site, entity: Entity) -> PreviewPage:
    """What is shown of it."""
    facts = facts_of(site, entity)
    return PreviewPage(
        title=entity.name,
        about=entity.about if entity.kind is DATASET else f"{entity.kind.name}: {entity.about}".rstrip(": "),
        address=f"/{entity.id}",
        facts=tuple((PROPERTIES[name].name, _said(facts[name])) for name in _SHOWN if name in facts),
    )


def _said(values: tuple[Value, ...]) -> str:
    return ", ".join(one.name if isinstance(one, Entity) else str(one) for one in values[:_MOST_VALUES])
