"""How values are said to people: dates of any precision, sizes, counts, languages."""

from __future__ import annotations

import re
from datetime import datetime

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2}).*)?)?)?", re.ASCII | re.DOTALL)
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_LANGUAGES = {"en": "English", "cy": "Welsh", "ga": "Irish", "gd": "Scottish Gaelic", "fr": "French"}
_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def say_date(value: str) -> str:
    """A date as people write it, as precise as it is stated: "2024", "Mar 2024", "3 Mar 2024"."""
    found = _DATE.fullmatch(value.strip())
    if found is None:
        return value
    year, month, day = found[1], found[2], found[3]
    if month is None or not 1 <= int(month) <= 12:
        return value if month else year
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {name}" if day else name


def say_instant(value: str) -> str:
    """An instant in UTC with its time: "3 Mar 2024, 09:30 UTC"."""
    found = _DATE.fullmatch(value.strip())
    if found is None or found[4] is None:
        return say_date(value)
    return f"{say_date(value)}, {found[4]}:{found[5]} UTC"


def machine_date(value: str) -> str:
    """The value for the `datetime` of a <time>; "" where HTML would not take it."""
    found = _DATE.fullmatch(value.strip())
    if found is None:
        return ""
    try:
        datetime.fromisoformat("-".join(part or "01" for part in found.group(1, 2, 3)))
    except ValueError:
        return ""
    day = "-".join(part for part in found.group(1, 2, 3) if part)
    return f"{day}T{found[4]}:{found[5]}Z" if found[4] and value.strip().endswith("Z") else day


def say_size(value: str) -> str:
    """A number of bytes as people say it: "18 MB"; "" where it is no number."""
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        return ""
    size, unit = float(value), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 or size >= 10 else f"{size:.1f} {_UNITS[unit]}"


def say_count(number: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 dataset", "12,486 datasets"."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def begin_large(text: str) -> str:
    """A text with a large first letter, the rest as it is: names in it keep theirs."""
    return text[:1].upper() + text[1:]


def html_lang(tag: str) -> str:
    """A language tag that may stand in `lang=`, else ""."""
    return tag if _LANG.fullmatch(tag) else ""


def say_language(tag: str) -> str:
    """A language by its name where we know it: "Welsh"; else its tag."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), tag)
