"""The tables of a dataset as its page tells them: each column, what it means, what it holds, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.columns.merging import FileTable, folded_names
from catalogue.columns.said import file_of
from catalogue.columns.table import Column, Detection, Table
from catalogue.document import first_text
from catalogue.iri import is_web_address
from catalogue.model import Dataset, Distribution
from vocab import Vocabulary
from web.addresses import Addresses
from web.wording import say_count

_ALL_FILES, _NOT_MET = "All of its files", "Not met in the files that were read"
_EXAMPLES = 3
_LONGEST = 120  # signs of an example
_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("string", "normalizedString", "token", "NMTOKEN", "Name", "language"), "text"),
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger"), "whole number"),
    **dict.fromkeys(("positiveInteger", "unsignedInt", "unsignedLong", "unsignedShort"), "whole number"),
    **dict.fromkeys(("decimal", "double", "float", "number"), "number"),
    **dict.fromkeys(("dateTime", "datetime", "dateTimeStamp"), "date and time"),
    "boolean": "yes or no",
    "anyURI": "web address",
    "gYear": "year",
    "gYearMonth": "month",
    "base64Binary": "binary",
}
_SEPARATORS: Mapping[str, str] = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTold:
    """A kind of identifier in a column: how sure that is, in per cent, and why."""

    kind: str
    name: str
    link: str
    sure: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTold:
    """One column. `meaning` is the publisher's description; `stands_for` what the identifier in it is, where there is
    none. `datatype` and `missing` are in words, "" where nobody knows."""

    number: int
    name: str
    title: str
    meaning: str
    stands_for: str
    datatype: str
    missing: str
    examples: tuple[str, ...]
    held: tuple[HeldTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTold:
    """The columns of one file. `who` says how they are known, `at` when its sample was read, `how` what the file was
    read as; `same_as` names an earlier table with the same columns, "" where there is none. `exampled` where a value of
    any can be shown."""

    name: str
    anchor: str
    address: str
    who: str
    at: str
    how: str
    same_as: str
    sampled: bool
    exampled: bool
    columns: tuple[ColumnTold, ...]


def tell_tables(
    tables: Sequence[FileTable], dataset: Dataset, vocabulary: Vocabulary, links: Addresses
) -> tuple[TableTold, ...]:
    """Each table in words."""
    parts = {file_of(part, place): part for place, part in enumerate(dataset.distribution, 1)}
    met: dict[tuple[str, ...], str] = {}
    whole = _NOT_MET if any(table.sample for table in tables) else _ALL_FILES
    names = [_name(table, parts.get(table.file), vocabulary) or whole for table in tables]
    return tuple(
        _table(f"table-{place}", name, table, met, _Speaker(vocabulary, links))
        for place, (name, table) in enumerate(zip(names, tables, strict=True), 1)
    )


@dataclass(frozen=True, slots=True)
class _Speaker:
    vocabulary: Vocabulary
    links: Addresses

    def column(self, number: int, column: Column) -> ColumnTold:
        held = tuple(self._held(found) for found in column.detections)
        return ColumnTold(
            number=number,
            name=column.name,
            title=column.title,
            meaning=column.description,
            stands_for="" if column.description else next(self._definitions(column), ""),
            datatype=_TYPES.get(column.datatype, column.datatype),
            missing=say_share(column.missing),
            examples=tuple(_cut(one) for one in column.examples[:_EXAMPLES]),
            held=held,
        )

    def _held(self, found: Detection) -> HeldTold:
        concept = self.vocabulary.find("identifier", found.kind)
        return HeldTold(
            kind=found.kind,
            name=concept.label() if concept else found.kind,
            link=self.links.identifier(found.kind),
            sure=round(found.confidence * 100),
            why=found.reason,
        )

    def _definitions(self, column: Column) -> Iterator[str]:
        for found in column.detections:
            concept = self.vocabulary.find("identifier", found.kind)
            if concept and concept.definition:
                yield concept.definition


def _table(
    anchor: str, name: str, table: FileTable, met: dict[tuple[str, ...], str], speaker: _Speaker
) -> TableTold:
    names = tuple(sorted(folded_names(column)[0] for column in table.columns if folded_names(column)))
    same_as = met.setdefault(names, name)
    return TableTold(
        name=name,
        anchor=anchor,
        address=table.url if is_web_address(table.url) else "",
        who=_who(table),
        at=table.sample.at if table.sample else "",
        how=_how(table.sample) if table.sample else "",
        same_as="" if same_as == name else same_as,
        sampled=table.sample is not None,
        exampled=any(column.examples for column in table.columns),
        columns=tuple(speaker.column(number, one) for number, one in enumerate(table.columns, 1)),
    )


def _name(table: FileTable, part: Distribution | None, vocabulary: Vocabulary) -> str:
    """What a file is called: by its title, else its format, else its key; "" for the table of them all."""
    if part is None:
        return table.file
    concept = vocabulary.concept(part.format.iri) if part.format and part.format.iri else None
    return first_text(part.title) or (f"File as {concept.label()}" if concept else table.file)


def _who(table: FileTable) -> str:
    """How the columns are known, up to the day on which a sample was read."""
    described = any(column.description for column in table.columns)
    told = "The portal describes these columns" if described else "The portal names these columns"
    if table.sample is None:
        return f"{told}. No file was looked at."
    rows = _rows(table.sample)
    if table.said:
        return f"{told}; what they hold was seen in {rows}, read"
    return f"Seen in {rows}; the portal says nothing of them. Read"


def _rows(sample: Table) -> str:
    if sample.whole:
        return f"all {say_count(sample.rows, 'row')} of the file"
    return f"the first {say_count(sample.rows, 'row')} of the file"


def _how(sample: Table) -> str:
    """What a file was read as: its encoding, what parts its values, where its columns are named."""
    parts = _SEPARATORS.get(sample.separator, f"“{sample.separator}”") if sample.separator else ""
    named = f"columns named in line {sample.header}" if sample.header else ""
    unnamed = (
        "no line that names the columns" if parts and not named else ""
    )  # features name theirs themselves
    told = (
        f"encoding {sample.encoding}" if sample.encoding else "",
        f"values parted by {parts}" if parts else "",
        (named or unnamed) if sample.encoding else "",
    )
    return ", ".join(one for one in told if one)


def say_share(share: float | None) -> str:
    """A share in per cent, "none" for nothing of it; "" where it is not known."""
    if share is None:
        return ""
    if share <= 0:
        return "none"
    if share >= 1:
        return "all"
    percent = share * 100
    return "under 1%" if percent < 1 else f"{min(percent, 99):.0f}%"


def _cut(example: str) -> str:
    return example if len(example) <= _LONGEST else f"{example[:_LONGEST]}…"
