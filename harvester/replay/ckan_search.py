"""What `package_search` finds: CKAN's parameters q, fq, sort, start and rows over a list of packages."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from harvester.replay.answering import Json, distinct
from harvester.replay.lines import Lines

DEFAULT_SORT = "score desc, metadata_modified desc"
ROWS_DEFAULT = 10
ROWS_MAX = 1000  # ckan.search.rows_max; asked for more, CKAN says nothing and gives this many
_TERM = re.compile(r'([+-]?)([\w-]+):(\[[^\]]*\]|\([^)]*\)|"[^"]*"|\S+)|("[^"]*"|\S+)')
_RANGE = re.compile(r"\[(\S+) TO (\S+)\]")
_SORTABLE = ("id", "name", "title", "title_string", "metadata_created", "metadata_modified")


class SearchError(Exception):
    """A search that CKAN refuses with status 409; carries the `error` object of the answer."""

    def __init__(self, error: Json) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What ordering and finding a package needs; the package itself stays packed at `place`."""

    place: int
    id: str
    name: str
    title: str
    metadata_created: str
    metadata_modified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageQuery:
    """The parameters of one search, read."""

    q: str = "*:*"
    fq: tuple[str, ...] = ()
    sort: str = DEFAULT_SORT
    start: int = 0
    rows: int = ROWS_DEFAULT
    facet_fields: tuple[str, ...] = ()


class Packages:
    """The packages of a portal, listed on first use."""

    def __init__(self, records: Callable[[], Lines]) -> None:
        self._records = records
        self._rows: tuple[Row, ...] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every package that a visitor may see, in the order of the records."""
        if self._rows is None:
            self._rows = tuple(_public_rows(self._records()))
        return self._rows

    def package(self, row: Row) -> Json:
        """The package as recorded."""
        package: Json = orjson.loads(self._records()[row.place])
        return package

    def named(self, key: str) -> Json | None:
        """The package of that id or name."""
        for row in self.rows:
            if key and key in (row.id, row.name):
                return self.package(row)
        return None

    def all(self) -> Iterator[Json]:
        """Every public package."""
        return map(self.package, self.rows)


def read_query(parameters: Mapping[str, Any], rows_max: int = ROWS_MAX) -> PackageQuery:
    """Parameters of a URL (texts) or of a JSON body. Raises SearchError."""
    fq = parameters.get("fq_list") or []
    return PackageQuery(
        q=str(parameters.get("q") or "*:*"),
        fq=tuple(text for text in [str(parameters.get("fq") or ""), *map(str, fq)] if text),
        sort=str(parameters.get("sort") or DEFAULT_SORT),
        start=_natural(parameters, "start", 0),
        rows=min(_natural(parameters, "rows", ROWS_DEFAULT), rows_max),
        facet_fields=_facet_fields(parameters.get("facet.field")),
    )


def search(packages: Packages, query: PackageQuery) -> Json:
    """The `result` of package_search. Raises SearchError."""
    found = [row for row in packages.rows if _matches(packages, row, query)]
    ordered = _ordered(found, query)
    page = ordered[query.start : query.start + query.rows]
    facets = _facets(packages, found, query.facet_fields)
    return {
        "count": len(found),
        "sort": query.sort,
        "facets": facets,
        "results": [packages.package(row) for row in page],
        "search_facets": {name: _facet_items(name, counts) for name, counts in facets.items()},
    }


def values(package: Json, field: str) -> list[str]:
    """A package's values of a Solr field: `organization`, `tags`, `groups`, `res_format`, or a plain one."""
    organization = package.get("organization")
    if field == "organization":
        return [organization.get("name", "")] if isinstance(organization, dict) else []
    if field in ("tags", "groups"):
        return [item.get("name", "") for item in package.get(field) or []]
    if field == "res_format":
        return distinct(resource.get("format") or "" for resource in package.get("resources") or [])
    value = package.get("type" if field == "dataset_type" else field)
    return [] if value is None else [str(value)]


