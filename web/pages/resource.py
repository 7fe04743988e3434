"""The page of any IRI: what is said of it, and by what it is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from catalogue.iri import is_web_address
from web.addresses import Addresses
from web.linked.rows import Cell
from web.pages.page import Alternate, Page, Paging, make_paging
from web.resource.naming import Naming
from web.resource.reading import MOST_LISTED, MOST_OUTBOUND, Resource, Term, Told
from web.resource.written import by_property

FEW, A_PAGE = 10, 100
"""Values of each property on the page of a resource, and on a page of one property."""

_LONGEST = 1_000  # characters of a literal on a page
_INTO = "into"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value or one subject. `source` is the description that says so, `sources` how many do."""

    cell: Cell
    source: Cell | None
    sources: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyBlock:
    """The statements of one property: `count` of them in all, `more` is where the rest is."""

    label: str
    iri: str
    count: int
    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePage(Page):
    """One resource, or what one of its properties leads to; `iri` is "" where none was asked for.

    `here` is its page on this site, `outside` its own address on the web. `cut` says that a list is longer than shown.
    """

    template: ClassVar[str] = "resource.html"
    iri: str = ""
    here: str = ""
    outside: str = ""
    outbound: tuple[PropertyBlock, ...] = ()
    inbound: tuple[PropertyBlock, ...] = ()
    total: int = 0
    paging: Paging | None = None
    back: str = ""
    cut: bool = False


def make_resource_page(
    resource: Resource, naming: Naming, links: Addresses, alternates: tuple[Alternate, ...]
) -> ResourcePage:
    """A few values of each property, and where all of them are."""
    return ResourcePage(
        title=naming.title(resource),
        alternates=alternates,
        iri=resource.iri,
        here=naming.page(resource.iri),
        outside=resource.iri if is_web_address(resource.iri) else "",
        outbound=tuple(
            _block(
                name,
                len(told),
                _lines(told[:FEW], resource, naming),
                naming,
                links.resource(resource.iri, listed=name),
            )
            for name, told in sorted(
                by_property(resource.outbound[:MOST_OUTBOUND]), key=lambda each: naming.rank(each[0])
            )
        ),
        inbound=tuple(
            _block(
                name,
                count,
                _subjects([one for one in resource.inbound if one.property == name][:FEW], naming),
                naming,
                links.resource(resource.iri, way=_INTO, listed=name),
            )
            for name, count in resource.counts.items()
        ),
        total=sum(resource.counts.values()),
        cut=len(resource.outbound) > MOST_OUTBOUND,
    )


def make_property_page(
    resource: Resource,
    naming: Naming,
    links: Addresses,
    alternates: tuple[Alternate, ...],
    *,
    listed: str,
    way: str,
    number: int,
) -> ResourcePage:
    """A page of the values of one property, or of what names the resource by it."""
    into = way == _INTO
    told = list_property(resource, listed, into=into)
    shown = told[(number - 1) * A_PAGE : number * A_PAGE]
    lines = _subjects(shown, naming) if into else _lines(shown, resource, naming)
    count = resource.counts.get(listed, 0) if into else len(told)
    block = _block(listed, count, lines, naming, "")
    pages = -(-len(told) // A_PAGE)

    def address(page: int) -> str:
        return links.resource(resource.iri, way=way, listed=listed, page=page)

    return ResourcePage(
        title=naming.title(resource),
        alternates=alternates,
        iri=resource.iri,
        here=naming.page(resource.iri),
        outbound=() if into else (block,),
        inbound=(block,) if into else (),
        total=count,
        back=links.resource(resource.iri),
        cut=into and count > MOST_LISTED,
        paging=make_paging(number, pages, address),
    )


def list_property(resource: Resource, listed: str, *, into: bool) -> tuple[Told, ...]:
    """All statements of one property, out of a resource or into it."""
    told = resource.inbound if into else resource.outbound
    return tuple(one for one in told if one.property == listed)


def shown_part(resource: Resource, listed: str, *, into: bool, number: int) -> Resource:
    """A resource with only the statements that one page of one property shows, so that no more has to be named."""
    shown = list_property(resource, listed, into=into)[(number - 1) * A_PAGE : number * A_PAGE]
    return replace(resource, outbound=() if into else shown, inbound=shown if into else ())


def _block(name: str, count: int, lines: tuple[Line, ...], naming: Naming, more: str) -> PropertyBlock:
    return PropertyBlock(
        label=naming.property(name),
        iri=name,
        count=count,
        lines=lines,
        more=more if count > len(lines) else "",
    )


def _lines(told: Iterable[Told], resource: Resource, naming: Naming) -> tuple[Line, ...]:
    return tuple(
        Line(
            cell=_cell(one.value, resource, naming),
            source=_source(one, resource.iri, naming),
            sources=one.graphs,
        )
        for one in told
    )


def _subjects(told: Iterable[Told], naming: Naming) -> tuple[Line, ...]:
    """What names the resource; a node without a name by the description that it stands in."""
    return tuple(
        Line(
            cell=naming.cell(one.subject.value)
            if one.subject.kind == "uri"
            else Cell(
                text=f"A part of {naming.cell(one.graph).text}", address=naming.cell(one.graph).address
            ),
            source=_source(one, one.subject.value, naming) if one.subject.kind == "uri" else None,
        )
        for one in told
    )


def _source(told: Told, about: str, naming: Naming) -> Cell | None:
    """The description that says so, where that is not the thing's own."""
    return naming.cell(told.graph) if told.graph and told.graph != about.partition("#")[0] else None


def _cell(term: Term, resource: Resource, naming: Naming) -> Cell:
    if term.kind == "uri":
        return naming.cell(term.value)
    if term.kind == "literal":
        return Cell(text=term.value[:_LONGEST] + ("…" if len(term.value) > _LONGEST else ""), lang=term.lang)
    said = resource.nameless.get(term.value, ())
    parts = (f"{naming.property(one.property)}: {_brief(one.value, naming)}" for one in said)
    return Cell(text="; ".join(parts)[:_LONGEST] or "something without a name")


def _brief(term: Term, naming: Naming) -> str:
    return (
        naming.cell(term.value).text if term.kind == "uri" else term.value if term.kind == "literal" else "…"
    )
