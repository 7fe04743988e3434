"""Names that only the portal of a body explains: its initials, its teams, its accounts."""

from __future__ import annotations

import re

from harvester.settling.home import Home
from vocab import Concept, fold
from vocab.bodies import Bodies, Reading, initials_of, looks_like_another, names_of
from vocab.rules.units import ACCOUNTS, JOINTS, STYLES, UNITS, WHOLE

_LONGEST = 120
_LOGIN = re.compile(r"[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)*[._0-9][A-Za-z0-9]*")
_HOST_ENDINGS = frozenset(
    {"uk", "org", "com", "net", "scot", "wales", "cymru", "london", "gov", "eu", "info"}
)


def read_own(name: str, home: Home) -> Reading | None:
    """A name on the portal of a body that means that body: its own name or initials, a team, an account.

    None for any name that might be another organisation's.
    """
    body, bodies = home.body, home.bodies
    words = tuple(fold(name).split())
    if body is None or not words or len(name) > _LONGEST:
        return None
    if fold(home.title) == " ".join(words):
        return Reading(body=body, how="the portal's body: the title of the portal", sure=False)
    return (
        _by_name(words, body, bodies)
        or _by_initials(words, body, bodies)
        or _by_joined_name(name, body, bodies)
        or _by_words(name, words, body)
    )


def _by_name(words: tuple[str, ...], body: Concept, bodies: Bodies) -> Reading | None:
    """Its whole name with anything that is no other organisation, or its short name with words of an account.

    "Dundee GIS" is the council's; "Sport Dundee" and "Dundee Leisure" may be trusts.
    """
    for known in names_of(body):
        rest = _without(words, tuple(known.split()))
        if rest is None:
            continue
        whole = not WHOLE.isdisjoint(known.split())
        if (whole and not _another(rest, bodies)) or (words[0] in known.split() and _is_account(rest)):
            return Reading(body=body, how=f"the portal's body: its name, “{known}”", sure=whole)
    return None


def _is_account(words: tuple[str, ...]) -> bool:
    """Whether words after a short name are of a council's style and its units, or of an account."""
    if words and words[0] in STYLES:
        return _is_unit(words[1:])
    if words[-1:] == ("hub",):  # of data; a growth hub or an innovation hub is an organisation
        return ACCOUNTS.issuperset(words)
    return not words or (_is_unit(words) and words[-1] in ACCOUNTS)


def _by_initials(words: tuple[str, ...], body: Concept, bodies: Bodies) -> Reading | None:
    """Its initials, first or last, with anything that is no other organisation; "GLAGIS" as well."""
    known = {initials for initials in initials_of(body) if len(initials) > 2}
    for word, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        own = word in known or any(
            word.startswith(one) and word.removeprefix(one) in ACCOUNTS for one in known
        )
        if own and not _another(rest, bodies):
            return Reading(body=body, how=f"the portal's body: its initials, “{word.upper()}”", sure=False)
    return None


def _by_joined_name(name: str, body: Concept, bodies: Bodies) -> Reading | None:
    """Its name without spaces, as accounts and mailboxes have it: `open.data@southayrshire`."""
    last = name.strip().rpartition("@")[2].lower()
    forms = (last, *(last.removesuffix(style) for style in STYLES if last.endswith(style)))
    if not any(bodies.joined(form) is body for form in forms):
        return None
    return Reading(body=body, how="the portal's body: its name without spaces", sure=False)


def _by_words(name: str, words: tuple[str, ...], body: Concept) -> Reading | None:
    if _is_unit(words) and not JOINTS.issuperset(words) and not looks_like_another(words):
        return Reading(body=body, how="the portal's body: a team or account of it", sure=False)
    if _LOGIN.fullmatch(name.strip()) and words[-1] not in _HOST_ENDINGS and not looks_like_another(words):
        return Reading(body=body, how="the portal's body: an account", sure=False)
    return None


def _without(words: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words beside a name that stands among them; None where it does not."""
    size = len(known)
    for start in range(len(words) - size + 1):
        if words[start : start + size] == known:
            return words[:start] + words[start + size :]
    return None


def _is_unit(words: tuple[str, ...]) -> bool:
    return all(word in UNITS or word.isdigit() for word in words)


def _another(words: tuple[str, ...], bodies: Bodies) -> bool:
    """Whether words beside a body's name are another organisation, known or not."""
    return looks_like_another(words) or (bool(words) and bodies.named(" ".join(words)) is not None)
