"""The media types of query answers and their short names: data for negotiation, suffixes and `format=`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.stores.protocol import QueryForm


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMedia:
    """One way to write an answer; clients ask for it by `also` (media types) and `called` (short names) too."""

    name: str
    media_type: str
    label: str
    also: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


# SPARQL 1.1 Query Results JSON, XML, CSV and TSV; best first, the first is what `*/*` gets.
TABLES: tuple[AnswerMedia, ...] = (
    AnswerMedia(
        name="json",
        media_type="application/sparql-results+json",
        label="JSON",
        also=("application/json", "text/json"),
    ),
    AnswerMedia(
        name="xml",
        media_type="application/sparql-results+xml",
        label="XML",
        also=("application/xml", "text/xml"),
    ),
    AnswerMedia(name="csv", media_type="text/csv", label="CSV"),
    AnswerMedia(name="tsv", media_type="text/tab-separated-values", label="TSV"),
)

# RDF 1.1 syntaxes; best first.
GRAPHS: tuple[AnswerMedia, ...] = (
    AnswerMedia(
        name="ttl",
        media_type="text/turtle",
        label="Turtle",
        also=("application/turtle", "application/x-turtle", "text/n3"),
        called=("turtle", "n3"),  # all Turtle is N3
    ),
    AnswerMedia(
        name="nt",
        media_type="application/n-triples",
        label="N-Triples",
        also=("text/plain",),
        called=("ntriples", "n-triples"),
    ),
    AnswerMedia(
        name="rdf",
        media_type="application/rdf+xml",
        label="RDF/XML",
        also=("application/xml", "text/xml"),
        called=("xml", "rdf+xml", "rdfxml", "rdf/xml"),
    ),
    AnswerMedia(
        name="jsonld",
        media_type="application/ld+json",
        label="JSON-LD",
        also=("application/json",),
        called=("json", "json-ld", "ld+json"),
    ),
    AnswerMedia(name="nq", media_type="application/n-quads", label="N-Quads", called=("nquads", "n-quads")),
    AnswerMedia(name="trig", media_type="application/trig", label="TriG"),
)

BY_FORM: Mapping[QueryForm, tuple[AnswerMedia, ...]] = MappingProxyType(
    {
        QueryForm.SELECT: TABLES,
        QueryForm.ASK: TABLES,
        QueryForm.CONSTRUCT: GRAPHS,
        QueryForm.DESCRIBE: GRAPHS,
    }
)

BY_NAME: Mapping[str, AnswerMedia] = MappingProxyType({media.name: media for media in TABLES + GRAPHS})


def is_offered(form: QueryForm, media_type: str) -> bool:
    """Whether an answer of this form can be written so; only the media type itself counts, not its `also`."""
    return any(media.media_type == media_type for media in BY_FORM[form])
