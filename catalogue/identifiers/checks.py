"""Check digits, and other sums that a value must satisfy beyond its pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final


def nhs_number(value: str) -> bool:
    """The eleventh of weights 10 to 2 (NHS Data Dictionary, NHS NUMBER)."""
    figures = _figures(value)
    if len(figures) != 10:
        return False
    total = sum(weight * figure for weight, figure in zip(range(10, 1, -1), figures, strict=False))
    return (11 - total % 11) % 11 == figures[9]


def vat_number(value: str) -> bool:
    """Weights 8 to 2 and two check figures, modulo 97, with 55 added since 2010; offices and hospitals have none."""
    figures = _figures(value)[:9]
    if len(figures) != 9:
        return "GD" in value or "HA" in value
    total = sum(weight * figure for weight, figure in zip(range(8, 1, -1), figures, strict=False))
    last = figures[7] * 10 + figures[8]
    return any(not (total + added + last) % 97 for added in (0, 55))


def orcid(value: str) -> bool:
    """ISO 7064 modulo 11-2."""
    total = 0
    for figure in _figures(value[:-1]):
        total = (total + figure) * 2
    expected = (12 - total % 11) % 11
    return value[-1:] == ("X" if expected == 10 else str(expected))


def isbn(value: str) -> bool:
    """GS1 modulo 10."""
    return not sum(figure * (3 if place % 2 else 1) for place, figure in enumerate(_figures(value))) % 10


def lei(value: str) -> bool:
    """ISO 17442, by ISO 7064 modulo 97-10: letters are 10 to 35."""
    return int("".join(str(int(sign, 36)) for sign in value)) % 97 == 1


def following_year(value: str) -> bool:
    """A financial year ends in the year after that in which it begins."""
    years = re.findall(r"[0-9]{4}|[0-9]{2}", value)
    return len(years) == 2 and (int(years[0]) + 1) % 100 == int(years[1]) % 100


def _figures(value: str) -> list[int]:
    return [int(sign) for sign in value if sign.isdigit()]


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "academic-year": following_year,
    "financial-year": following_year,
    "isbn": isbn,
    "lei": lei,
    "nhs-number": nhs_number,
    "orcid": orcid,
    "vat": vat_number,
}
"""By kind; a kind that is not here has no such sum, or one that cannot be computed without its list."""
