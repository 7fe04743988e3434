"""What data is about: themes, and the council services of the Local Government Services List (LGSL)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from catalogue.model import Dataset
from catalogue.values import Term
from harvester.formats.native import first, objects, words

T = TypeVar("T", bound=Dataset)

# ckanext-esdstandards and data.gov.uk write `la_…`, its harvester of council inventories `lga_…`.
_SERVICES = ("la_service", "la_services", "lga_service", "lga_services", "lgsl", "lgsl_id", "lgsl_number")
_FUNCTIONS = ("la_function", "la_functions", "lga_function", "lga_functions")
_THEMES = ("theme", "theme-primary", "theme-secondary", "topic-category", "topic_category")

_ADDRESS = re.compile(
    r"https?://(?:\w+\.)?esd\.org\.uk/\S*?(service|function)(?:/|%2F)\d{1,4}/?", re.IGNORECASE
)
_LISTED = re.compile(r"lgsl[ :#._=-]*\d{1,4}", re.IGNORECASE)
_NUMBER = re.compile(r"0*(\d{1,4})")
_BETWEEN = re.compile(r"[;|\n]")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[\s,;|]+(?=\d|http|lgsl)", re.IGNORECASE)


def themes_said(said: Mapping[str, Any]) -> tuple[Term, ...]:
    """The themes of a CKAN package: its groups, then what its fields say; one text may hold several."""
    groups = (
        first(group.get("title"), group.get("display_name"), group.get("name"))
        for group in objects(said.get("groups"))
    )
    fields = (part for name in _THEMES for word in words(said.get(name)) for part in _BETWEEN.split(word))
    functions = (_address("function", word) for word in _stated(said, _FUNCTIONS))
    return tuple(Term(word.strip()) for word in dict.fromkeys((*groups, *fields, *functions)) if word.strip())


def services_said(said: Mapping[str, Any]) -> tuple[Term, ...]:
    """The council services that a record's own fields name, by number, address or name."""
    return tuple(Term(word) for word in dict.fromkeys(_stated(said, _SERVICES)))


def sort_subjects(dataset: T) -> T:
    """A dataset of a feed with its dct:subject sorted: what names a council service, and all else to the themes.

    GeoDCAT-AP writes ISO topics so; and dcat:theme is a narrower property of dct:subject.
    """
    others = tuple(term for term in dataset.council_service if not _names_service(term.word))
    if not others:
        return dataset
    services = tuple(term for term in dataset.council_service if _names_service(term.word))
    return replace(dataset, council_service=services, theme=tuple(dict.fromkeys((*dataset.theme, *others))))


def name_services(dataset: T) -> T:
    """A dataset with the council services that its keywords name; where no theme is said, they say it."""
    named = tuple(Term(word.value.strip()) for word in dataset.keyword if _names_service(word.value))
    services = tuple(dict.fromkeys((*dataset.council_service, *named)))
    if not services:
        return dataset
    implied = tuple(Term(_address("service", term.word)) for term in services)
    return replace(dataset, council_service=services, theme=dataset.theme or implied)


def _names_service(word: str) -> bool:
    found = _ADDRESS.fullmatch(word.strip())
    return found.group(1).lower() == "service" if found else bool(_LISTED.fullmatch(word.strip()))


def _stated(said: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    found = (word for name in names for word in words(said.get(name)))
    return (part for word in found for part in _BETWEEN_NUMBERS.split(word) if part)


def _address(kind: str, word: str) -> str:
    """A number as the address that its list gives it; any other word as it is."""
    number = _NUMBER.fullmatch(word.lower().removeprefix("lgsl").strip(" :#._=-"))
    return f"http://id.esd.org.uk/{kind}/{number.group(1)}" if number else word
