"""The plain help of one dataset, as its page and its JSON tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.columns.said import file_of
from catalogue.columns.table import Source, Table
from catalogue.coverage.requirements import read_table
from catalogue.coverage.subjects import subject_reader
from catalogue.document import first_text, formats_of, licence_of, openness
from catalogue.model import Dataset, Distribution
from catalogue.questions.topics import SCHEME as TOPICS
from catalogue.text.markdown import without_markdown
from catalogue.values import Term
from vocab import Concept, Vocabulary
from web.plain.lines import Block, File, lines_for
from web.plain.meaning import Told, tell_kind, tell_row
from web.plain.opening import Opening, family_of, is_file, tell_openings
from web.plain.quoting import plain_address
from web.schema import STRING, every, or_null, record

ANSWERS, MEASURES = (Path(__file__).with_name(f"{name}.csv") for name in ("answers", "measures"))

_MOST_FILES, _MOST_LOOKED_AT, _MOST_CODES = 2, 60, 12
_READ, _LONGEST_TITLE, _LONGEST_NAME = (
    20_000,
    300,
    120,
)  # characters of a description, of a title, of a column's name
_ENDED = frozenset(
    {"csv", "tsv", "sheet", "json", "geojson"}
)  # families whose file types are what files end with

_TOLD = record(text=STRING, how=STRING)
HELP_SCHEMA = record(
    "PlainHelp",
    what=every(_TOLD),
    row=or_null(_TOLD),
    may_i_use_it=STRING,
    opening=every(record(formats=every(STRING), what=STRING, open=STRING, careful=STRING)),
    lines=every(
        record(file=STRING, address=STRING, blocks=every(record(language=STRING, needs=STRING, code=STRING)))
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A file with the lines that read it."""

    title: str
    address: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainHelp:
    """What a dataset is (`kind`), what one `row` is (None where nobody can tell), whether it may be used, how its files
    are opened, and lines that read some of them."""

    kind: tuple[Told, ...]
    row: Told | None
    may_use: str
    openings: tuple[Opening, ...]
    recipes: tuple[Recipe, ...]


def make_help(dataset: Dataset, tables: Sequence[Table], vocabulary: Vocabulary) -> PlainHelp:
    """The help that a dataset's description and the tables known of it allow."""
    title = first_text(dataset.title)[:_LONGEST_TITLE]
    description = "\n".join(without_markdown(text.value[:_READ]) for text in dataset.description)
    topics = (vocabulary.find(TOPICS, code) for code in sorted(subject_reader(vocabulary)(title)))
    licence = licence_of(dataset)
    concept = vocabulary.concept(licence.iri) if licence and licence.iri else None
    return PlainHelp(
        kind=tell_kind(
            title,
            types=_concepts(dataset.type, vocabulary),
            services=_concepts(dataset.council_service, vocabulary),
            topics=[one for one in topics if one],
        ),
        row=tell_row(title, description, tables, vocabulary),
        may_use=_answers()[openness(licence, concept)],
        openings=tell_openings(formats_of(dataset, vocabulary), vocabulary),
        recipes=tuple(_recipes(dataset, tables, vocabulary)),
    )


def help_json(told: PlainHelp) -> dict[str, object]:
    """The same for programs."""
    return {
        "what": [{"text": one.text, "how": one.how} for one in told.kind],
        "row": {"text": told.row.text, "how": told.row.how} if told.row else None,
        "may_i_use_it": told.may_use,
        "opening": [
            {"formats": list(one.formats), "what": one.what, "open": one.open, "careful": one.careful}
            for one in told.openings
        ],
        "lines": [
            {
                "file": one.title,
                "address": one.address,
                "blocks": [
                    {"language": each.language, "needs": each.needs, "code": each.code} for each in one.blocks
                ],
            }
            for one in told.recipes
        ],
    }


def _recipes(dataset: Dataset, tables: Sequence[Table], vocabulary: Vocabulary) -> Iterator[Recipe]:
    """Lines for the first file of each family: those of the others differ only in the address."""
    seen: set[str] = set()
    for place, part in enumerate(dataset.distribution[:_MOST_LOOKED_AT], 1):
        file = _file(part, file_of(part, place), tables, vocabulary)
        if file and file.family not in seen and len(seen) < _MOST_FILES:
            seen.add(file.family)
            title = first_text(part.title)[:_LONGEST_TITLE] or file.ending.upper() or "Data"
            yield Recipe(title=title, address=file.address, blocks=lines_for(file))


def _file(part: Distribution, key: str, tables: Sequence[Table], vocabulary: Vocabulary) -> File | None:
    """A distribution as a file to be read; None where it names none."""
    concept = vocabulary.concept(part.format.iri) if part.format and part.format.iri else None
    family = family_of(concept.code) if concept and concept.scheme == "file-type" else ""
    address = plain_address(next(iter(part.download_url), "")) if is_file(family) else ""
    if concept is None or not address:
        return None
    near = [table for table in tables if table.file in ("", key)]
    sample = next((table for table in near if table.source is Source.SAMPLE and table.file == key), None)
    return File(
        address=address,
        family=family,
        ending=concept.code.lower() if family in _ENDED else "",
        encoding=sample.encoding if sample else "",
        separator=sample.separator if sample else "",
        header=sample.header if sample else None,
        codes=_codes([sample] if sample else near),
    )


def _codes(tables: Iterable[Table]) -> tuple[str, ...]:
    """The columns that hold codes, which must not be read as numbers."""
    names = (
        column.name
        for table in tables
        for column in table.columns
        if 0 < len(column.name) <= _LONGEST_NAME
        and any(one.kind not in _measures() for one in column.detections)
    )
    return tuple(dict.fromkeys(names))[:_MOST_CODES]


def _concepts(terms: Iterable[Term], vocabulary: Vocabulary) -> list[Concept]:
    found = (vocabulary.concept(term.iri) for term in terms if term.iri)
    return [one for one in found if one]


@cache
def _answers() -> dict[str, str]:
    return {row["openness"]: row["answer"] for row in read_table(ANSWERS)}


@cache
def _measures() -> frozenset[str]:
    return frozenset(row["kind"] for row in read_table(MEASURES))
