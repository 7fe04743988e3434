"""Reading one vocabulary file: SKOS in Turtle, to a Scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from vocab.concepts import Concept, Label
from vocab.errors import VocabularyError
from vocab.namespaces import DCT, FOAF, RDF, SKOS, STOOK
from vocab.scheme import Scheme

_FACT_NAMES = (
    "checksum example former interval machineReadable mediaType nation nonProprietary open owner pattern "
    "slug tier uriTemplate weak within"
)
_LIST_NAMES = "columnName domain formerCode initials"
_FACTS = {DCT.spatial: "area", FOAF.homepage: "homepage"} | {
    STOOK[name]: name for name in _FACT_NAMES.split()
}
_LISTS = {STOOK[name]: name for name in _LIST_NAMES.split()}

_VALUES = (ox.NamedNode, ox.Literal)


def read_scheme(path: Path) -> Scheme:
    """The scheme in a file, named as the file is. Raises VocabularyError if a rule of ours is broken."""
    subjects = _read_subjects(path)
    schemes = [subject for subject in subjects if subject.is_a(SKOS.ConceptScheme)]
    if len(schemes) != 1:
        raise VocabularyError(
            f"{path}: {len(schemes)} concept schemes, expected exactly one skos:ConceptScheme"
        )
    about = schemes[0]
    return Scheme(
        name=path.stem,
        title=about.one(DCT.title),
        description=" ".join(about.one(DCT.description).split()),
        source=about.one(DCT.source),
        licence=about.one(DCT.license),
        modified=about.one(DCT.modified),
        concepts=tuple(
            _read_concept(subject, path.stem) for subject in subjects if subject.is_a(SKOS.Concept)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What a file says about one thing, by property, in the file's order."""

    iri: str
    path: Path
    objects: Mapping[str, list[ox.NamedNode | ox.Literal]]

    def is_a(self, kind: str) -> bool:
        return kind in self.texts(RDF.type)

    def texts(self, term: str) -> tuple[str, ...]:
        values = self.objects.get(term)
        return tuple([value.value for value in values]) if values else ()

    def one(self, term: str) -> str:
        values = self.texts(term)
        if len(values) != 1:
            raise self.wrong(f"has {len(values)} values of <{term}>, expected exactly one")
        return values[0]

    def labels(self, term: str) -> tuple[Label, ...]:
        values = self.objects.get(term)
        if not values:
            return ()
        literals = [value for value in values if isinstance(value, ox.Literal)]
        return tuple([Label(text=value.value, lang=value.language or "") for value in literals])

    def wrong(self, what: str) -> VocabularyError:
        return VocabularyError(f"{self.path}: <{self.iri}> {what}")


def _read_concept(subject: _Subject, scheme: str) -> Concept:
    return Concept(
        iri=subject.iri,
        scheme=scheme,
        code=subject.one(SKOS.notation),
        labels=_preferred(subject),
        alternatives=subject.labels(SKOS.altLabel),
        hidden=subject.texts(SKOS.hiddenLabel),
        likely=subject.texts(STOOK.likelyLabel),
        definition=" ".join(subject.texts(SKOS.definition)),
        exact_matches=subject.texts(SKOS.exactMatch),
        broader=subject.texts(SKOS.broader),
        related=subject.texts(SKOS.related),
        replaced_by=subject.texts(DCT.isReplacedBy),
        broad_matches=subject.texts(SKOS.broadMatch),
        facts={_FACTS[term]: subject.one(term) for term in subject.objects if term in _FACTS},
        lists={_LISTS[term]: subject.texts(term) for term in subject.objects if term in _LISTS},
    )


def _preferred(subject: _Subject) -> tuple[Label, ...]:
    labels = subject.labels(SKOS.prefLabel)
    languages = [label.lang for label in labels]
    if not labels or "" in languages or len(set(languages)) < len(languages):
        raise subject.wrong(f"has preferred labels in {languages}, expected one in each of its languages")
    return labels


def _read_subjects(path: Path) -> list[_Subject]:
    subjects: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for subject, predicate, value, _ in _parse(path):
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, _VALUES):
            raise VocabularyError(
                f"{path}: {subject} is no IRI or says something that is neither IRI nor text"
            )
        subjects.setdefault(subject.value, {}).setdefault(predicate.value, []).append(value)
    return [_Subject(iri=iri, path=path, objects=objects) for iri, objects in subjects.items()]


def _parse(path: Path) -> list[ox.Quad]:
    try:
        return list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise VocabularyError(f"{path}, line {error.lineno}: {error.msg}; expected Turtle") from error
    except OSError as error:
        raise VocabularyError(f"{path}: {error.strerror or error}; expected a Turtle file") from error
