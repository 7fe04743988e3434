"""Made-up datasets of several portals, some of them copies of others."""

from __future__ import annotations

from catalogue.entry import Entry, mint_id
from catalogue.model import Agent, Dataset, Distribution
from catalogue.values import Text, Typed

UUID = "0a0b0c0d-1111-2222-3333-4444555566{:02d}"


def entry_of(portal: str, key: str, title: str, **said: object) -> Entry:
    """An entry of a portal; `files`, `pages`, `sources`, `identifiers` are lists of texts."""
    files = said.pop("files", ())
    dataset = Dataset(
        key=key,
        title=(Text(title, "en"),),
        publisher=Agent(slug=str(said.pop("publisher", "thornmere")), name=(Text("Thornmere Council"),)),
        landing_page=tuple(said.pop("pages", ())),  # type: ignore[arg-type]
        source=tuple(said.pop("sources", ())),  # type: ignore[arg-type]
        identifier=tuple(Typed(one) for one in said.pop("identifiers", ())),  # type: ignore[attr-defined]
        distribution=tuple(Distribution(key=one, access_url=(one,)) for one in files),  # type: ignore[attr-defined]
        iri=str(said.pop("iri", "")),
    )
    return Entry(
        id=mint_id(portal, key),
        portal=portal,
        key=key,
        source=str(said.pop("record", "")),
        dataset=dataset,
    )
