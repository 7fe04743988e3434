"""From what was asked to what is found: with another spelling, and with ways out, where nothing is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalogue.indexes.protocol import Results
from catalogue.questions.question import Question
from web.pages.facets import label_finder
from web.reading import Asked
from web.site import Site
from web.ways import Way, ways_out


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedWay:
    """A search that asks for less, and how many datasets it finds."""

    way: Way
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was asked, how it was understood and what the index has of it.

    Where nothing was found of what a person `typed` but something was of another spelling, `asked` is that one;
    else `typed` is "". `ways` lead on from nothing.
    """

    asked: Asked
    question: Question
    results: Results
    typed: str = ""
    ways: tuple[CountedWay, ...] = ()


def find(site: Site, asked: Asked, *, facets: tuple[str, ...]) -> Found:
    """The page of results asked for."""
    today = site.now()[:10]
    question = asked.understood(site.vocabulary, today=today)
    results = site.index.search(asked.search(question, today=today, facets=facets))
    return Found(asked=asked, question=question, results=results)


def find_something(site: Site, asked: Asked, *, facets: tuple[str, ...]) -> Found:
    """The page of results asked for; if there are none, those of another spelling; if there are none, ways out."""
    found = find(site, asked, facets=facets)
    if found.results.total:
        return found
    suggestion = found.results.suggestion
    if suggestion and not asked.exact:
        respelt = find(site, replace(asked, text=suggestion), facets=facets)
        if respelt.results.total:
            return replace(respelt, typed=asked.text)
    ways = ways_out(asked, found.question, label_finder(site))
    counted = (CountedWay(way=way, count=_count(site, way.asked)) for way in ways)
    return replace(found, ways=tuple(each for each in counted if each.count))


def _count(site: Site, asked: Asked) -> int:
    return find(site, replace(asked, page=1, limit=1), facets=()).results.total
