"""What the rows of a file are about: properties, streets or areas of a body's places, or nothing in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harvester.replay.files.chance import chance, choose
from harvester.replay.files.gazetteer import Area, Gazetteer, Property, Street

Spot = Property | Street | Area


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A place that a body's files tell of, and how many of a hundred of its properties they have."""

    place: str
    share: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One row: its number from 1, where it is, and a text of its own, from which its values are drawn.

    A row about a property is drawn by the property alone, so that two bodies say the same of it. `aside` is how many
    metres east and north of the middle of its street something stands or happened.
    """

    n: int
    spot: Spot | None
    seed: str
    aside: tuple[int, int] = (0, 0)


def subjects_of(
    wanted: str, patches: Sequence[Patch], gazetteer: Gazetteer, *, file: str
) -> tuple[Subject, ...]:
    """The subjects that `wanted` describes, as `topics.csv` does:

    `properties house|flat 40` (each with this use, or 40 of a hundred), `streets`, `areas lsoa`, `events 80 of street`
    (or of `properties shop`, `ward`, `nothing`).
    """
    kind, _, rest = wanted.partition(" ")
    if kind != "events":
        found = spots(wanted, patches, gazetteer)
        return tuple(Subject(n=n, spot=spot, seed=code_of(spot)) for n, spot in enumerate(found, start=1))
    number, _, of = rest.partition(" of ")
    among = () if of == "nothing" else tuple(spots(_PLURAL.get(of, of), patches, gazetteer))
    return tuple(_event(n, among, file) for n in range(1, int(number) + 1))


_PLURAL = {"street": "streets", "ward": "areas ward", "msoa": "areas msoa"}


def spots(wanted: str, patches: Sequence[Patch], gazetteer: Gazetteer) -> Iterator[Spot]:
    """The properties, streets or areas of a body's places."""
    kind, _, which = wanted.partition(" ")
    for patch in patches:
        if kind == "properties":
            yield from _properties(which, patch, gazetteer.properties.values())
        elif kind == "streets":
            yield from _shared(patch, (one for one in gazetteer.streets.values()))
        else:
            yield from _shared(patch, (one for one in gazetteer.areas.values() if one.level == which))


def code_of(spot: Spot) -> str:
    """The UPRN, the USRN or the area's code."""
    return spot.uprn if isinstance(spot, Property) else spot.usrn if isinstance(spot, Street) else spot.code


def _properties(which: str, patch: Patch, properties: Iterable[Property]) -> Iterator[Spot]:
    uses, _, share = which.rpartition(" ") if which.rpartition(" ")[2].isdecimal() else (which, "", "100")
    named = frozenset(uses.split("|")) if uses else frozenset()
    for one in _shared(patch, properties):
        fits = isinstance(one, Property) and (not named or one.use in named)
        if fits and chance(which, code_of(one), below=100) < int(share):
            yield one


def _shared(patch: Patch, found: Iterable[Spot]) -> Iterator[Spot]:
    """Those in the patch. Which of a hundred is drawn by their code alone: the same in each file of a body."""
    for one in found:
        if one.place == patch.place and chance("share", code_of(one), below=100) < patch.share:
            yield one


def _event(n: int, among: Sequence[Spot], file: str) -> Subject:
    seed = f"{file} {n}"
    spot = choose(among, "where", seed) if among else None
    half = spot.length // 2 if isinstance(spot, Street) else 0
    aside = (chance("east", seed, below=2 * half + 1) - half, chance("north", seed, below=31) - 15)
    return Subject(n=n, spot=spot, seed=seed, aside=aside)
