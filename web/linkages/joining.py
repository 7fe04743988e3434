"""The ties that identifiers make: what a dataset holds and joins with, and what a kind leads to by lookups."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from catalogue.clusters.standing import Standing
from catalogue.entry import Entry
from catalogue.joins.bridges import Bridge, leading_from, leading_to
from catalogue.ledger.joins import JoinsBy, OwnColumn, own_columns
from web.joining.reading import find_joins, subject_of
from web.linkages.tie import End, Tie, Wanted, Whole, tie_of, ways
from web.site import Site

_SCHEME = "identifier"
_TIES = (_SCHEME, "joins", "reached")


def join_ties(
    site: Site, entry: Entry, standing: Standing, wanted: Wanted, whole: Whole
) -> Iterator[Tie | None]:
    """The kinds of identifier that a dataset holds, and what it joins with by each of them."""
    if not any(map(wanted.shows, _TIES)):
        return
    with site.ledger.reading() as connection:
        held = own_columns(connection, entry.id)
        joins = find_joins(site, connection, subject_of(site, entry, standing))
    by = [one for one in joins.by if one.count]
    yield tie_of(ways()[_SCHEME], held, wanted, partial(_held, site), whole)
    yield tie_of(ways()["joins"], by, wanted, partial(_join, site, entry.id), whole)
    yield tie_of(ways()["reached"], joins.over, wanted, partial(_join, site, entry.id), whole)


def bridge_ties(site: Site, kind: str, wanted: Wanted, whole: Whole) -> Iterator[Tie | None]:
    """What lookups lead to from a kind, and to it."""
    yield tie_of(ways()["leads"], leading_from(kind), wanted, partial(_bridge, site, "target"), whole)
    yield tie_of(ways()["led"], leading_to(kind), wanted, partial(_bridge, site, "source"), whole)


def _held(site: Site, own: OwnColumn) -> End:
    return _kind(
        site, own.kind, why=f"in the column “{own.column}”", found=site.links.search(identifier=own.kind)
    )


def _join(site: Site, identifier: str, by: JoinsBy) -> End:
    """One kind: how many join by it, and the list of them."""
    lookup = f", after {' and '.join(step.lookup for step in by.way)}" if by.way else ""
    return _kind(
        site,
        by.kind,
        why=f"by its column “{by.own.column}”{lookup}",
        found=site.links.joins(identifier, by.kind),
        count=by.count,
    )


def _bridge(site: Site, end: str, bridge: Bridge) -> End:
    """One lookup, told at the end that is not the kind itself."""
    return _kind(
        site, bridge.target if end == "target" else bridge.source, why=f"{bridge.lookup} ({bridge.publisher})"
    )


def _kind(site: Site, kind: str, *, why: str, found: str = "", count: int | None = None) -> End:
    concept = site.vocabulary.find(_SCHEME, kind)
    return End(
        text=concept.label() if concept else kind,
        iri=concept.iri if concept else "",
        address=site.links.identifier(kind) if concept else "",
        count=count,
        found=found,
        why=why,
    )
