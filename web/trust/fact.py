"""A fact of the trust panel, what it is worked out from, and its form for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.columns.table import Table
from catalogue.entry import Entry, Mapping
from catalogue.ledger.links import Link
from catalogue.model import Dataset
from catalogue.portal import Portal
from catalogue.snapshot import Snapshot
from vocab import Vocabulary
from web.addresses import Addresses
from web.schema import STRING, TEXT_OR_NULL, Schema, every, record

PUBLISHER, CATALOGUE = "the publisher", "this catalogue"


class Mark(StrEnum):
    """How a fact stands: checked and well, checked and not well, not known, or simply so."""

    OK = "ok"
    BAD = "bad"
    UNSURE = "unsure"
    TOLD = "told"

    @property
    def words(self) -> str:
        """The mark for those who do not see it."""
        return _WORDS[self]


_WORDS = {
    Mark.OK: "Well",
    Mark.BAD: "Not well",
    Mark.UNSURE: "Not known",
    Mark.TOLD: "Note",
}


class Group(StrEnum):
    """Which question of the panel a fact answers."""

    WHO = "who"
    DATES = "dates"
    USE = "use"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustFact:
    """One fact: `said` is a sentence, `at` the date that it is or that it was found at, `by` who is responsible for it,
    `how` how we know. `link` leads to what it is about; `property` is the RDF property that says the same, if any."""

    code: str
    group: Group
    mark: Mark
    label: str
    said: str
    by: str
    how: str
    at: str = ""
    link: str = ""
    property: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the facts of one dataset are worked out from. `fetched` is when its record was read, `checked` when the
    dataset was last seen (in the run `checked_in`, 0 where only its record tells), `vouched` when somebody at the
    body's own domain registered the portal. `portal` is None for one that is no longer here; `tables` is what is known
    of the data's columns, from the portal and from samples."""

    snapshot: Snapshot
    state: str
    portal_title: str
    vocabulary: Vocabulary
    links: Addresses
    today: date
    portal: Portal | None = None
    vouched: str = ""
    fetched: str = ""
    checked: str = ""
    checked_in: int = 0
    addresses: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry with its mappings."""
        return self.snapshot.entry

    @property
    def dataset(self) -> Dataset:
        """What the publisher says, settled."""
        return self.snapshot.entry.dataset

    def mapping(self, name: str) -> Mapping | None:
        """How the first word of a property of the model was read."""
        return next((one for one in self.entry.mappings if one.property == name), None)


TRUST_SCHEMA: Schema = every(
    record(
        "TrustFact",
        code=STRING,
        group={"enum": [each.value for each in Group]},
        mark={"enum": [each.value for each in Mark]},
        label=STRING,
        said=STRING,
        at=TEXT_OR_NULL,
        by=STRING,
        how=STRING,
        property=TEXT_OR_NULL,
    )
)


def trust_json(facts: Iterable[TrustFact]) -> list[dict[str, str | None]]:
    """The facts for programs; links to pages are left to the page."""
    return [
        {
            "code": one.code,
            "group": one.group.value,
            "mark": one.mark.value,
            "label": one.label,
            "said": one.said,
            "at": one.at or None,
            "by": one.by,
            "how": one.how,
            "property": one.property or None,
        }
        for one in facts
    ]
