"""A page of the catalogue: what an address asks for, and where the pages before and after it are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from starlette.datastructures import QueryParams

from catalogue.clock import to_instant
from catalogue.indexes.protocol import Index, Search
from catalogue.ledger.held import Held
from catalogue.ledger.outgoing import Shown, count_shown, last_instant, shown_page
from catalogue.links import Links
from catalogue.profiles.catalog import View
from web.problems import Problem, ProblemRaised
from web.profiles import QUERY
from web.reading import read_number, read_text
from web.site import Site

A_PAGE = 100
_NARROWING = ("portal", "publisher", "theme")
_LAST = _MOST = 1_000_000
_IDENTIFIER = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which page of which datasets. `after` is the identifier that the page before ended with, "" where the page is
    asked for by its number alone; `given` are the parameters that each further address repeats."""

    which: Shown
    number: int
    after: str
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The datasets of a page as they are at one moment; `modified` is when the catalogue last changed."""

    asked: Asked
    held: tuple[Held, ...]
    total: int
    modified: str

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one, which is empty."""
        return max(1, -(-self.total // A_PAGE))


def read_asked(parameters: QueryParams, index: Index) -> Asked:
    """What an address asks for. Raises a 400 where `modified_since` is no date: who gets everything instead would
    take it for what has changed."""
    since = parameters.get("modified_since", "")
    given = {name: read_text(parameters.get(name, ""))[:120] for name in _NARROWING}
    after = parameters.get("after", "")
    return Asked(
        which=Shown(
            portal=given["portal"],
            publisher=given["publisher"],
            since=_read_instant(since),
            among=themed(index, given["theme"]) if given["theme"] else None,
        ),
        number=read_number(parameters.get("page", ""), default=1, most=_LAST),
        after=after if _IDENTIFIER.fullmatch(after) else "",
        given=given | {"modified_since": since, QUERY: parameters.get(QUERY, "")},
    )


def themed(index: Index, code: str) -> frozenset[str]:
    """The identifiers of all datasets of a theme."""
    return _themed(index, index.generation(), code)  # type: ignore[arg-type] # an index is hashed as itself


@lru_cache(maxsize=8)
def _themed(index: Index, _generation: str, code: str) -> frozenset[str]:
    """Kept for one state of the index: a harvest asks for every page of the same theme."""
    search = Search(filters={"theme": (code,)}, together=False, snippets=False, limit=_MOST)
    return frozenset(hit.id for hit in index.search(search).hits)


def read_leaf(site: Site, asked: Asked) -> Leaf:
    """The page."""
    skip = 0 if asked.after else (asked.number - 1) * A_PAGE
    with site.ledger.reading() as connection:
        return Leaf(
            asked=asked,
            held=shown_page(connection, asked.which, after=asked.after, skip=skip, limit=A_PAGE),
            total=count_shown(connection, asked.which),
            modified=last_instant(connection),
        )


def address_of(asked: Asked, base: Links, suffix: str) -> str:
    """Where the page that was asked for is in another form."""
    number = asked.number if asked.number > 1 else ""
    return base.catalog(suffix, **asked.given, page=number, after=asked.after)


def view_of(leaf: Leaf, site: Site, suffix: str, *, whole: bool = True) -> View:
    """Where the page is and what is around it, in the same form; `whole` wants addresses with our host.

    The next page begins after the last dataset of this one (`after`), so that nothing is passed over or met twice
    however the catalogue changes meanwhile; its number only tells people where they are.
    """
    base, asked = (site.iris if whole else site.links), leaf.asked

    def page(number: int, after: str = "") -> str:
        shown = number if number > 1 else ""
        return base.catalog(suffix, **asked.given, page=shown, after=after)

    number, full = asked.number, len(leaf.held) == A_PAGE
    further = full and (bool(asked.after) or number < leaf.count)
    narrowed = any(asked.given[name] for name in (*_NARROWING, "modified_since"))
    return View(
        here=address_of(asked, base, suffix),
        collection=base.catalog(**asked.given) if narrowed else base.catalog(),
        total=leaf.total,
        first=page(1),
        last=page(leaf.count),
        previous=page(min(number - 1, leaf.count)) if number > 1 else "",
        next=page(number + 1, leaf.held[-1].snapshot.entry.id) if further else "",
    )


def _read_instant(text: str) -> str:
    """A date or an instant in UTC, as the ledger writes it; without a zone it is in UTC. "" for none."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
        return to_instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        detail = "The parameter modified_since is a date or an instant, such as 2026-11-01 or 2026-11-01T09:30:00Z."
        raise ProblemRaised(Problem(status=400, title="No such date", detail=detail)) from error
