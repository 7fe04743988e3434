"""Made-up datasets of several publishers at one portal, for tests of kin."""

from __future__ import annotations

from collections.abc import Sequence

from made_up_ledger import read

from catalogue.entry import Entry, mint_id
from catalogue.ledger.runs import Staged
from catalogue.model import Agent, Dataset
from catalogue.snapshot import pack_entry, squeeze
from catalogue.values import Term, Text, Typed
from vocab.namespaces import STOOK

COLUMN = f"<{STOOK.columnName}>"


def made(
    title: str,
    publisher: str = "ambleford-council",
    *,
    columns: Sequence[str] = (),
    themes: Sequence[str] = (),
    services: Sequence[str] = (),
    modified: str = "",
) -> Dataset:
    """A dataset of a fictional council, by its slug."""
    name = publisher.replace("-", " ").title()
    return Dataset(
        title=(Text(title),),
        publisher=Agent(slug=publisher, name=(Text(name),)) if publisher else None,
        theme=tuple(Term("", iri) for iri in themes),
        council_service=tuple(Term("", iri) for iri in services),
        modified=Typed(modified) if modified else None,
        extra=tuple(("", COLUMN, f'"{name}"') for name in columns),
    )


def staged(key: str, dataset: Dataset) -> Staged:
    """The dataset as a run reads it from the portal `leeds`."""
    entry = Entry(id=mint_id("leeds", key), portal="leeds", key=key, source="", dataset=dataset)
    packed = pack_entry(entry)
    known = read(key, dataset.title[0].value)
    publisher = dataset.publisher
    return Staged(
        key=key,
        outcome="read",
        digest=packed.hex()[-40:] + known.digest,
        media_type=known.media_type,
        body=known.body,
        entry=squeeze(packed),
        title=known.title,
        publisher=publisher.slug if publisher else "",
        publisher_name=publisher.name[0].value if publisher else "",
        filled=known.filled,
    )
