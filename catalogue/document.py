"""From an entry to what the search index needs: words to find it by, codes to count, a card to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from catalogue.clusters.standing import ALONE, Standing
from catalogue.columns.holding import held_in
from catalogue.columns.said import names_of
from catalogue.columns.table import Table
from catalogue.columns.telling import tell_tables
from catalogue.indexes.protocol import Document
from catalogue.meaning import concept_keys
from catalogue.model import Dataset, Distribution
from catalogue.questions.understanding import places_named
from catalogue.snapshot import Snapshot
from catalogue.text.markdown import without_markdown
from catalogue.values import Term, Text
from vocab import Concept, Vocabulary
from vocab.bodies import bodies_of

_DESCRIPTION = 320
_READ = 1_200  # addresses of links are not shown, and may be long


def make_document(
    snapshot: Snapshot,
    vocabulary: Vocabulary,
    standing: Standing = ALONE,
    *,
    kind: str = "",
    tables: Sequence[Table] | None = None,
) -> Document:
    """The document of one dataset among its copies, at a portal of a `kind`, with the columns of its `tables` (None:
    as its description alone tells them).

    Codes are notations of our schemes; what is not stated is empty.
    """
    entry, dataset = snapshot.entry, snapshot.entry.dataset
    themes = tuple(_concepts(dataset.theme, vocabulary))
    licence = licence_of(dataset)
    concept = vocabulary.concept(licence.iri) if licence and licence.iri else None
    publisher = dataset.publisher
    areas = areas_of(dataset, vocabulary)
    tables = tell_tables(dataset, (), vocabulary) if tables is None else tables
    document = Document(
        id=entry.id,
        title=first_text(dataset.title),
        alternatives=tuple(_other_titles(dataset)),
        description="\n".join(without_markdown(text.value) for text in dataset.description),
        keywords=tuple(text.value for text in dataset.keyword),
        distributions=" ".join(
            dict.fromkeys(text.value for part in dataset.distribution for text in part.title)
        ),
        columns=names_of(tables),
        publisher=publisher.slug if publisher else "",
        publisher_label=first_text(publisher.name) if publisher else "",
        places=tuple(first_text(place.label) for place in dataset.spatial if place.label),
        areas=areas,
        within=around(areas, vocabulary),
        themes=tuple(theme.code for theme in themes),
        theme_labels=" ".join(theme.label() for theme in themes),
        formats=formats_of(dataset, vocabulary),
        licences=(concept.code,) if concept else (),
        openness=openness(licence, concept),
        portal=entry.portal,
        kind=kind,
        languages=tuple(found.code for found in _concepts(dataset.language, vocabulary)),
        identifiers=tuple(one.kind for one in held_in(tables)),
        concepts=concept_keys(dataset, vocabulary),
        modified=dataset.modified.value if dataset.modified else "",
        added=snapshot.first_seen,
        changed=snapshot.last_changed,
        covers=years_of(dataset),
        cluster=standing.cluster,
        leads=bool(standing.cluster) and standing.place == 0,
    )
    return replace(document, card=_card(document, dataset, concept, vocabulary) | _also(standing))


def first_text(texts: tuple[Text, ...], lang: str = "en") -> str:
    """The text in a language, else the first, else ""."""
    return _first(texts, lang).value


def licence_of(dataset: Dataset) -> Term | None:
    """The licence of the whole, else the first that a distribution states, else None."""
    stated = (part.license for part in dataset.distribution if part.license)
    return dataset.license or next(stated, None)


def openness(licence: Term | None, concept: Concept | None) -> str:
    """Whether the data may be used freely, as far as anybody has said: open, not-open or not-stated."""
    if licence is None:
        return "not-stated"
    return "open" if concept and concept.facts.get("open") == "true" else "not-open"


def theme_codes(dataset: Dataset, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Codes of the themes of a dataset that are known."""
    return tuple(theme.code for theme in _concepts(dataset.theme, vocabulary))


