"""From what was asked to what is found: with another spelling, and with ways out, where nothing is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalogue.indexes.protocol import Results
from catalogue.questions.question import Question
from web.pages.facets import label_finder
from web.reading import Asked
from web.site import Site
from web.ways import Way, ways_out, wider_ways


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedWay:
    """A search that asks for less, and how many datasets it finds."""

    way: Way
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was asked, how it was understood and what the index has of it.

    Where another spelling finds what was meant by what a person `typed`, `asked` is that one; else `typed` is "".
    `ways` lead on from nothing, `wider` from the place that was named where little was found.
    """

    asked: Asked
    question: Question
    results: Results
    typed: str = ""
    ways: tuple[CountedWay, ...] = ()
    wider: tuple[CountedWay, ...] = ()


def find(site: Site, asked: Asked, *, facets: tuple[str, ...]) -> Found:
    """The page of results asked for."""
    today = site.now()[:10]
    question = asked.understood(site.vocabulary, today=today)
    results = site.index.search(asked.search(question, today=today, facets=facets))
    return Found(asked=asked, question=question, results=results)


def find_something(site: Site, asked: Asked, *, facets: tuple[str, ...]) -> Found:
    """The page of results asked for, or those of another spelling; if there are none, ways out."""
    found = find(site, asked, facets=facets)
    suggestion = found.results.suggestion
    if suggestion and not asked.exact:
        respelt = find(site, replace(asked, text=suggestion), facets=facets)
        if is_better(respelt.results, found.results):
            return _with_wider(site, replace(respelt, typed=asked.text))
    if found.results.total:
        return _with_wider(site, found)
    ways = ways_out(asked, found.question, label_finder(site))
    return replace(found, ways=_leading_on(site, ways, beyond=0))


def _with_wider(site: Site, found: Found) -> Found:
    """The same with what the areas around the place have; only for a list of one page, as each costs a search."""
    if found.results.total > found.asked.limit:
        return found
    ways = wider_ways(found.asked, found.question, label_finder(site))
    return replace(found, wider=_leading_on(site, ways, beyond=found.results.total))


def _leading_on(site: Site, ways: Iterable[Way], *, beyond: int) -> tuple[CountedWay, ...]:
    """The ways that find more than there is already."""
    counted = (CountedWay(way=way, count=_count(site, way.asked)) for way in ways)
    return tuple(each for each in counted if each.count > beyond)


def is_better(respelt: Results, typed: Results) -> bool:
    """Whether another spelling finds what was meant: anything where nothing is found of what was typed, and what has
    all the words where few datasets have all of those typed. Words that are only rare are left as they are."""
    if not typed.total:
        return respelt.total > 0
    return typed.relaxed and respelt.total > 0 and not respelt.relaxed


def _count(site: Site, asked: Asked) -> int:
    return find(site, replace(asked, page=1, limit=1), facets=()).results.total
