"""package_search: CKAN's parameters to one question to the index, and its results in CKAN's shape.

https://docs.ckan.org/en/2.11/api/#ckan.logic.action.get.package_search
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from catalogue.indexes.filters import All, Filter
from catalogue.indexes.protocol import NOT_STATED, By, FacetValue, Key, Results, Search
from web.ckan import groups
from web.ckan.fields import COLUMNS, Reading, effort, to_filter, words_of
from web.ckan.given import Given
from web.ckan.listing import whole_index
from web.ckan.lucene import EVERYTHING, And, Node, Term, Unreadable, read_query
from web.ckan.organizations import publisher_of
from web.ckan.packages import pack_all
from web.ckan.refusals import Refusal, unsearchable
from web.site import Site

RANKING = ("qf", "bf", "boost", "tie", "defType", "mm", "df", "wt")
"""Parameters that say how Solr ranks and writes, and change nothing here."""

PARAMETERS = (
    *("q", "fq", "fq_list", "sort", "rows", "start", "facet", "facet.field", "facet.limit", "facet.mincount"),
    *("fl", "include_private", "include_drafts", "include_deleted", "use_default_schema", "extras"),
    *RANKING,
)
"""What CKAN takes."""

MOST_ROWS = 1_000
LAST_START = 1_000_000
MOST_FACETS = 12
FACET_LIMIT = 50
MOST_FILTERS = 40
MOST_EFFORT = 500
DEFAULT_SORT = "score desc, metadata_modified desc"

KEYS = {
    "score": Key.SCORE,
    "relevance": Key.SCORE,
    "metadata_modified": Key.CHANGED,
    "metadata_created": Key.ADDED,
    "modified": Key.MODIFIED,
    "title_string": Key.TITLE,
    "title": Key.TITLE,
    "name": Key.ID,
    "id": Key.ID,
}
"""What results can be sorted by, with the key of the index for each."""

_QUOTED_NOTHING = ("", "''", '""')
_MOST_WORDS_RANKED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One search as it was asked for; `fields` are CKAN's names of the facets to count, `only` of what to give."""

    search: Search
    sort: str
    fields: tuple[str, ...] = ()
    facet_limit: int = FACET_LIMIT
    facet_mincount: int = 1
    only: tuple[str, ...] = ()


def package_search(site: Site, given: Given) -> dict[str, object]:
    """The result of one search."""
    reading = Reading(vocabulary=site.vocabulary, now=site.now(), owner=partial(publisher_of, site))
    asked = read_asked(given, reading)
    found = whole_index(site).search(asked.search)
    packages = pack_all(site, [hit.id for hit in found.hits])
    counts = {name: _counted(found, name, asked) for name in asked.fields}
    return {
        "count": found.total,
        "facets": {name: dict(each) for name, each in counts.items()},
        "results": [_only(package, asked.only) for package in packages],
        "sort": asked.sort,
        "search_facets": {name: _listed(name, each, site) for name, each in counts.items()},
    }


def read_asked(given: Given, reading: Reading) -> Asked:
    """What the parameters ask. Raises a Refusal that says which of them cannot be read, and why."""
    if unknown := sorted(set(given.values) - set(PARAMETERS)):
        raise unsearchable(f"Invalid search parameters: {unknown[:5]}")
    sort = given.text("sort").strip() or DEFAULT_SORT
    fields = _facet_fields(given)
    text, where, optional = _question(given, reading)
    if effort(where) > MOST_EFFORT:
        raise unsearchable(
            "it asks for too much at once: fewer words, fewer with stars, or OR between values"
        )
    return Asked(
        search=Search(
            text=text,
            where=where,
            optional=optional,
            facets=tuple(dict.fromkeys(COLUMNS[name] for name in fields)),
            order=read_sort(sort),
            today=reading.now[:10],
            together=False,
            offset=_start(given),
            limit=given.number("rows", 10, most=MOST_ROWS),
            snippets=False,
        ),
        sort=sort,
        fields=fields,
        facet_limit=given.integer("facet.limit", FACET_LIMIT),
        facet_mincount=given.number("facet.mincount", 1),
        only=given.strings("fl", split=","),
    )


def read_sort(text: str) -> tuple[By, ...]:
    """The keys of an order, `name direction` with commas between. Raises a Refusal."""
    found = []
    for part in text.split(","):
        name, _, direction = part.strip().partition(" ")
        if name not in KEYS or direction.strip().lower() not in ("asc", "desc", ""):
            raise unsearchable(f'Invalid "sort" parameter {part.strip()[:60]!r}; known are {", ".join(KEYS)}')
        default = "desc" if KEYS[name] is Key.SCORE else "asc"
        found.append(By(key=KEYS[name], descending=(direction.strip().lower() or default) == "desc"))
    return tuple(dict.fromkeys((*found, By(key=Key.ID))))


