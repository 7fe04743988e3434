"""What can be counted of one body: from titles in the ledger and the facets of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from catalogue.coverage.covering import Candidate, Covered, cover
from catalogue.coverage.matching import Fit, match_services, match_title
from catalogue.coverage.requirements import load_requirements
from catalogue.indexes.filters import Is
from catalogue.indexes.protocol import NOT_STATED, Hit, Index, Search
from catalogue.ledger.held import published_titles
from catalogue.meaning import concept_key
from vocab import Vocabulary
from web.coverage.punctual import Punctual, count_punctual

FACETS = ("openness", "freshness", "format", "portal", "concept")

_MOST_ANSWERS = (
    1_000  # datasets of one body that are looked at as answers; the rest of a longer series add nothing
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One body in figures. `covered` has every requirement of the Code, whether or not it binds the body; `subjects`
    are topics, by how many titles name each. The others count datasets, NOT_STATED among the values."""

    datasets: int
    covered: tuple[Covered, ...]
    subjects: Mapping[str, int]
    openness: Mapping[str, int]
    freshness: Mapping[str, int]
    formats: Mapping[str, int]
    portals: Mapping[str, int]
    punctual: Punctual


def read_profile(
    connection: Connection,
    index: Index,
    vocabulary: Vocabulary,
    *,
    slug: str,
    name: str,
    subjects: Callable[[str], frozenset[str]],
    today: str,
) -> Profile:
    """The figures of the body with this slug and name, as of a day (ISO 8601)."""
    titles = published_titles(connection, slug)
    counted = index.search(
        Search(filters={"publisher": (slug,)}, facets=FACETS, today=today, together=False, limit=0)
    )
    facets = {facet: {each.value: each.count for each in values} for facet, values in counted.facets.items()}
    fits = {identifier: found for identifier, title in titles if (found := match_title(title, name))}
    titled = ((hit, fits[hit.id]) for hit in _hits(index, tuple(fits)))
    candidates = _candidates(titled, _serving(index, slug, facets["concept"]))
    day = date.fromisoformat(today)
    return Profile(
        datasets=counted.total,
        covered=cover(load_requirements(), candidates, day),
        subjects=_count(subjects(title) for _, title in titles),
        openness=facets["openness"],
        freshness=facets["freshness"],
        formats={value: count for value, count in facets["format"].items() if count or value == NOT_STATED},
        portals={value: count for value, count in facets["portal"].items() if value and count},
        punctual=count_punctual(index, vocabulary, slug, facets["concept"], counted.total, day),
    )


def _hits(index: Index, identifiers: tuple[str, ...]) -> tuple[Hit, ...]:
    """The datasets that answer by their titles."""
    wanted = identifiers[:_MOST_ANSWERS]
    if not wanted:
        return ()
    return index.search(
        Search(where=Is(column="id", values=wanted), together=False, snippets=False, limit=len(wanted))
    ).hits


def _serving(index: Index, slug: str, concepts: Mapping[str, int]) -> Iterator[tuple[Hit, tuple[Fit, ...]]]:
    """The datasets that name a service by which a requirement is told."""
    services = (code for one in load_requirements() for code in one.services)
    for code in (each for each in services if concepts.get(concept_key("service", each))):
        search = Search(
            filters={"publisher": (slug,), "concept": (concept_key("service", code),)},
            together=False,
            snippets=False,
            limit=_MOST_ANSWERS,
        )
        for hit in index.search(search).hits:
            yield hit, match_services((code,))


def _candidates(
    titled: Iterable[tuple[Hit, tuple[Fit, ...]]], serving: Iterable[tuple[Hit, tuple[Fit, ...]]]
) -> tuple[Candidate, ...]:
    """What answers by its title or its service; the service is the better reason, since a person chose it."""
    found: dict[str, Candidate] = {}
    for hit, fits in (*serving, *titled):
        known = found.get(hit.id)
        told = {fit.requirement for fit in known.fits} if known else set()
        more = tuple(fit for fit in fits if fit.requirement not in told)
        found[hit.id] = _candidate(hit, (*known.fits, *more) if known else more)
    return tuple(found.values())


def _candidate(hit: Hit, fits: tuple[Fit, ...]) -> Candidate:
    return Candidate(
        id=hit.id,
        title=str(hit.card.get("title", "")),
        covers=str(hit.card.get("covers", "")).rpartition("–")[2],
        modified=str(hit.card.get("modified", "")),
        fits=fits,
    )


def _count(found: Iterable[frozenset[str]]) -> Mapping[str, int]:
    counted: dict[str, int] = {}
    for subject in (subject for each in found for subject in each):
        counted[subject] = counted.get(subject, 0) + 1
    return counted
