"""What is published beside what people will see, value by value: a record's draft beside the entry it became."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.checking.report import ShownValue
from catalogue.document import first_text
from catalogue.entry import Entry, Mapping
from catalogue.iri import is_web_address
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.property import Form, Line, lines
from catalogue.text.plain import plain_line
from catalogue.values import Term, Text, Typed
from vocab import Vocabulary

_OF_DATASET = (
    "title", "description", "publisher", "license", "access_rights", "theme", "keyword", "spatial", "temporal",
    "accrual_periodicity", "issued", "modified", "language", "contact_point", "landing_page",
)  # fmt: skip
_OF_FILES = ("license", "format", "media_type", "access_url", "download_url")
_MOST, _LONGEST = 6, 300
_DEFAULT = "portal default"


def shown_values(draft: Dataset, entry: Entry, vocabulary: Vocabulary) -> tuple[ShownValue, ...]:
    """What people look for in a dataset, each as published and as shown; what neither has is left out."""
    of_files = {line.name: line for line in lines(Distribution)}
    of_dataset = {line.name: line for line in lines(Dataset)}
    reader = _Reader(entry, vocabulary)
    found = [
        *(reader.rows(of_dataset[name], "", [draft], [entry.dataset]) for name in _OF_DATASET),
        *(
            reader.rows(of_files[name], "distribution.", draft.distribution, entry.dataset.distribution)
            for name in _OF_FILES
        ),
    ]
    return tuple(value for rows in found for value in rows)


def licence_sentence(licence: Term | None, vocabulary: Vocabulary) -> str:
    """What people may do with the data, as its page will say it."""
    if licence is None:
        return "No licence is stated."
    concept = vocabulary.concept(licence.iri) if licence.iri else None
    if concept is None:
        return f"The terms are in words that we do not recognise: {_short(licence.word)}"
    return f"{concept.label()}. {concept.definition}".strip() if concept.definition else concept.label()


class _Reader:
    """Reads the rows of one entry."""

    def __init__(self, entry: Entry, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.mappings: dict[str, list[Mapping]] = {}
        for mapping in entry.mappings:
            self.mappings.setdefault(mapping.property, []).append(mapping)

    def rows(
        self, line: Line, place: str, drafts: Iterable[Any], settled: Iterable[Any]
    ) -> Iterator[ShownValue]:
        """The rows of one property: one for each word of a vocabulary, else one for all its values."""
        name = place + line.name
        published = _all(drafts, line)
        shown = [one for one in _all(settled, line) if _is_shown(one)]
        mapped = self.mappings.get(name, [])
        if line.property.form is Form.TERM and mapped:
            for one in mapped[:_MOST]:
                yield self._row(line, name, one.word, self._label(one.iri), one)
        elif published or shown:
            how = mapped[0] if mapped else Mapping(property=name, word="", how="" if published else _DEFAULT)
            yield self._row(line, name, self._joined(published), self._joined(shown), how)

    def _row(self, line: Line, name: str, published: str, shown: str, how: Mapping) -> ShownValue:
        return ShownValue(
            label=line.property.label,
            property=name,
            published=_short(published),
            shown=_short(shown),
            iri=how.iri,
            how=how.how,
        )

    def _label(self, iri: str) -> str:
        return (self.vocabulary.label(iri) or iri) if iri else ""

    def _joined(self, values: list[Any]) -> str:
        said = list(dict.fromkeys(text for value in values if (text := self._said(value))))
        more = f" and {len(said) - _MOST:,} more" if len(said) > _MOST else ""
        return "; ".join(said[:_MOST]) + more

    def _said(self, value: Any) -> str:
        match value:
            case Text() | Typed():
                return value.value
            case Term():
                return self._label(value.iri) or value.word or value.link
            case Agent():
                return first_text(value.name) or self._label(value.iri)
            case Contact():
                return first_text(value.fn) or (value.has_email or "").removeprefix("mailto:")
            case Location():
                return first_text(value.label) or self._label(value.iri) or (value.bbox or Typed("")).value
            case PeriodOfTime():
                ends = [stamp.value for stamp in (value.start_date, value.end_date) if stamp]
                return first_text(value.label) or " to ".join(ends)
            case _:
                return str(value)


def _is_shown(value: Any) -> bool:
    """Whether a page shows it: of addresses only those of the web."""
    return not isinstance(value, str) or is_web_address(value)


def _all(things: Iterable[Any], line: Line) -> list[Any]:
    """What several things say of one property, one after the other."""
    held = [getattr(thing, line.name) for thing in things]
    return [value for one in held for value in (one if line.many else (one,)) if value is not None]


def _short(text: str) -> str:
    line = plain_line(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