def _question(given: Given, reading: Reading) -> tuple[str, Filter, bool]:
    """The words that rank, the filter, and whether the filter alone decides.

    `q` without a colon is for people, as in CKAN: it is searched as words if it is nothing else, or cannot be read as
    a query. All of the words are sought and, where fewer than five datasets have all, most of them.
    """
    filters = [_filter(text, reading) for text in _filters(given)]
    q = given.text("q").strip()
    if q in _QUOTED_NOTHING:
        return "", All(parts=tuple(filters)), True
    tree = _tree(q)
    if tree is None or _is_words(tree, q):
        return q, All(parts=tuple(filters)), False
    words = " ".join(" ".join(words_of(tree)).replace('"', " ").split()[:_MOST_WORDS_RANKED])
    return _bare(words), All(parts=(_meant(tree, reading), *filters)), True


def _tree(q: str) -> Node | None:
    try:
        return read_query(q)
    except Unreadable as error:
        if ":" in q:
            raise unsearchable(str(error)) from error
        return None


def _is_words(tree: Node, q: str) -> bool:
    """Whether a query is nothing but words, of which nobody says that each must be there."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    insisted = any(part[0] == "+" or part in ("AND", "&&") for part in q.split())
    return tree is not EVERYTHING and not insisted and all(map(_is_word, parts))


def _is_word(part: Node) -> bool:
    return isinstance(part, Term) and not (part.name or part.phrase or part.wild)


def _bare(words: str) -> str:
    """Words alone: what the index itself would take for an operator is none in CKAN's query."""
    return words.replace(":", " ").replace("-", " ")


def _filters(given: Given) -> tuple[str, ...]:
    stated = (*given.strings("fq"), *given.strings("fq_list"))
    if len(stated) > MOST_FILTERS:
        raise unsearchable(f"there are more than {MOST_FILTERS} filters")
    return stated


def _filter(text: str, reading: Reading) -> Filter:
    try:
        return _meant(read_query(text), reading)
    except Unreadable as error:
        raise unsearchable(str(error)) from error


def _meant(tree: Node, reading: Reading) -> Filter:
    try:
        return to_filter(tree, reading)
    except Unreadable as error:
        raise unsearchable(str(error)) from error


def _start(given: Given) -> int:
    start = given.number("start", 0)
    if start > LAST_START:
        raise unsearchable(
            f"start is {start}, and can be at most {LAST_START}; narrow the search, by dates perhaps"
        )
    return start


def _facet_fields(given: Given) -> tuple[str, ...]:
    if given.text("facet", "true").strip().lower() == "false":
        return ()
    fields = given.strings("facet.field", split=",")
    for name in fields:
        if COLUMNS.get(name) in (None, "id"):
            raise _no_facet(name)
    if len(fields) > MOST_FACETS:
        raise unsearchable(f"{len(fields)} facets were asked for, and at most {MOST_FACETS} are counted")
    return fields


def _no_facet(name: str) -> Refusal:
    known = ", ".join(each for each, column in COLUMNS.items() if column != "id" and "extras_" not in each)
    return unsearchable(f"undefined field {name[:60]!r} in facet.field; known are {known}")


def _counted(found: Results, name: str, asked: Asked) -> list[tuple[str, int]]:
    """The values of one facet, the most frequent first."""
    column = COLUMNS[name]
    values = (each for each in found.facets[column] if each.value != NOT_STATED)
    counted = [(_named(column, each), each.count) for each in values if each.count >= asked.facet_mincount]
    return counted if asked.facet_limit < 0 else counted[: asked.facet_limit]


def _named(column: str, value: FacetValue) -> str:
    return groups.group_name(value.value) if column == "theme" else value.value


def _listed(name: str, counts: list[tuple[str, int]], site: Site) -> dict[str, object]:
    """A facet as pages of CKAN read it: by its display names, from Z."""
    called = _titles(COLUMNS[name], [value for value, _ in counts], site)
    items = [
        {"name": value, "display_name": called.get(value, value), "count": count} for value, count in counts
    ]
    ordered = sorted(items, key=lambda item: str(item["display_name"]), reverse=True)
    return {"title": name, "items": ordered}


def _titles(column: str, values: list[str], site: Site) -> Mapping[str, str]:
    match column:
        case "publisher":
            return site.names.table().publishers
        case "portal":
            return site.names.table().portals
        case "theme":
            return groups.titles(values, site)
        case "licence":
            found = ((value, site.vocabulary.find("licence", value)) for value in values)
            return {value: concept.label() for value, concept in found if concept}
        case _:
            return {}


def _only(package: dict[str, object], fields: tuple[str, ...]) -> dict[str, object]:
    wanted = {name for each in fields for name in each.split()}
    return {name: value for name, value in package.items() if name in wanted} if wanted else package


def datasets_of(site: Site, column: str, value: str, *, rows: int, start: int = 0) -> tuple[str, ...]:
    """The identifiers of the datasets that have a value of a facet, those changed last first."""
    search = Search(
        filters={column: (value,)},
        order=(By(key=Key.CHANGED, descending=True), By(key=Key.ID)),
        together=False,
        offset=start,
        limit=rows,
        snippets=False,
    )
    return tuple(hit.id for hit in whole_index(site).search(search).hits)
