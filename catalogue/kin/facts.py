"""What a dataset is compared by with those of other publishers: what it is about, its themes, services and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from catalogue.columns.comparing import column_key
from catalogue.columns.table import Column, Table
from catalogue.compact import compact_json
from catalogue.document import first_text, theme_codes, years_of
from catalogue.kin.subject import Subject
from catalogue.model import Dataset
from vocab import Vocabulary

_TITLE = 300  # characters
_MOST = 80  # columns
_THIS = "0000"  # the year of what has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`publisher` is the slug of its page, `words` and `terms` are those of its subject, `themes` and `services` codes;
    `columns` are keys of those of its widest table, where a kind of identifier stands for whatever it is called."""

    title: str
    lang: str = ""
    publisher: str = ""
    publisher_name: str = ""
    words: str = ""
    terms: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def facts_of(dataset: Dataset, subject: Subject, tables: Sequence[Table], vocabulary: Vocabulary) -> Facts:
    """The facts of a dataset with its tables."""
    title = first_text(dataset.title)
    services = (vocabulary.concept(term.iri) for term in dataset.council_service if term.iri)
    return Facts(
        title=title[:_TITLE],
        lang=next((text.lang for text in dataset.title if text.value == title), ""),
        publisher=dataset.publisher.slug if dataset.publisher else "",
        publisher_name=first_text(dataset.publisher.name)[:_TITLE] if dataset.publisher else "",
        words=subject.words,
        terms=tuple(sorted(subject.terms)),
        themes=theme_codes(dataset, vocabulary),
        services=tuple(dict.fromkeys(found.code for found in services if found)),
        columns=told_columns(widest(tables)),
    )


def edition_of(dataset: Dataset, years: Iterable[int]) -> str:
    """By what one publisher's datasets of a subject are sorted: the last year that the title or the record says that it
    covers, else that of its last change, and the day of that."""
    stated = dataset.modified or dataset.issued
    day = stated.value[:10] if stated else ""
    covered = years_of(dataset)
    last = max((*years, *(covered[1:] if covered else ())), default=0)
    return f"{f'{last:04}' if last else day[:4] or _THIS} {day}".strip()


def widest(tables: Sequence[Table]) -> tuple[Column, ...]:
    """The columns of the table that has most; of several the first."""
    return max((table.columns for table in tables), key=len, default=())


def told_columns(columns: Iterable[Column]) -> tuple[str, ...]:
    """What columns are compared by, each once, in their order."""
    return tuple(dict.fromkeys(key for one in columns if (key := told_column(one))))[:_MOST]


def told_column(column: Column) -> str:
    """The kind of identifier that a column holds, else its name without case, spaces and low lines."""
    if column.detections:
        return f"={column.detections[0].kind}"
    return column_key(column.name)


def pack_facts(facts: Facts) -> bytes:
    """Facts as JSON, without what is not said."""
    said = ((name, getattr(facts, name)) for name in Facts.__slots__)
    return compact_json({name: value for name, value in said if value})


def unpack_facts(body: bytes) -> Facts:
    """The inverse of pack_facts."""
    held: dict[str, Any] = {"title": ""} | orjson.loads(body)
    lists = {name: tuple(value) for name, value in held.items() if isinstance(value, list)}
    return Facts(**(held | lists))