def _public_rows(records: Lines) -> Iterator[Row]:
    for place, line in enumerate(records):
        package = orjson.loads(line)
        if package.get("private") is True or package.get("state", "active") != "active":
            continue
        yield Row(
            place=place,
            **{
                name: str(package.get(name) or "")
                for name in ("id", "name", "title", "metadata_created", "metadata_modified")
            },
        )


def _matches(packages: Packages, row: Row, query: PackageQuery) -> bool:
    return all(_holds(packages, row, text) for text in (query.q, *query.fq) if text != "*:*")


def _holds(packages: Packages, row: Row, text: str) -> bool:
    for sign, field, wanted, word in _TERM.findall(text):
        holds = _has_word(packages.package(row), word) if word else _has(packages, row, field, wanted)
        if holds == (sign == "-"):
            return False
    return True


def _has(packages: Packages, row: Row, field: str, wanted: str) -> bool:
    if field == "*" or wanted == "*":
        return True
    stored = getattr(row, field, None)
    held = [str(stored)] if stored is not None else values(packages.package(row), field)
    if wanted.startswith("["):
        return any(_within(value, wanted) for value in held)
    choices = re.findall(r'"[^"]*"|[^\s()]+', wanted)
    return any(choice.strip('"') in held for choice in choices if choice != "OR")


def _within(value: str, interval: str) -> bool:
    bounds = _RANGE.fullmatch(interval)
    if not bounds or any("NOW" in bound for bound in bounds.groups()):
        raise SearchError(_search_error(f"cannot parse {interval!r}"))
    low, high = (bound.removesuffix("Z") for bound in bounds.groups())
    return bool(value) and (low == "*" or value >= low) and (high == "*" or value <= high)


def _has_word(package: Json, word: str) -> bool:
    if word in ("AND", "OR", "*:*", "*"):
        return True
    texts = [str(package.get(name) or "") for name in ("title", "notes", "name")] + values(package, "tags")
    return word.strip('"').lower() in " ".join(texts).lower()


def _ordered(rows: Sequence[Row], query: PackageQuery) -> list[Row]:
    ordered = list(rows)
    if query.sort.startswith("score"):
        # Without an immutable key Solr may break ties otherwise at each page; here it always does.
        random.Random(query.start).shuffle(ordered)  # noqa: S311 — repeatable on purpose, guards nothing
    for part in reversed(query.sort.split(",")):
        name, _, direction = part.strip().partition(" ")
        if direction.strip() not in ("", "asc", "desc") or name not in (*_SORTABLE, "score"):
            raise SearchError(_search_error(f"sort {part.strip()!r}"))
        if name != "score":
            field = "title" if name == "title_string" else name
            ordered.sort(key=lambda row: str(getattr(row, field)), reverse=direction.strip() == "desc")
    return ordered


def _facets(packages: Packages, rows: Sequence[Row], fields: Sequence[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {field: Counter() for field in fields}
    for row in rows if fields else ():
        package = packages.package(row)
        for field in fields:
            counts[field].update(value for value in values(package, field) if value)
    return {field: dict(counter.most_common()) for field, counter in counts.items()}


def _facet_items(name: str, counts: Mapping[str, int]) -> Json:
    items = [{"name": value, "display_name": value, "count": count} for value, count in counts.items()]
    return {"title": name, "items": items}


def _facet_fields(given: Any) -> tuple[str, ...]:
    try:
        fields = orjson.loads(given) if isinstance(given, str) else given or []
    except orjson.JSONDecodeError as error:
        raise SearchError(_validation_error("facet.field", "Could not parse as valid JSON")) from error
    return tuple(str(field) for field in fields)


def _natural(parameters: Mapping[str, Any], name: str, default: int) -> int:
    try:
        number = int(parameters.get(name, default))
    except (TypeError, ValueError) as error:
        raise SearchError(_validation_error(name, "Invalid integer")) from error
    if number < 0:
        raise SearchError(_validation_error(name, "Must be a natural number"))
    return number


def _validation_error(name: str, text: str) -> Json:
    return {name: [text], "__type": "Validation Error"}


def _search_error(text: str) -> Json:
    return {"message": f"Search Query is invalid: {text}", "__type": "Search Query Error"}
