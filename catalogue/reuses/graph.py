"""Stories as the Dataset Usage Vocabulary has them: a duv:Usage that refers to datasets (https://www.w3.org/TR/vocab-duv/).

DCAT has no word for what became of data. What changed is the description, the story itself schema:text, the evidence
what is referred to (dct:references), a kind of identifier by which datasets were joined a subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.iri import read_iri
from catalogue.links import Links
from catalogue.reuses.kinds import load_kinds
from catalogue.reuses.story import Story, Use, What
from catalogue.writing import link, literal
from vocab import Vocabulary
from vocab.namespaces import DCT, DUV, FOAF, RDF, SCHEMA, SKOS, STOOK, XSD

Statement = tuple[str, str, str]
"""Subject and object as N-Triples has them, the predicate as its IRI."""


def stories_graph(stories: Iterable[Story], vocabulary: Vocabulary, links: Links) -> tuple[str, bytes]:
    """The name of the graph of all stories, which is the page that lists them, and the graph as N-Quads."""
    graph = links.reuses()
    end = f" {link(graph)} .\n"
    said = (statement for one in stories for statement in story_statements(one, vocabulary, links))
    itself = (
        (link(graph), RDF.type, link(SCHEMA.Collection)),
        (link(graph), DCT.title, literal("What good came of data", "en")),
    )
    lines = [f"{s} {link(p)} {o}{end}" for s, p, o in (*itself, *_kinds(links), *said)]
    return graph, "".join(dict.fromkeys(lines)).encode(errors="replace")


def story_statements(story: Story, vocabulary: Vocabulary, links: Links) -> Iterator[Statement]:
    """What one story says, and of what."""
    iri, said = links.reuse(story.slug), story.content
    here = link(iri)
    yield here, RDF.type, link(DUV.Usage)
    yield here, RDF.type, link(SCHEMA.CreativeWork)
    yield here, DCT.title, literal(said.title)
    yield here, DCT.description, literal(said.changed)
    if said.story:
        yield here, SCHEMA.text, literal(said.story)
    yield here, DCT.creator, link(f"{iri}#who")
    yield link(f"{iri}#who"), RDF.type, link(FOAF.Agent)
    yield link(f"{iri}#who"), FOAF.name, literal(said.who)
    yield here, DCT.issued, literal(story.told, datatype=XSD.dateTime)
    yield here, DCT.modified, literal(story.modified, datatype=XSD.dateTime)
    if said.kind in load_kinds():
        yield from kind_statements(here, said.kind, links)
    if evidence := read_iri(said.evidence):
        yield here, DCT.references, link(evidence)
    if story.made_up:
        yield here, STOOK.madeUp, literal("true", datatype=XSD.boolean)
    for use in said.uses:
        yield from _used(here, use, vocabulary, links)


def kind_statements(here: str, code: str, links: Links) -> Iterator[Statement]:
    """That a story is of a kind, and what that is called."""
    kind = load_kinds()[code]
    node = link(f"{links.reuses()}#{code}")
    yield here, DCT.type, node
    yield node, RDF.type, link(SKOS.Concept)
    yield node, SKOS.prefLabel, literal(kind.label, "en")


def _kinds(links: Links) -> Iterator[Statement]:
    for kind in load_kinds().values():
        node = link(f"{links.reuses()}#{kind.code}")
        yield node, RDF.type, link(SKOS.Concept)
        yield node, SKOS.notation, literal(kind.code)
        yield node, SKOS.prefLabel, literal(kind.label, "en")
        yield node, SKOS.definition, literal(kind.definition, "en")


def _used(here: str, use: Use, vocabulary: Vocabulary, links: Links) -> Iterator[Statement]:
    match use.what:
        case What.DATASET:
            dataset = link(links.dataset(use.name))
            yield here, DUV.refersTo, dataset
            yield dataset, DUV.hasUsage, here
        case What.ORGANISATION:
            yield here, DCT.relation, link(links.organisation(use.name))
        case What.IDENTIFIER:
            concept = vocabulary.find("identifier", use.name)
            yield here, DCT.subject, link(concept.iri if concept else links.identifier(use.name))