def formats_of(dataset: Dataset, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Codes of the file types a dataset can be had in, each once, in the portal's order."""
    terms = (part.format for part in dataset.distribution if part.format)
    return tuple(dict.fromkeys(found.code for found in _concepts(terms, vocabulary)))


def covered(dataset: Dataset) -> str:
    """The period covered in years, such as "2019" or "2019–2025"; "" where it is not stated."""
    years = years_of(dataset)
    if not years:
        return ""
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"


def years_of(dataset: Dataset) -> tuple[int, int] | None:
    """The first and the last year that the data covers; None where it is not stated."""
    years = [
        int(stamp.value[:4])
        for period in dataset.temporal
        for stamp in (period.start_date, period.end_date)
        if stamp and stamp.value[:4].isdecimal() and stamp.value[:4].isascii()
    ]
    return (min(years), max(years)) if years else None


def areas_of(dataset: Dataset, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Codes of the places that a dataset is about: as it says, else as its title does, else where its publisher serves.

    A title's place counts where the publisher is a body that we know: elsewhere Cambridge may be another.
    """
    if own := _codes((place.iri for place in dataset.spatial if place.iri), vocabulary):
        return own
    publisher = dataset.publisher
    body = bodies_of(vocabulary).with_slug(publisher.slug) if publisher and publisher.slug else None
    if publisher is None or body is None:
        return _codes(publisher.spatial, vocabulary) if publisher else ()
    if named := places_named(first_text(dataset.title), vocabulary):
        return named
    nation = vocabulary.match("place", body.facts.get("nation", ""))
    return _codes(publisher.spatial, vocabulary) or ((nation.concept.code,) if nation else ())


def around(areas: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Codes of places, each once, and of all the wider ones around them, so that a region finds its councils."""
    found: dict[str, None] = {}
    waiting = list(areas)
    for code in waiting:
        concept = vocabulary.find("place", code)
        if concept and code not in found:
            found[code] = None
            waiting += _codes(concept.broader, vocabulary)
    return tuple(found)


def _card(
    document: Document, dataset: Dataset, licence: Concept | None, vocabulary: Vocabulary
) -> dict[str, object]:
    """What a result shows without asking the ledger; JSON values only. What the index counts is as the index has it."""
    stated = licence_of(dataset)
    return {
        "title": document.title,
        "lang": _first(dataset.title).lang,
        "publisher": document.publisher,
        "publisher_label": document.publisher_label,
        "portal": document.portal,
        "description": without_markdown(first_text(dataset.description)[:_READ])[:_DESCRIPTION],
        "themes": list(document.themes),
        "formats": list(document.formats),
        "files": _files(dataset, vocabulary),
        "identifiers": list(document.identifiers),
        "licence": licence.code if licence else "",
        "licence_label": licence.label() if licence else (stated.word[:80] if stated else ""),
        "openness": document.openness,
        "modified": document.modified,
        "covers": covered(dataset),
        "places": list(document.places[:3]),
    }


def _files(dataset: Dataset, vocabulary: Vocabulary) -> list[dict[str, object]]:
    """How many files there are of each format, in the order of formats_of, and the bytes of them together; 0 where
    one of them does not state its size."""
    sizes: dict[str, list[int]] = {}
    for part in dataset.distribution:
        for concept in _concepts([part.format] if part.format else [], vocabulary):
            sizes.setdefault(concept.code, []).append(_bytes(part))
    return [
        {"format": code, "count": len(each), "bytes": sum(each) if all(each) else 0}
        for code, each in sizes.items()
    ]


def _bytes(part: Distribution) -> int:
    stated = part.byte_size.value if part.byte_size else ""
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else 0


def _also(standing: Standing) -> dict[str, object]:
    """Where else the dataset is listed; nothing for one alone."""
    if not standing.others:
        return {}
    return {"also": [{"id": one.id, "portal": one.portal} for one in standing.others]}


def _first(texts: tuple[Text, ...], lang: str = "en") -> Text:
    fitting = (text for text in texts if text.lang.lower().startswith(lang))
    return next(fitting, texts[0] if texts else Text(""))


def _other_titles(dataset: Dataset) -> Iterator[str]:
    shown = _first(dataset.title)
    return (text.value for text in (*dataset.title, *dataset.alternative) if text != shown)


def _concepts(terms: Iterable[Term], vocabulary: Vocabulary) -> Iterator[Concept]:
    for term in terms:
        concept = vocabulary.concept(term.iri) if term.iri else None
        if concept:
            yield concept


def _codes(iris: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The codes of those that are places of ours."""
    found = (vocabulary.concept(iri) for iri in iris)
    return tuple(dict.fromkeys(one.code for one in found if one and one.scheme == "place"))
