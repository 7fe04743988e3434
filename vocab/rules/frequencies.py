"""How portals write how often.

A number and a unit are computed, not listed: "every 3 months", "4 times a year" and `R/P3M` come to one
interval, written as the vocabulary writes it. What has no concept there ("every 5 days") stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from vocab.folding import fold
from vocab.rules.rewriting import Habit, rewriting

_MONTH, _DAY = Fraction(1), Fraction(1)
_NO_INTERVAL = (Fraction(0), Fraction(0))
_UNITS: Final[dict[str, tuple[str, Fraction]]] = {
    "minute": ("day", _DAY / 1440), "min": ("day", _DAY / 1440), "hour": ("day", _DAY / 24), "hr": ("day", _DAY / 24),
    "day": ("day", _DAY), "week": ("day", 7 * _DAY), "wk": ("day", 7 * _DAY), "fortnight": ("day", 14 * _DAY),
    "month": ("month", _MONTH), "quarter": ("month", 3 * _MONTH), "half year": ("month", 6 * _MONTH),
    "year": ("month", 12 * _MONTH), "yr": ("month", 12 * _MONTH), "annum": ("month", 12 * _MONTH),
    "financial year": ("month", 12 * _MONTH), "calendar year": ("month", 12 * _MONTH),
    "decade": ("month", 120 * _MONTH),
}  # fmt: skip
_ADVERBS: Final[dict[str, str]] = {
    "hourly": "hour", "daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month",
    "quarterly": "quarter", "yearly": "year", "annually": "year", "minutely": "minute",
}  # fmt: skip
_NUMBERS: Final[dict[str, str]] = {
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30",
    "other": "2", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "tenth": "10",
    "once": "1", "twice": "2", "thrice": "3",
}  # fmt: skip

_NUMBER = r"(\d{1,4}|" + "|".join(_NUMBERS) + ")"
_UNIT = "(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")s?"
_ADVERB = "(" + "|".join(_ADVERBS) + ")"
_EVERY = re.compile(rf"(?:(?:once )?(?:every|each|per) )?(?:{_NUMBER} ?)?{_UNIT}")
_EVERY_ADVERB = re.compile(rf"(?:every )?{_NUMBER} ?{_ADVERB}")
_TIMES = re.compile(rf"{_NUMBER} ?(?:times?|x)? ?(?:a|an|per|each|every|in a|in every) {_UNIT}")
_TIMES_ADVERB = re.compile(rf"(?:(once|twice|thrice)|{_NUMBER} ?(?:times|x)) ?{_ADVERB}")
_BEFORE = re.compile(
    r"(?:(?:it|data|this dataset|the data|the dataset) )?(?:(?:is|are|will be) )?"
    r"(?:(?:updated?|updates|refreshed|reviewed|published|released|issued|collected)(?: frequency)? |frequency )?"
    r"(?:on an? |at )?(.+)"
)
_AFTER = re.compile(r"(.+?) (?:updates?|updated|refresh|releases?|basis|intervals?|publication)")
_HEDGED = re.compile(
    r"(.*?)\b(?:at least|approximately|approx|about|around|typically|usually|generally|normally) (.+)"
)
_HEAD = re.compile(r"([^(,;:.–]{3,40}?)(?: ?[(,;:–]| - |\. )(.+)", re.DOTALL)
_NAMED = re.compile(
    r"(?:financial|calendar|academic|school|fiscal|tax) years?"
    r"|(?:first |last )?working day(?: of the (?:month|week|year))?"
)
_SAYS_HOW_OFTEN = re.compile(
    r"hour|dail|\bdays?\b|week(?!day)|month|quarter|year|annu|fortnight|hoc|regular|requir|need"
    r"|continu|never|real time|\bor\b"
)
_CODE_LIST = re.compile(
    r"\S*(?:MaintenanceFrequency(?:Code)?|purl\.org/cld/(?:freq|terms)|authority/frequency|code#freq)[/#_.:-]([\w-]+)",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?:R\d*/?)?P(?:([\d.,]{1,8})Y)?(?:([\d.,]{1,8})M)?(?:([\d.,]{1,8})W)?(?:([\d.,]{1,8})D)?"
    r"(?:T(?:([\d.,]{1,8})H)?(?:([\d.,]{1,8})M)?(?:([\d.,]{1,8})S)?)?",
    re.IGNORECASE,
)
_MONTHS = (
    r"(?:early |mid[- ]|late |the end of |end of )?(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december)"
)
_THIRDS = {"0.33": Fraction(1, 3), "0.333": Fraction(1, 3), "0.34": Fraction(1, 3)}
# Days that stand for months where somebody rounded: 365 days are a year to anyone who updates data.
_ROUNDED_DAYS: Final[dict[Fraction, Fraction]] = {
    Fraction(days): Fraction(months)
    for months, all_days in {
        1: (30, 31), 2: (60, 61, 62), 3: (90, 91, 92), 4: (120, 121, 122), 6: (180, 182, 183, 184),
        12: (360, 364, 365, 366), 24: (730, 731), 36: (1095, 1096), 60: (1825, 1826), 120: (3650, 3652, 3653),
    }.items()
    for days in all_days
}  # fmt: skip


def _read_exact(word: str) -> str | None:
    days, months = _interval(word)
    return _written(days, months)


def _read_rounded(word: str) -> str | None:
    days, months = _interval(word)
    return _written(Fraction(0), _ROUNDED_DAYS.get(days, Fraction(0))) if days and not months else None


def _read_code(word: str) -> str | None:
    """The last part of the address of an entry of a code list."""
    found = _CODE_LIST.fullmatch(word.strip())
    return found[1] if found else None


def _read_words(word: str) -> str | None:
    """What is left of "updated on a monthly basis" without the words around it."""
    folded = fold(word)
    inner = _inner(folded)
    return None if inner == folded else _read_exact(inner) or inner


def _read_hedged(word: str) -> str | None:
    """What "usually every month" says with care."""
    found = _HEDGED.fullmatch(fold(word))
    return _read_phrase_or_label(found[2]) if found else None


def _read_head(word: str) -> str | None:
    """What stands before a remark ("Annually (in March)"), if the remark does not say how often as well."""
    found = _HEAD.fullmatch(word.strip())
    if not found or _SAYS_HOW_OFTEN.search(_NAMED.sub("", fold(found[2]))):
        return None
    return _read_phrase_or_label(fold(found[1]))


def _read_phrase_or_label(folded: str) -> str:
    inner = _inner(folded)
    return _read_exact(inner) or inner


def _inner(folded: str) -> str:
    for around in (_BEFORE, _AFTER):
        if found := around.fullmatch(folded):
            folded = found[1]
    return folded


def _interval(word: str) -> tuple[Fraction, Fraction]:
    """An interval as days and months, of which at most one is not zero; both are where there is none."""
    found = _ISO.fullmatch(word.strip())
    return _read_iso(found) if found else _read_phrase(fold(word))


def _read_iso(found: re.Match[str]) -> tuple[Fraction, Fraction]:
    years, months, weeks, days, hours, minutes, seconds = (_amount(group) for group in found.groups())
    in_months = 12 * years + months
    in_days = 7 * weeks + days + hours / 24 + minutes / 1440 + seconds / 86400
    return _NO_INTERVAL if in_months and in_days else (in_days, in_months)


def _amount(text: str | None) -> Fraction:
    number = (text or "0").replace(",", ".").strip(".") or "0"
    if number.count(".") > 1:
        return Fraction(0)
    return _THIRDS.get(number) or Fraction(number)


def _read_phrase(folded: str) -> tuple[Fraction, Fraction]:
    for pattern in (_TIMES, _TIMES_ADVERB):
        if found := pattern.fullmatch(folded):
            *counts, unit = found.groups()
            times = _count(counts[0] or counts[-1])
            return _each(1 / times, unit) if times else _NO_INTERVAL
    for pattern in (_EVERY, _EVERY_ADVERB):
        if found := pattern.fullmatch(folded):
            return _each(_count(found[1]), found[2])
    return _NO_INTERVAL


def _count(text: str | None) -> Fraction:
    return Fraction(_NUMBERS.get(text or "one", text or "1"))


def _each(amount: Fraction, unit: str) -> tuple[Fraction, Fraction]:
    kind, size = _UNITS[_ADVERBS.get(unit, unit)]
    return (amount * size, Fraction(0)) if kind == "day" else (Fraction(0), amount * size)


def _written(days: Fraction, months: Fraction) -> str | None:
    """The interval as the vocabulary writes it, in the largest unit that it is whole in."""
    if months:
        return f"R/P{months / 12}Y" if months % 12 == 0 else f"R/P{_decimal(months)}M"
    if not days:
        return None
    if days == Fraction(7, 3):
        return "R/P0.33W"
    if days % 7 == 0:
        return f"R/P{days / 7}W"
    if days >= 1:
        return f"R/P{_decimal(days)}D"
    minutes = days * 1440
    if minutes < 1:
        return f"R/PT{_decimal(minutes * 60)}S"
    return f"R/PT{minutes / 60}H" if minutes % 60 == 0 else f"R/PT{_decimal(minutes)}M"


def _decimal(number: Fraction) -> str:
    if number == Fraction(1, 3):
        return "0.33"
    return str(number) if number.denominator == 1 else f"{float(number):g}"


def _habit(name: str, read: Callable[[str], str | None], *, sure: bool = True) -> Habit:
    return Habit(name=name, schemes=frozenset({"frequency"}), read=read, sure=sure)


HABITS: Final[tuple[Habit, ...]] = (
    _habit("an entry of a code list", _read_code),
    # Of the two concepts with twelve hours between, this is the one that is said so.
    rewriting(
        "a number of times a day",
        "frequency",
        r"(?:2|two) ?(?:times|x) ?(?:an?|per|each|every)? ?da(?:y|ily)",
        "twice a day",
    ),
    rewriting(
        "a rhythm with its month",
        "frequency",
        rf"(annual|annually|yearly|every year|once a year|each year)(?: in| every| each|,)? {_MONTHS}",
        "annual",
    ),
    rewriting(
        "a rhythm with its day",
        "frequency",
        r"(weekly|every week|once a week)(?: on|,)? (?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?",
        "weekly",
    ),
    rewriting(
        "a rhythm with its hour",
        "frequency",
        r"(?:updated )?(?:daily|every day|each day)(?: at|,)? (?:midnight|midday|noon|\d\d?(?:[:.]\d\d)? ?(?:am|pm)?)",
        "daily",
    ),
    rewriting("a rhythm after its time", "frequency", r"(.{4,30}?),? in (?:arrears|advance)"),
    _habit("a number and a unit of time", _read_exact),
    _habit("days that stand for months", _read_rounded, sure=False),
    _habit("words around how often", _read_words),
    _habit("usually, or at least", _read_hedged, sure=False),
    _habit("a remark after how often", _read_head, sure=False),
)
