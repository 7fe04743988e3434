"""From a query string, however wild, to what was asked: nothing that a person can type is an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from starlette.datastructures import QueryParams

from catalogue.indexes.protocol import NOT_STATED, Search, Sort
from catalogue.questions.question import Question
from catalogue.questions.understanding import understand
from vocab import Vocabulary, fold

FACETS = (
    "publisher",
    "place",
    "theme",
    "format",
    "openness",
    "freshness",
    "identifier",
    "licence",
    "kind",
    "language",
    "portal",
)
"""The facets of the search page, in its order."""

FILTERS = (*FACETS, "concept")
"""What a search can be narrowed by: the facets, and any concept of any vocabulary as `scheme/code`."""

UNSAID = "not-stated"
"""How an address writes the facet value of datasets that say nothing."""

COPIES, APART = "copies", "apart"
"""The parameter that asks for every copy of a dataset, and its value."""

EXACT, PLAIN, WITHIN = "exact", "not", "in-"
"""The parameters that search for just the words, that take one run of them as it stands, and (before a facet's name)
that list only the facet's values of a name."""

PAGE_SIZE = 20
MOST_PER_PAGE = 100
_LONGEST_TEXT = 400
_LONGEST_VALUE = 120
_MOST_VALUES = 40
_MOST_PLAIN = 16
_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as an address states it. `chosen` are facet and value, NOT_STATED as UNSAID; `page` counts from 1.

    `exact` looks for nothing but the words; `plain` are runs of them, folded, that are taken as they stand. `within`
    are facet and the beginning of the names to list of it. `apart` wants every copy of a dataset as a result of its
    own.
    """

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    plain: tuple[str, ...] = ()
    exact: bool = False
    within: tuple[tuple[str, str], ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = PAGE_SIZE
    apart: bool = False

    def query(self, *, page: int = 1) -> tuple[tuple[str, str], ...]:
        """The parameters that state this search; what is as usual is left out."""
        stated = [("q", self.text)] if self.text else []
        stated += [(EXACT, "1")] if self.exact else []
        stated += [(PLAIN, words) for words in self.plain]
        stated += self.chosen
        stated += [(WITHIN + facet, words) for facet, words in self.within]
        stated += [("sort", self.sort.value)] if self.sort is not Sort.RELEVANCE else []
        stated += [("limit", str(self.limit))] if self.limit != PAGE_SIZE else []
        stated += [(COPIES, APART)] if self.apart else []
        stated += [("page", str(page))] if page > 1 else []
        return tuple(stated)

    def without(self, facet: str, value: str) -> Asked:
        """The same search without one of its filters."""
        return replace(self, chosen=tuple(each for each in self.chosen if each != (facet, value)), page=1)

    def values(self, facet: str) -> tuple[str, ...]:
        """What was chosen in one facet."""
        return tuple(value for name, value in self.chosen if name == facet)

    def understood(self, vocabulary: Vocabulary, *, today: str) -> Question:
        """The text as it is to be understood on a day."""
        if self.exact:
            return Question(text=self.text)
        return understand(self.text, vocabulary, today=today, without=self.plain)

    def search(self, question: Question, *, today: str, facets: tuple[str, ...] = FACETS) -> Search:
        """The question to the index."""
        filters = {name: tuple(_for_index(v) for v in self.values(name)) for name, _ in self.chosen}
        return question.put_to(
            Search(
                filters=MappingProxyType(filters),
                facets=facets,
                sort=self.sort,
                today=today,
                together=not self.apart,
                offset=(self.page - 1) * self.limit,
                limit=self.limit,
            )
        )


def read_search(parameters: QueryParams) -> Asked:
    """What a query string asks; what cannot be understood is as if it were not there."""
    items = parameters.multi_items()
    return Asked(
        text=read_text(parameters.get("q", "")),
        chosen=tuple(_stated(items, FILTERS)),
        plain=tuple(_plain(parameters.getlist(PLAIN))),
        exact=parameters.get(EXACT) == "1",
        within=tuple(_within(items)),
        sort=_sort(parameters.get("sort", "")),
        page=read_number(parameters.get("page", ""), default=1, most=_LAST_PAGE),
        limit=read_number(parameters.get("limit", ""), default=PAGE_SIZE, most=MOST_PER_PAGE),
        apart=parameters.get(COPIES) == APART,
    )


def read_text(text: str) -> str:
    """Typed text on one line, without control characters, of a length that is fair to ask for."""
    cleaned = "".join(char if char.isprintable() else " " for char in text[: 4 * _LONGEST_TEXT])
    return " ".join(cleaned.split())[:_LONGEST_TEXT].strip()


def read_number(text: str, *, default: int, most: int) -> int:
    """A number from 1 to `most`; `default` for anything else that was written."""
    if not (text.isascii() and text.isdigit()):
        return default
    return min(int(text[-12:]), most) or default


def _stated(items: Iterable[tuple[str, str]], names: Iterable[str]) -> list[tuple[str, str]]:
    """The values of parameters of these names, each once; empty ones are left out."""
    known = frozenset(names)
    stated = ((name, read_text(value[:_LONGEST_VALUE])) for name, value in items if name in known)
    return list(dict.fromkeys((name, value) for name, value in stated if value))[:_MOST_VALUES]


def _plain(stated: Iterable[str]) -> list[str]:
    folded = (fold(read_text(words[:_LONGEST_VALUE]))[:_LONGEST_VALUE].strip() for words in stated)
    return list(dict.fromkeys(words for words in folded if words))[:_MOST_PLAIN]


def _within(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of each facet the last that was written."""
    stated = _stated(items, (WITHIN + facet for facet in FACETS))
    return list({name.removeprefix(WITHIN): words for name, words in stated}.items())


def _sort(text: str) -> Sort:
    return next((sort for sort in Sort if sort.value == text), Sort.RELEVANCE)


def _for_index(value: str) -> str:
    return NOT_STATED if value == UNSAID else value
