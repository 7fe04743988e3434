"""How recent, how open and in which formats a body's datasets are, as shares with the searches that list them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.indexes.protocol import NOT_STATED
from web.coverage.profile import Profile
from web.pages.coverage import Figures, Share
from web.site import Site

_FORMATS = 8
_CHANGED = (
    ("30-days", "Within 30 days"),
    ("12-months", "Within a year"),
    ("3-years", "Within three years"),
    ("older", "Longer ago"),
    (NOT_STATED, "Not stated"),
)
_OPENNESS = (("open", "Open"), ("not-open", "Not open"), (NOT_STATED, "Not stated"))
_UNSAID = "not-stated"


def make_figures(site: Site, slug: str, profile: Profile) -> Figures:
    """The figures of a body with this slug."""
    total, punctual = profile.datasets, profile.punctual

    def share(label: str, count: int, facet: str = "", value: str = "") -> Share:
        address = site.links.search(publisher=slug, **{facet: value or _UNSAID}) if facet and count else ""
        return Share(
            label=label, count=count, percent=round(100 * count / total) if total else 0, address=address
        )

    return Figures(
        punctual=(
            share("Overdue: not changed as often as stated", punctual.overdue),
            share("On time", punctual.on_time),
            share("Nobody can tell: no frequency or no date is stated", punctual.unknown),
        ),
        changed=tuple(
            share(label, profile.freshness.get(value, 0), "freshness", value) for value, label in _CHANGED
        ),
        licences=tuple(
            share(label, openness_count(profile, value), "openness", value) for value, label in _OPENNESS
        ),
        formats=tuple(
            share(_format(site, value), count, "format", value)
            for value, count in _most(profile.formats.items())
        ),
    )


def openness_count(profile: Profile, value: str) -> int:
    """How many datasets are open ("open"), not open ("not-open"), or do not say (NOT_STATED)."""
    return profile.openness.get(value, 0)


def changed_within_a_year(profile: Profile) -> int:
    """How many datasets say that their data changed within the last twelve months."""
    return sum(profile.freshness.get(value, 0) for value in ("30-days", "12-months"))


def _most(formats: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The formats in most datasets, and at the end how many state none."""
    held = dict(formats)
    unsaid = held.pop(NOT_STATED, 0)
    yield from sorted(held.items(), key=lambda each: (-each[1], each[0]))[:_FORMATS]
    if unsaid:
        yield NOT_STATED, unsaid


def _format(site: Site, code: str) -> str:
    if code == NOT_STATED:
        return "Not stated"
    concept = site.vocabulary.find("file-type", code)
    return concept.label() if concept else code
