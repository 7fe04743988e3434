"""The one form of each value in which two columns of one kind are compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from catalogue.identifiers.checks import CHECKS
from catalogue.identifiers.kinds import Kind, known_kinds

LONGEST = 200
"""Characters: no identifier of any kind is longer."""

_SPACE = re.compile(r"\s+")
_AROUND = "\ufeff\u200b \t\r\n\xa0\"'"
_TAIL = re.compile(r"\.0+$")
_ROUNDED = re.compile(r"-?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b")
_APART = str.maketrans("/.-", "   ")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_THIS_CENTURY = 50
"""A year of two figures below this is of this century, as spreadsheets read it."""


def plain_value(kind: str, value: str) -> str | None:
    """The form in which a value of a kind is compared: a UPRN without leading zeros, a postcode in capitals with one
    space, a day as 2024-04-01. None for what is no value of the kind, such as one that a spreadsheet has rounded."""
    known = known_kinds().get(kind)
    return plain(known, value) if known else None


def plain(kind: Kind, value: str) -> str | None:
    """The same for a kind at hand."""
    text = tidied(kind, value)
    if not text or not kind.pattern.search(text) or not _passes(kind, text):
        return None
    return _LAST.get(kind.form, _as_it_is)(text) or None


def tidied(kind: Kind, value: str) -> str:
    """A value as the pattern of its kind expects it: without spaces around, in the kind's case, from the end of an
    address that is the kind's own; "" where it is too long for any."""
    text = value.strip(_AROUND)
    return _tidied(kind, text) if 0 < len(text) <= LONGEST else ""  # nothing long is remembered


@lru_cache(maxsize=8192)
def _tidied(kind: Kind, text: str) -> str:
    text = _SPACE.sub(" ", text)
    if kind.home and text.lower().startswith(("http://", "https://")):
        text = _last_part(kind, text)
    return _FIRST.get(kind.form, _as_it_is)(text)


def is_rounded(value: str) -> bool:
    """Whether a spreadsheet has made a number of it and lost its last figures: 1.00023E+11."""
    return _ROUNDED.fullmatch(value.strip()) is not None


def _passes(kind: Kind, text: str) -> bool:
    check = CHECKS.get(kind.code)
    if check is not None and not check(text):
        return False
    return kind.least == -float("inf") or kind.least <= float(text) <= kind.most


def _last_part(kind: Kind, address: str) -> str:
    _, _, home = kind.home.partition("//")
    _, _, path = address.partition("//")
    return path[len(home) :] if path.lower().startswith(home.lower()) else address


def _as_it_is(text: str) -> str:
    return text


def _number(text: str) -> str:
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    text = _TAIL.sub("", text)
    return text.lstrip("0") or text if text.isdigit() and len(text) <= 14 else text


def _decimal(text: str) -> str:
    return text.replace(",", "") if _THOUSANDS.fullmatch(text.partition(".")[0]) else text


def _code(text: str) -> str:
    return text.upper()


def _solid(text: str) -> str:
    return text.upper().replace(" ", "")


def _lower(text: str) -> str:
    return text.lower()


def _digits(text: str) -> str:
    return _TAIL.sub("", text)


def _company(text: str) -> str:
    """A spreadsheet takes the zeros from before a number; people leave them out behind letters."""
    bare = _TAIL.sub("", text.upper()).replace(" ", "")
    if bare.isdigit():
        return bare.zfill(8) if len(bare) >= 5 else bare
    letters, figures = bare[:2], bare[2:]
    return letters + figures.zfill(6) if letters.isalpha() and figures.isdigit() else bare


def _postcode(text: str) -> str:
    bare = text.upper().replace(" ", "")
    return f"{bare[:-3]} {bare[-3:]}" if 5 <= len(bare) <= 7 else text.upper()


def _sector(text: str) -> str:
    bare = text.upper()
    return bare if " " in bare else f"{bare[:-1]} {bare[-1:]}"


def _sic(text: str) -> str:
    figures, _, _ = text.partition(" - ")
    figures = _TAIL.sub("", figures) if figures.count(".") and len(figures) > 5 else figures
    return figures.zfill(5) if figures.isdigit() and len(figures) == 4 else figures


def _doi(text: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi: ?)", "", text.lower())


def _unspaced(text: str) -> str:
    return text.replace(" ", "")


def _bare(text: str) -> str:
    return re.sub(r"\D", "", text)


def _to_metres(text: str) -> str:
    return f"{float(text):.0f}"


def _to_degrees(text: str) -> str:
    """Five figures behind the point are about a metre."""
    return f"{float(text):.5f}"


def _prefixed(text: str) -> str:
    return text if text.startswith("osgb") else f"osgb{text}"


def _figures(text: str) -> str:
    return text.partition("/")[0].replace(".", "").ljust(5, "0")


def _day(text: str) -> str:
    if text[:4].isdigit():
        return text[:10].replace("/", "-")
    day, month, year = _ORDINAL.sub("", text).translate(_APART).split(" ")[:3]
    number = _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else int(month)
    if number > len(_MONTHS):  # the month stands first, as in America
        day, number = str(number), int(day)
    return f"{_whole_year(year)}-{number:02}-{int(day):02}" if number <= len(_MONTHS) else ""


def _year(text: str) -> str:
    first = re.sub(r"\D", "", text)[:4]
    return f"{first}/{(int(first) + 1) % 100:02}"


def _month(text: str) -> str:
    if text[:4].isdigit():
        return text
    name, year = re.split(r"[ -]", text, maxsplit=1)
    return f"{_whole_year(year)}-{_MONTHS.index(name[:3].lower()) + 1:02}"


def _quarter(text: str) -> str:
    place = text.index("Q")
    years = re.findall(r"(?:19|20)[0-9]{2}(?:[/-][0-9]{2})?", text)
    return f"{years[0]}-Q{text[place + 1]}"


def _whole_year(figures: str) -> str:
    if len(figures) == 4:
        return figures
    return ("20" if int(figures) < _THIS_CENTURY else "19") + figures


_FIRST: Final[Mapping[str, Callable[[str], str]]] = {
    "code": _code,
    "upper": _code,
    "number": _number,
    "digits": _digits,
    "company": _company,
    "degrees": _decimal,
    "doi": _doi,
    "lower": _lower,
    "metres": _decimal,
    "postcode": _postcode,
    "sector": _sector,
    "sic": _sic,
    "solid": _solid,
    "toid": _lower,
}
_LAST: Final[Mapping[str, Callable[[str], str]]] = {
    "code": _unspaced,
    "day": _day,
    "degrees": _to_degrees,
    "digits": _bare,
    "metres": _to_metres,
    "month": _month,
    "quarter": _quarter,
    "sic": _figures,
    "toid": _prefixed,
    "year": _year,
}
