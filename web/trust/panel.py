"""The trust panel of one dataset: every fact, in the order in which people ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from web.trust.checking import columns, description, formats, links
from web.trust.dates import data_changed, description_changed, first_seen, last_checked
from web.trust.fact import Grounds, Group, TrustFact
from web.trust.responsible import alterations, contact, origin, owner, publisher
from web.trust.updating import updates
from web.trust.using import access, licence, personal_data

FACTS: tuple[Callable[[Grounds], TrustFact], ...] = (
    publisher, owner, contact, origin, alterations,
    data_changed, description_changed, first_seen, last_checked,
    licence, access, personal_data,
    updates, links, formats, description, columns,
)  # fmt: skip
"""What is told of every dataset: of one that says nothing, that nobody knows."""


def trust_facts(grounds: Grounds) -> tuple[TrustFact, ...]:
    """All facts."""
    return tuple(fact(grounds) for fact in FACTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPanel:
    """The facts by the question that they answer."""

    who: tuple[TrustFact, ...]
    dates: tuple[TrustFact, ...]
    use: tuple[TrustFact, ...]
    checks: tuple[TrustFact, ...]


def make_panel(facts: Sequence[TrustFact]) -> TrustPanel:
    """The facts as the page groups them."""
    return TrustPanel(**{each.value: tuple(one for one in facts if one.group is each) for each in Group})
