"""Bodies side by side: their figures and their coverage as groups of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.coverage.covering import Covered
from catalogue.coverage.requirements import requirements_for
from catalogue.indexes.protocol import NOT_STATED
from catalogue.ledger.scores import organisation_scores
from catalogue.ledger.status import Organisation
from catalogue.quality.metrics import MOST, band_of
from catalogue.quality.scores import GroupScores
from vocab import Concept
from vocab.bodies import bodies_of
from web.coverage.figures import changed_within_a_year, openness_count
from web.coverage.profile import Profile
from web.pages.compared_organisations import Cell, ComparedGroup, ComparedLine
from web.site import Site
from web.wording import say_date

_FORMATS = 5
_STATES = {
    "current": ("Found", "ok"),
    "old": ("Found, but old", "unsure"),
    "undated": ("Found, date not stated", "unsure"),
    "not-found": ("Not found here", "none"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One body of a comparison: what we know of it, what is counted of it, its mean scores, and the codes of what is
    required of it."""

    body: Organisation
    concept: Concept | None
    profile: Profile
    scores: GroupScores | None
    required: frozenset[str]


def read_side(site: Site, body: Organisation) -> Side:
    """A body with its figures."""
    concept = bodies_of(site.vocabulary).with_slug(body.slug)
    with site.ledger.reading() as connection:
        scores = organisation_scores(connection, body.slug)
    return Side(
        body=body,
        concept=concept,
        profile=site.profiles.of(body.slug, body.name),
        scores=scores,
        required=frozenset(one.code for one in requirements_for(concept)),
    )


def compare(site: Site, sides: Sequence[Side]) -> tuple[ComparedGroup, ...]:
    """The groups of a page; none for no bodies."""
    if not sides:
        return ()
    groups = (
        ComparedGroup(title="The bodies", lines=tuple(_about(sides))),
        ComparedGroup(title="What councils in England must publish", lines=tuple(_covered(site, sides))),
        ComparedGroup(title=f"Quality of the descriptions, of {MOST} points", lines=tuple(_scored(sides))),
        ComparedGroup(title="Updated as often as stated", lines=tuple(_punctual(sides))),
        ComparedGroup(title="Licences", lines=tuple(_licences(sides))),
        ComparedGroup(title="Formats", lines=tuple(_formats(sides))),
    )
    return tuple(group for group in groups if group.lines)


def _about(sides: Sequence[Side]) -> Iterator[ComparedLine]:
    yield _line("Kind", sides, lambda side: Cell(text=_fact(side, "tier")))
    yield _line("Nation", sides, lambda side: Cell(text=_fact(side, "nation")))
    yield _line("Datasets", sides, lambda side: Cell(text=f"{side.profile.datasets:,}"))
    yield _line("Portals", sides, lambda side: Cell(text=f"{len(side.profile.portals):,}"))


def _covered(site: Site, sides: Sequence[Side]) -> Iterator[ComparedLine]:
    """A line for each requirement that binds one of the bodies, or that one has something for."""
    by_code = [{one.requirement.code: one for one in side.profile.covered} for side in sides]
    for code, first in by_code[0].items():
        these = [each[code] for each in by_code]
        if not any(code in side.required or one.best for side, one in zip(sides, these, strict=True)):
            continue
        cells = (_state(site, side, one) for side, one in zip(sides, these, strict=True))
        yield ComparedLine(label=first.requirement.title, cells=tuple(cells))


def _state(site: Site, side: Side, one: Covered) -> Cell:
    if one.best is None:
        if side.concept and one.requirement.code not in side.required:
            return Cell(text="Not found here; not required", kind="none")
        return Cell(text="Not found here", kind="none", note=one.requirement.given)
    text, kind = _STATES[one.state]
    currency = one.best.currency
    day = say_date(currency.day.isoformat()) if currency.day else ""
    said = {"period": f"to {day}", "change": f"changed {day}"}.get(currency.by, "")
    likely = "" if one.best.fit.sure else "likely"
    note = ", ".join(part for part in (said, likely) if part)
    return Cell(text=text, kind=kind, note=note, address=site.links.dataset(one.best.id))


def _scored(sides: Sequence[Side]) -> Iterator[ComparedLine]:
    """Both mean scores; none where no body has been scored."""
    if any(side.scores for side in sides):
        yield _line("As published", sides, lambda side: _mean(side.scores.published if side.scores else None))
        yield _line("In this catalogue", sides, lambda side: _mean(side.scores.here if side.scores else None))


def _mean(points: float | None) -> Cell:
    if points is None:
        return Cell(text="Not known", kind="none")
    return Cell(text=f"{points:.0f}", note=band_of(points).title)


def _punctual(sides: Sequence[Side]) -> Iterator[ComparedLine]:
    yield _counted("Overdue", sides, lambda profile: profile.punctual.overdue)
    yield _counted("On time", sides, lambda profile: profile.punctual.on_time)
    yield _counted("Nobody can tell", sides, lambda profile: profile.punctual.unknown)
    yield _counted("Changed within a year", sides, changed_within_a_year)


def _licences(sides: Sequence[Side]) -> Iterator[ComparedLine]:
    yield _counted("Open", sides, lambda profile: openness_count(profile, "open"))
    yield _counted("Not open", sides, lambda profile: openness_count(profile, "not-open"))
    yield _counted("Not stated", sides, lambda profile: openness_count(profile, NOT_STATED))


def _formats(sides: Sequence[Side]) -> Iterator[ComparedLine]:
    """The formats that most of all their datasets can be had in."""
    totals: dict[str, int] = {}
    for value, count in (each for side in sides for each in side.profile.formats.items()):
        totals[value] = totals.get(value, 0) + count
    named = sorted((code for code in totals if code != NOT_STATED), key=lambda code: (-totals[code], code))
    for code in named[:_FORMATS]:
        yield _counted(code, sides, _in_format(code))
    yield _counted("Not stated", sides, _in_format(NOT_STATED))


def _in_format(code: str) -> Callable[[Profile], int]:
    return lambda profile: profile.formats.get(code, 0)


def _line(label: str, sides: Sequence[Side], cell: Callable[[Side], Cell]) -> ComparedLine:
    return ComparedLine(label=label, cells=tuple(map(cell, sides)))


def _counted(label: str, sides: Sequence[Side], count: Callable[[Profile], int]) -> ComparedLine:
    """A number of datasets, with its share in words."""

    def cell(side: Side) -> Cell:
        number, total = count(side.profile), side.profile.datasets
        share = f"{round(100 * number / total)} of 100" if total else ""
        return Cell(text=f"{number:,}", note=share)

    return _line(label, sides, cell)


def _fact(side: Side, name: str) -> str:
    known = side.concept.facts.get(name, "") if side.concept else ""
    return known or "not known"
