"""Which files of a dataset are worth a look at their first rows: of each table one form, of a series one file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from catalogue.columns.said import file_of
from catalogue.linkage.leading import asked_as, can_be_asked
from catalogue.model import Dataset, Distribution
from catalogue.values import Term
from vocab import fold

_MOST = 3  # files of one dataset: what a fourth shape of table would tell is not worth its host's time
_FORMS_FILE = Path(__file__).parent / "table-forms.csv"
_ASKED = re.compile(
    r"(?:^|&)(?:f|format|outputformat|accessformat|filetype)=(?:[^&]*[/+])?(\w+)", re.IGNORECASE
)
_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_OF_A_PART = re.compile(
    rf"\d+|\b(?:{_MONTHS}|nov(?:ember)?|dec(?:ember)?|q[1-4]|quarter|year|month|week|fy|to|and|the|of|data|file|download"
    r"|csv|tsv|tab|geojson|json|xlsx?|xlsm|ods|excel|spreadsheet|zip|gz)\b|[^\w]|_"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of file, the earlier in the list the better to read."""

    name: str
    place: int
    file_type: str
    media_types: tuple[str, ...]
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A file to look at: its address, its form by name, and how tables name it (catalogue.columns.said.file_of)."""

    url: str
    form: str
    file: str


def choose_files(dataset: Dataset) -> tuple[Chosen, ...]:
    """The files of a dataset that are looked at, at most three.

    Where one table comes in several forms, the form that is read best; of files that differ in a month or a number the
    newest, for they have the same columns: four hundred months of payments are one look.
    """
    series: dict[str, tuple[tuple[int, str, int], Chosen]] = {}
    for place, part in enumerate(dataset.distribution, 1):
        for url, form in _tables(part):
            chosen = Chosen(url=asked_as(url), form=form.name, file=file_of(part, place))
            rank = (-form.place, _date(part), -place)
            held = series.get(key := _series(part, url))
            if held is None or rank > held[0]:
                series[key] = rank, chosen
            break
    return tuple(dict.fromkeys(chosen for _, chosen in series.values()))[:_MOST]


def _tables(part: Distribution) -> Iterator[tuple[str, Form]]:
    """The addresses of a distribution that should be tables, the best first: those of downloads, else those where it
    can be had, if these say it too or nothing leads to a file."""
    said = _said(part)
    for url in part.download_url:
        if can_be_asked(url) and (form := said or form_of(url)):
            yield url, form
    for url in part.access_url:
        if can_be_asked(url) and (form := form_of(url) or (None if part.download_url else said)):
            yield url, form


def form_of(url: str) -> Form | None:
    """The form of a table that an address speaks of; None where it speaks of none."""
    parts = urlsplit(url)
    path = unquote(parts.path).lower()
    for form in forms():
        if path.endswith(form.endings):
            return form
    words = [found.lower() for found in _ASKED.findall(unquote(parts.query))] + [
        path.rstrip("/").rpartition("/")[2]
    ]
    return next((form for form in forms() if form.name in words), None)


def _said(part: Distribution) -> Form | None:
    """The form that a distribution says it has."""
    for form in forms():
        if _code(part.format) == form.file_type:
            return form
    if part.format and part.format.iri:
        return None  # it says another
    media = part.media_type
    told = (media.iri.partition("media-types/")[2] or media.word).lower() if media else ""
    return next((form for form in forms() if told.partition(";")[0].strip() in form.media_types), None)


def _code(term: Term | None) -> str:
    return term.iri.rpartition("/")[2] if term and "/file-type/" in term.iri else ""


def _date(part: Distribution) -> str:
    told = part.modified or part.issued
    return told.value if told else ""


def _series(part: Distribution, url: str) -> str:
    """What files of one series have in common: their title without months, numbers and forms, else their name."""
    title = _OF_A_PART.sub("", fold(" ".join(text.value for text in part.title[:1])))
    return title or _OF_A_PART.sub("", unquote(urlsplit(url).path).rpartition("/")[2].lower())


@cache
def forms() -> tuple[Form, ...]:
    """The forms of `table-forms.csv`, the best first."""
    with _FORMS_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            Form(
                name=row["form"],
                place=place,
                file_type=row["file type"],
                media_types=tuple(row["media types"].split()),
                endings=tuple(row["endings"].split()),
            )
            for place, row in enumerate(rows)
        )
