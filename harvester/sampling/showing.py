"""Which values of a column may be shown: those of a category, that many rows have, and that can be nobody's.

A sample is read of files that nobody of ours has looked at. So a value is shown only where several rows share it, where
there are few of them, and where neither the column's name nor any of its values speaks of people or of places that are
somebody's home; of a column that holds identifiers none is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_CATEGORIES = ("string", "boolean")
_ENOUGH = 20  # values, below which nothing repeats for a reason
_FEW = 12  # different values
_SHARED = 3  # rows at least have a value that is shown
_MOST = 5
_LONG = 60  # letters
# E-mail addresses, postcodes, numbers of telephones and of houses, and titles before names.
_TELLING = re.compile(
    r"@|\d{5}|\d ?\d{3} ?\d{3}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|^\d+[A-Za-z]?,? [A-Z]|"
    r"^(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|lord|lady|rev|cllr|councillor)\b\.?",
    re.IGNORECASE,
)
# Columns of names and places, in English and Welsh, whatever stands in them.
_OF_NAMES = re.compile(
    r"names?\b|\b(?:enwa?u?|who|by|person|people|contact|supplier|payee|vendor|recipient|owner|tenant|street|road|stryd|"
    r"address|cyfeiriad|property|location|lleoliad|site|post ?code|cod post)\b",
    re.IGNORECASE,
)
# "Jane Smith", "J. Smith", "Smith, Jane": also names of much else, which then is not shown either.
_NAME = re.compile(r"[A-Z][\w'’-]*\.?(?:,? [A-Z][\w'’-]*\.?){1,2}")


def examples_of(name: str, values: Sequence[str], datatype: str) -> tuple[str, ...]:
    """At most five values of a column without traits and identifiers, the commonest first; mostly none."""
    counted = Counter(values)
    if datatype not in _CATEGORIES or len(values) < _ENOUGH or len(counted) > _FEW:
        return ()
    if _OF_NAMES.search(name.replace("_", " ")):
        return ()
    if any(len(value) > _LONG or _TELLING.search(value) for value in counted):
        return ()
    if 2 * sum(_NAME.fullmatch(value) is not None for value in counted) > len(counted):
        return ()
    return tuple(value for value, count in counted.most_common(_MOST) if count >= _SHARED)
