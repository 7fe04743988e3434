"""Asks the store what it says of one IRI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from anyio import to_thread

from catalogue.iri import read_iri
from catalogue.stores import Answer, Query, StoreReader
from catalogue.writing import link
from web.problems import Problem, ProblemRaised

MOST_OUTBOUND, MOST_INBOUND, MOST_LISTED = 5_000, 1_000, 5_000
"""Values said of a resource, statements that lead to it, and those of one property where they are listed."""

MOST_LOOKED_AT = 250
"""Statements that lead to a thing, as many as are looked at for a page that tells more than those."""

LONGEST = 2_000
"""Characters of an IRI; no browser can be relied on to send more."""

_PROPERTIES = 20  # those that each get a few of their statements where there are too many to ask for all
_A_LOOK = 0.5  # seconds that a page waits for what it can be shown without
_MEDIA = "application/sparql-results+json"
_FOLDER = Path(__file__).parent

Ask = Callable[[Query], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Term:
    """What stands at the end of a statement. `kind` is "uri", "bnode" or "literal"."""

    kind: str
    value: str
    lang: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement. `graph` is a description that makes it, `graphs` how many do."""

    subject: Term
    property: str
    value: Term
    graph: str = ""
    graphs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What is said of an IRI and by whom it is named.

    `counts` are all statements that lead to it, by property, of which `inbound` holds some. `nameless` are the
    statements of each node without a name.
    """

    iri: str
    outbound: tuple[Told, ...]
    inbound: tuple[Told, ...]
    counts: Mapping[str, int]
    nameless: Mapping[str, tuple[Told, ...]]

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.outbound) <= MOST_OUTBOUND and len(self.inbound) >= sum(self.counts.values())


def read_resource_iri(text: str) -> str:
    """The IRI as the catalogue writes it, unsafe characters percent-quoted; a 400 that says what is wrong with it."""
    iri = read_iri(text) if len(text) <= LONGEST else None
    if iri is None or len(iri) > 3 * LONGEST:
        reason = (
            f"It has {len(text):,} characters; at most {LONGEST:,} are read."
            if len(text) > LONGEST
            else "An absolute IRI was expected, such as https://example.org/thing."
        )
        raise ProblemRaised(Problem(status=400, title="This is no IRI", detail=reason))
    return iri


async def read_resource(ask: Ask, iri: str, *, listed: str = "") -> Resource:
    """What the store says of an IRI; where a property is `listed`, all that leads to it by that one."""
    here = {"iri": link(iri)}
    outbound = await _rows(ask, "outbound", here)
    counted = await _rows(ask, "inbound_counts", here)
    counts = {row["p"].value: int(row["count"].value) for row in counted if "p" in row}
    return Resource(
        iri=iri,
        outbound=tuple(_outbound(row, iri) for row in outbound if "o" in row),
        inbound=await _inbound(ask, here, counts, listed),
        counts=counts,
        nameless=await _nameless(ask, here)
        if any(row["o"].kind == "bnode" for row in outbound if "o" in row)
        else {},
    )


def is_known(resource: Resource) -> bool:
    """Whether the catalogue says anything of it."""
    return bool(resource.outbound or resource.counts)


def is_named(store: StoreReader, iri: str) -> bool:
    """Whether anything leads to an IRI of ours; StoreError while the store cannot say."""
    return bool(_read(store.query(_look("named", iri))))


def count_inbound(store: StoreReader, iri: str) -> Mapping[str, int]:
    """How many statements of each property lead to an IRI; StoreError while the store cannot say."""
    rows = _read(store.query(_look("inbound_counts", iri)))
    return {row["p"].value: int(row["count"].value) for row in rows if "p" in row}


def read_inbound(store: StoreReader, iri: str) -> tuple[Told, ...]:
    """At most MOST_LOOKED_AT statements that lead to an IRI; StoreError while the store cannot say."""
    return tuple(_told(row, Term("uri", iri)) for row in _read(store.query(_look("linked_from", iri))))


def _look(name: str, iri: str) -> Query:
    return Query(text=_query(name), media_type=_MEDIA, bindings={"iri": link(iri)}, seconds=_A_LOOK)


async def _inbound(
    ask: Ask, here: Mapping[str, str], counts: Mapping[str, int], listed: str
) -> tuple[Told, ...]:
    if listed:
        rows = await _rows(ask, "inbound_of", {**here, "p": link(listed)}) if listed in counts else []
    elif sum(counts.values()) <= MOST_INBOUND:
        rows = await _rows(ask, "inbound", here) if counts else []
    else:
        rows = []
        for name in list(counts)[:_PROPERTIES]:
            rows += await _rows(ask, "inbound_few", {**here, "p": link(name)})
    found = {
        (row["s"].value, row["p"].value): row for row in rows
    }  # the same may be said in several descriptions
    return tuple(_told(row, Term("uri", row["iri"].value)) for row in found.values())


async def _nameless(ask: Ask, here: Mapping[str, str]) -> Mapping[str, tuple[Told, ...]]:
    found: dict[str, list[Told]] = {}
    for row in await _rows(ask, "nameless", here):
        found.setdefault(row["s"].value, []).append(_told(row, row["o"]))
    return {name: tuple(dict.fromkeys(said)) for name, said in found.items()}


def _told(row: Mapping[str, Term], value: Term) -> Told:
    graph = row["graph"].value if "graph" in row else ""
    return Told(subject=row["s"], property=row["p"].value, value=value, graph=graph)


def _outbound(row: Mapping[str, Term], iri: str) -> Told:
    return Told(
        subject=Term("uri", iri),
        property=row["p"].value,
        value=row["o"],
        graph=row["graph"].value if "graph" in row else "",
        graphs=int(row["graphs"].value),
    )


async def _rows(ask: Ask, name: str, bindings: Mapping[str, str]) -> Sequence[Mapping[str, Term]]:
    answer = await ask(Query(text=_query(name), media_type=_MEDIA, bindings=bindings))
    # In a thread: a long list takes a tenth of a second to read, in which nobody else would be served.
    return await to_thread.run_sync(_read, answer)


def _read(answer: Answer) -> Sequence[Mapping[str, Term]]:
    rows = orjson.loads(answer.body)["results"]["bindings"]
    return [{key: _term(term) for key, term in row.items()} for row in rows]


def _term(term: Mapping[str, Any]) -> Term:
    kind = "literal" if term["type"] == "typed-literal" else str(term["type"])
    return Term(kind, str(term["value"]), term.get("xml:lang", ""), term.get("datatype", ""))


@cache
def _query(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
