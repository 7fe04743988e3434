"""The sequence of changes as a linked data event stream, whose members are versions of datasets.

https://semiceu.github.io/LinkedDataEventStreams/ in fragments of https://treecg.github.io/specification/, each member
with its kind as https://semiceu.github.io/LDES-DCAT-AP-feeds/ says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from catalogue.graph import dataset_graph
from catalogue.ledger.held import Change
from catalogue.links import Links
from catalogue.writing import link, literal
from vocab.namespaces import ACTIVITY, DCT, LDES, RDF, STOOK, TREE, XSD

_KINDS = {
    "added": ACTIVITY.Create,
    "restored": ACTIVITY.Create,
    "changed": ACTIVITY.Update,
    "withdrawn": ACTIVITY.Delete,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The changes after number `since`, oldest first; `complete` says that there are none after them yet."""

    since: int
    changes: tuple[Change, ...]
    complete: bool

    @property
    def until(self) -> int:
        """The number from which a client goes on."""
        return self.changes[-1].n if self.changes else self.since


def fragment_triples(fragment: Fragment, links: Links) -> bytes:
    """A page of the stream, each member whole, as N-Triples."""
    return b"".join((_frame(fragment, links), *(_member(one, links) for one in fragment.changes)))


def _frame(fragment: Fragment, links: Links) -> bytes:
    stream, here = link(links.changes()), link(links.changes(fragment.since))
    statements = [
        (stream, RDF.type, link(LDES.EventStream)),
        (stream, LDES.timestampPath, link(ACTIVITY.published)),
        (stream, LDES.versionOfPath, link(DCT.isVersionOf)),
        (stream, TREE.view, here),
        (here, RDF.type, link(TREE.Node)),
    ]
    statements += [(stream, TREE.member, link(links.change(one.n))) for one in fragment.changes]
    if not fragment.complete:
        statements += _further(here, fragment.until, links)
        statements.append((here, LDES.immutable, literal("true", datatype=XSD.boolean)))
    return _written(statements)


def _further(here: str, until: int, links: Links) -> Iterator[tuple[str, str, str]]:
    """The one way on: to the members with higher numbers. By number and not by instant, which two may share."""
    relation = "_:next"
    yield here, TREE.relation, relation
    yield relation, RDF.type, link(TREE.GreaterThanRelation)
    yield relation, TREE.node, link(links.changes(until))
    yield relation, TREE.path, link(STOOK.number)
    yield relation, TREE.value, literal(str(until), datatype=XSD.integer)


def _member(change: Change, links: Links) -> bytes:
    """What became of a dataset, and (unless it went) all that it then was."""
    here, dataset = link(links.change(change.n)), link(links.dataset(change.snapshot.entry.id))
    statements = [
        (here, RDF.type, link(_KINDS[change.kind])),
        (here, ACTIVITY.object, dataset),
        (here, ACTIVITY.published, literal(change.at, datatype=XSD.dateTime)),
        (here, DCT.isVersionOf, dataset),
        (here, STOOK.number, literal(str(change.n), datatype=XSD.integer)),
    ]
    return _written(statements) + (b"" if change.kind == "withdrawn" else _version(change, links))


def _version(change: Change, links: Links) -> bytes:
    """The dataset under the name of its version.

    Its record and distributions are named within it too, so that two versions on one page stay two.
    """
    held, named = links.dataset(change.snapshot.entry.id), links.change(change.n)

    def renamed(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> object:
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode(f"v{change.n}{term.value}")
        if not isinstance(term, ox.NamedNode):
            return term
        if term.value == held:
            return ox.NamedNode(named)
        within = term.value.removeprefix(f"{held}#")
        return ox.NamedNode(f"{named}/{within}") if within != term.value else term

    quads = ox.parse(dataset_graph(change.snapshot, links), ox.RdfFormat.N_QUADS)
    triples = [ox.Triple(renamed(q.subject), q.predicate, renamed(q.object)) for q in quads]  # type: ignore[arg-type]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _written(statements: Sequence[tuple[str, str, str]]) -> bytes:
    return "".join(
        f"{subject} {link(predicate)} {value} .\n" for subject, predicate, value in statements
    ).encode()
