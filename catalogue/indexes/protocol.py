"""What a search index is to the rest of the catalogue: documents in, results out."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol

from catalogue.errors import SettingsError
from catalogue.indexes.filters import Filter

FACETS = (
    "publisher",
    "place",
    "theme",
    "format",
    "licence",
    "openness",
    "freshness",
    "identifier",
    "kind",
    "language",
    "portal",
    "concept",
    "keyword",
)
"""The names that `Search.filters` and `Search.facets` may hold."""

FRESHNESS = ("30-days", "12-months", "3-years", "older")
"""The values of the facet of that name: the shortest of these times in which the data last changed."""

NOT_STATED = ""
"""The facet value of a document that says nothing; the openness "not-stated" is read as this one too."""

_BACKENDS = {"memory": "catalogue.indexes.whoosh", "whoosh": "catalogue.indexes.whoosh"}


class Sort(enum.Enum):
    """The orders of a result list; what is not stated comes last in each."""

    RELEVANCE = "relevance"  # best first; without words to rank by, as MODIFIED
    MODIFIED = "modified"  # the data's own date, newest first
    ADDED = "added"  # first seen here, newest first
    TITLE = "title"  # A to Z, without regard to case and accents
    PUBLISHER = "publisher"  # its label, A to Z, then the title


class Key(enum.Enum):
    """What an order of several keys may go by."""

    SCORE = "score"
    MODIFIED = "modified"  # the data's own date
    ADDED = "added"  # first seen here
    CHANGED = "changed"  # the description last changed here
    TITLE = "title"
    ID = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """One key of an order."""

    key: Key
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the index needs to know of one dataset; empty means not stated, in every field.

    `publisher`, `portal` are slugs; `themes`, `formats`, `licences`, `languages`, `identifiers` are codes, and so are
    `areas`, of the places it is about, and `within`, of these and all around them; `concepts` are all of these and
    more as `scheme/code`, with the bare name of each scheme (see `catalogue.meaning`); `places` are names.
    `distributions` is the titles of the distributions as one text, `columns` the names of their columns. `kind` is
    the portal's software. `openness` is open, not-open or not-stated. `modified` is ISO 8601 of any precision,
    `added` and `changed` (the description, here) ISO instants in UTC. `covers` is the first and the last year that the
    data is about.
    `cluster` is what copies of one dataset have in common, and one of them `leads`.
    `card` is what a result shows: JSON values, returned as they were given.
    """

    id: str
    title: str
    alternatives: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    distributions: str = ""
    columns: tuple[str, ...] = ()
    publisher: str = ""
    publisher_label: str = ""
    places: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    theme_labels: str = ""
    formats: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    openness: str = "not-stated"
    portal: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    modified: str = ""
    added: str = ""
    changed: str = ""
    covers: tuple[int, int] | None = None
    cluster: str = ""
    leads: bool = False
    card: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a run of words in a search's text stands for, beside itself.

    `typed` is the run, as it stands in the text. A document has it that has the run's words, or any of `phrases`, or
    any of `values` (a facet's name, or "area", and a value), each with the weight from 0 to 1 that it counts for; or
    whose data covers a year from the first to the last of `years`. One that is not `needed` lifts what has it, and is
    not missed.
    """

    typed: str
    phrases: tuple[tuple[str, float], ...] = ()
    values: tuple[tuple[str, str, float], ...] = ()
    years: tuple[int, int] | None = None
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One question to the index.

    `text` is whatever a person typed; no text is wrong. `meanings` say what runs of its words stand for, in their
    order and without overlap; `silent` are words of it that carry no weight, `spelt` words, folded, that are right as
    they are, also where no document has them. `filters` maps a facet's name to the
    values chosen: any of them within a facet, all of the facets together. `facets` names those to count. Names are of
    FACETS. `today`, an ISO date, is what freshness is counted from; without it all dates are old. `together` shows and
    counts one document of each cluster: the one that leads, if it is among those found.
    `where` narrows further, and no facet's counts leave it out; with `optional` the words of `text` only rank what it
    lets through, and none of them need be there. `order` goes before `sort`; `snippets` can be done without.
    """

    text: str = ""
    meanings: tuple[Meaning, ...] = ()
    silent: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    where: Filter | None = None
    optional: bool = False
    sort: Sort = Sort.RELEVANCE
    order: tuple[By, ...] = ()
    today: str = ""
    together: bool = True
    offset: int = 0
    limit: int = 20
    snippets: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece of plain, unescaped text of a snippet; `matched` when it is one of the words looked for."""

    text: str
    matched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document found. `score` is 0.0 without words to rank by; scores of two searches do not compare. `part` is the
    field of the Document that the snippet is taken from. `why` is what stood for words of the search that the document
    lacks: phrases, `facet:value`, or "covers" for its years."""

    id: str
    score: float
    card: Mapping[str, object]
    snippet: tuple[Fragment, ...]
    part: str = "description"
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """How many documents one more click on this value would show."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer to a Search.

    `facets` holds, for each facet asked for, its values with the most frequent first and NOT_STATED last:
    all that occur, all that were chosen (even at 0) and always NOT_STATED. A facet's own filter does not
    restrict its own counts. `copies` is how many documents were found and not shown, since another stands for
    them. `relaxed` says that few documents had all the words, so that having most of them was enough; `unknown`
    are the words, folded, that no document has. `suggestion` is the text with unknown words replaced by words that
    the index does know, or None.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    copies: int = 0
    relaxed: bool = False
    unknown: tuple[str, ...] = ()
    suggestion: str | None = None


class Index(Protocol):
    """A search index: a projection of the ledger that can always be built again.

    Every method raises IndexUnavailable when the index cannot be read or written now. Searching is safe
    from several threads and processes; a second writer at the same time is refused.
    """

    def apply(self, *, documents: Iterable[Document], gone: Iterable[str], mark: int) -> None:
        """Replace `documents` by id and drop the ids `gone`, in one commit that also remembers `mark`.

        An id in both stays, as the document says; of a document given twice the last counts.
        """

    def mark(self) -> int:
        """The number of the last change applied; 0 for an index that was never written."""

    def is_outdated(self) -> bool:
        """Whether it was written by another version of this program, in a form that only a rebuild brings up."""

    def rebuild(self, documents: Iterable[Document], *, mark: int) -> None:
        """Build the index anew beside the old one, which serves until the new one is complete."""

    def search(self, search: Search) -> Results:
        """Answer from the newest commit of any process. A facet name outside FACETS is a ValueError."""

    def generation(self) -> str:
        """A name for the content searched now; it changes when the content does, and never comes back."""

    def close(self) -> None:
        """Let go of files; the index may not be used afterwards."""


def open_index(url: str) -> Index:
    """The index at `url`: "whoosh:PATH" (made at the first write), or "memory:", new and empty each time."""
    scheme, colon, rest = url.partition(":")
    if not colon or scheme not in _BACKENDS:
        known = ", ".join(f"{name}:" for name in sorted(_BACKENDS))
        raise SettingsError(f"index {url!r}: the scheme is not one of {known}")
    index: Index = import_module(_BACKENDS[scheme]).open_url(scheme, rest)
    return index
