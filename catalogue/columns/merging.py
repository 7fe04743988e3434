"""What is known of each file's columns, told once: what its portal says and what a sample shows, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.columns.table import Column, Source, Table
from vocab import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """The columns of one file, or of all of a dataset's where `file` is "", in the file's order. `said` is whether its
    portal tells of them, `sample` the sample that shows them, None where none was read. A column is called as the
    file's own first line calls it; its type is the portal's where it says one, else what the sample looked like."""

    columns: tuple[Column, ...]
    file: str = ""
    url: str = ""
    said: bool = False
    sample: Table | None = None


def merge_tables(tables: Sequence[Table]) -> tuple[FileTable, ...]:
    """A table for each file that is known, those that were sampled first.

    What is said of all files stands with each that was sampled; what no sample shows of it stands for itself, last.
    """
    samples = [one for one in tables if one.source is Source.SAMPLE]
    said = {one.file: one for one in tables if one.source is Source.METADATA}
    whole = said.pop("", None)
    sampled = {one.file for one in samples}
    rest = (
        FileTable(columns=table.columns, file=file, url=table.url, said=True)
        for file, table in said.items()
        if file not in sampled
    )
    told = (*(_merged(one, said.get(one.file), whole) for one in samples), *rest, *_left(whole, samples))
    return tuple(one for one in told if one.columns)


def _merged(sample: Table, own: Table | None, whole: Table | None) -> FileTable:
    beside = _by_name(whole) | _by_name(own)
    met = [_match(column, beside) for column in sample.columns]
    columns = [
        _described(column, match) if match else column
        for column, match in zip(sample.columns, met, strict=True)
    ]
    rest = [one for one in (own.columns if own else ()) if one not in met]
    said = own is not None or any(met)
    return FileTable(columns=(*columns, *rest), file=sample.file, url=sample.url, said=said, sample=sample)


def _left(whole: Table | None, samples: Iterable[Table]) -> Iterator[FileTable]:
    """What is said of all files, but for the columns that a sample shows."""
    if whole is None:
        return
    shown = {name for table in samples for name in _by_name(table)}
    yield FileTable(
        columns=tuple(one for one in whole.columns if shown.isdisjoint(folded_names(one))), said=True
    )


def _described(sampled: Column, said: Column) -> Column:
    titles = (one for one in (said.title, said.name) if one and one != sampled.name)
    return replace(
        sampled,
        title=sampled.title or next(titles, ""),
        datatype=said.datatype or sampled.datatype,
        description=said.description or sampled.description,
        traits=tuple(dict.fromkeys((*sampled.traits, *said.traits))),
        detections=sampled.detections or said.detections,
    )


def _match(column: Column, beside: Mapping[str, Column]) -> Column | None:
    return next((beside[name] for name in folded_names(column) if name in beside), None)


def _by_name(table: Table | None) -> dict[str, Column]:
    columns = table.columns if table else ()
    return {name: column for column in reversed(columns) for name in reversed(folded_names(column))}


def folded_names(column: Column) -> tuple[str, ...]:
    """The names by which a column is known again, its own first: case, spaces and marks between words do not count."""
    return tuple(dict.fromkeys(fold(name) or name for name in (column.name, column.title) if name.strip()))
