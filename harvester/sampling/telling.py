"""From the rows of a file to what is kept of them: types, gaps, identifiers and sketches, and hardly any value."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from catalogue.columns.table import Column, Detection, Source, Table
from catalogue.identifiers.detecting import Seen, detect
from catalogue.identifiers.sketch import sketch
from catalogue.identifiers.traits import traits_of
from harvester.sampling.reading import Read, ReadColumn
from harvester.sampling.showing import examples_of
from harvester.sampling.values import datatype_of, is_missing
from vocab import Vocabulary

_OF_PEOPLE = frozenset(("person", "contact", "sensitive", "free-text"))


def tell(read: Read, vocabulary: Vocabulary, *, key: bytes, at: str, url: str) -> Table:
    """The table as it is kept. `key` makes the sketches, of whose values nobody else can then tell which they are."""
    seen = tuple(_seen(column) for column in read.columns)
    columns = tuple(
        _column(column, one, found, key)
        for column, one, found in zip(read.columns, seen, detect(seen, vocabulary), strict=True)
    )
    return Table(
        source=Source.SAMPLE,
        columns=columns,
        url=url,
        at=at,
        encoding=read.encoding,
        separator=read.separator,
        header=read.header,
        rows=read.rows,
        whole=read.whole,
    )


def sketch_key(signing_key: str) -> bytes:
    """The key of all sketches of a catalogue: without it nobody can try values until one fits."""
    return sha256(f"sketches of values\n{signing_key}".encode()).digest()


def _seen(column: ReadColumn) -> Seen:
    values = tuple(value for value in column.values if not is_missing(value))
    # a name that we gave is no name
    name = "" if column.name.startswith("_col.") else column.name
    return Seen(name=name, datatype=datatype_of(values, name), values=values)


def _column(column: ReadColumn, seen: Seen, found: tuple[Detection, ...], key: bytes) -> Column:
    traits = traits_of(seen)
    return Column(
        name=column.name,
        datatype=seen.datatype,
        missing=round(1 - len(seen.values) / len(column.values), 3) if column.values else None,
        examples=() if traits or found else examples_of(seen.name, seen.values, seen.datatype),
        traits=traits,
        detections=tuple(
            _sketched(one, seen, key, secret=not _OF_PEOPLE.isdisjoint(traits)) for one in found
        ),
    )


def _sketched(found: Detection, seen: Seen, key: bytes, *, secret: bool) -> Detection:
    """With the sketch of its values, unless they are of people: nobody is to join by these."""
    return found if secret else replace(found, sketch=sketch(seen.values, found.kind, key))
