"""Whose a portal may be: what it says itself, its address, and a search among councils and other bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.checking.report import Report
from catalogue.registering.proving import owner_of
from vocab import Concept
from vocab.bodies import SCHEMES, Bodies
from web.labels import LONGEST, Labels

_MOST_FOUND = 20
_MOST_PROPOSED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A body that may be chosen: its code, its name, what sort of body it is, and why it is proposed ("" where it was
    searched for)."""

    code: str
    name: str
    about: str
    why: str = ""


def proposed(report: Report, address: str, bodies: Bodies) -> tuple[Choice, ...]:
    """Bodies whose portal it may be, likeliest first: by the domain, by its title, by whose its records are."""
    found: dict[str, Choice] = {}
    for body, why in _reasons(report, address, bodies):
        if not body.former:
            found.setdefault(body.code, _choice(body, why))
    return tuple(found.values())[:_MOST_PROPOSED]


def searched(labels: Labels, text: str) -> tuple[Choice, ...]:
    """Bodies of which a name or code has all the words; councils and other bodies, the closest first."""
    found = (one.concept for scheme in SCHEMES for one in labels.table(scheme).search(text[:LONGEST]))
    return tuple(_choice(one) for one in found if not one.former)[:_MOST_FOUND]


def _reasons(report: Report, address: str, bodies: Bodies) -> Iterator[tuple[Concept, str]]:
    owner = owner_of(address, bodies)
    if owner:
        yield owner, "the portal is on its web domain"
    named = bodies.named(report.title)
    if named and named.sure:
        yield named.body, "the portal's title names it"
    for one in report.publishers:
        body = bodies.find(one.code) if one.code else None
        if body:
            yield body, f"{one.datasets:,} of the records read are its"


def _choice(body: Concept, why: str = "") -> Choice:
    said = (body.facts.get("tier", ""), body.facts.get("nation", ""), body.code)
    return Choice(code=body.code, name=body.label(), about=" · ".join(filter(None, said)), why=why)
