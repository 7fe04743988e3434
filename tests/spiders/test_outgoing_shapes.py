"""What demonstration portals say leaves as DCAT-AP, and what shapes then miss is what a portal left out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, RDFS, SH, Graph, URIRef

import catalogue.profiles
from catalogue.entry import Entry
from catalogue.links import Links
from catalogue.profiles.dcat_ap import dcat_ap_triples
from catalogue.snapshot import Snapshot
from harvester.replay.recording import Recording, bundled_recordings
from harvester.road import settle_record
from vocab import load_vocabulary
from vocab.namespaces import DCAT, DCT, SKOS

OURS = Path(catalogue.profiles.__file__).parent / "dcat_ap.ttl"
VOCAB_DATA = os.environ.get("STOOK_VOCAB_DATA", "")
OFFICIAL = Path(VOCAB_DATA) / "dcat-ap/releases/3.0.1/shacl/dcat-ap-SHACL.ttl"
KINDS = ("dcat", "pod", "csw", "ckan")
AT = "2026-11-28T03:00:00Z"
LINKS = Links("http://catalogue.test")
ELSEWHERE = {DCAT.servesDataset, DCAT.inSeries}  # datasets that a portal names and does not list


def entries(walk, recordings: Iterable[Recording]) -> dict[str, Entry]:
    """What is made of every record of some portals, by the IRI that it has here."""
    found = {}
    for recording in recordings:
        walked = walk(recording)
        for record in walked.records:
            entry = settle_record(record, walked.spider, load_vocabulary(), twice=False).entry
            if entry:
                found[LINKS.dataset(entry.id)] = entry
    return found


def as_graph(found: Iterable[Entry]) -> Graph:
    """All of them in the profile, with what DCAT itself says of its classes."""
    snapshots = (Snapshot(entry=one, first_seen=AT, last_changed=AT, run=1, mapper="m") for one in found)
    body = b"".join(dcat_ap_triples(one, LINKS, load_vocabulary()) for one in snapshots)
    graph = Graph().parse(data=body.decode(), format="nt")
    for kind in (DCAT.Dataset, DCAT.DataService, DCAT.DatasetSeries):
        graph.add((URIRef(kind), RDFS.subClassOf, URIRef(DCAT.Resource)))
    return graph


def violations(graph: Graph, shapes: Path) -> list[tuple[str, str]]:
    """Node and property of each. Shapes without a path, which the official file has, say nothing."""
    asked = Graph().parse(shapes)
    for shape, part in list(asked.subject_objects(SH.property)):
        if asked.value(part, SH.path) is None:
            asked.remove((shape, SH.property, part))
            asked.remove((part, None, None))
    report = validate(graph, shacl_graph=asked, allow_warnings=True)[1]
    found = report.subjects(SH.resultSeverity, SH.Violation)
    return [(str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultPath))) for one in found]


def is_left_out(node: str, path: str, known: dict[str, Entry]) -> bool:
    """Whether the portal gave nothing that could stand there."""
    entry = known.get(node.partition("#")[0])
    if path == SKOS.prefLabel:
        return load_vocabulary().concept(node) is None
    if entry is None:
        return path in ELSEWHERE
    if path == DCT.description:
        return not entry.dataset.description
    if path == DCAT.accessURL:
        files = entry.dataset.distribution
        return any(LINKS.distribution(entry.id, one.key) == node and not one.download_url for one in files)
    return path in ELSEWHERE


def test_what_leaves_violates_our_shapes_only_where_a_portal_left_something_out(walk) -> None:
    known = entries(walk, (one for one in bundled_recordings() if one.kind in KINDS))
    found = violations(as_graph(known.values()), OURS)

    assert len(known) > 100
    assert [one for one in found if not is_left_out(*one, known)] == []


@pytest.mark.corpus
@pytest.mark.skipif(
    not OFFICIAL.is_file(), reason="STOOK_VOCAB_DATA names no folder with the shapes of DCAT-AP"
)
def test_every_bundled_portal_leaves_as_our_shapes_and_the_official_ones_want_it(walk) -> None:
    known = entries(walk, bundled_recordings())
    graph = as_graph(known.values())
    found = [one for shapes in (OURS, OFFICIAL) for one in violations(graph, shapes)]

    assert len(known) > 500
    assert [one for one in found if not is_left_out(*one, known)] == []


def test_a_missing_title_is_found() -> None:
    """So that silence of the shapes says something."""
    graph = Graph().add((URIRef("http://a.example/d"), RDF.type, URIRef(DCAT.Dataset)))

    assert ("http://a.example/d", DCT.title) in violations(graph, OURS)
