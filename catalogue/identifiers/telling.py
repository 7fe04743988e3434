"""The three ways in which a column tells a kind: its name alone, its name borne out by values, its values alone."""

from __future__ import annotations

from collections.abc import Collection

from catalogue.columns.table import Detection, Rule
from catalogue.identifiers import reasons
from catalogue.identifiers.kinds import Kind
from catalogue.identifiers.looking import Look, may_tell
from catalogue.identifiers.names import Hint, Told, forbidden
from catalogue.identifiers.seeing import Table

_TEXTS = frozenset({"code", "upper", "postcode", "sector", "solid", "doi", "lower"})
_DAYS = frozenset({"date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth", "time", "duration"})
_FRACTIONS = frozenset({"decimal", "double", "float"})


def by_name(place: int, table: Table) -> Detection | None:
    """What the name alone tells, if it is enough and the type of the column allows it."""
    for hint in table.hints[place]:
        kind = table.kinds[hint.kind]
        sure = _sure_by_name(place, hint, kind, table)
        if sure and not _contradicts(table.datatype(place), kind):
            beside = _beside(place, hint, kind, table)
            reason = reasons.by_name(table.called(place), hint, kind, beside=beside)
            return Detection(kind=kind.code, confidence=sure, rule=Rule.NAME, reason=reason)
    return None


def by_both(place: int, table: Table) -> Detection | None:
    """What the name tells and the values bear out: of several kinds the one that most values are of."""
    looks = [
        (hint, kind, look)
        for hint in table.hints[place]
        for kind in _of_family(hint.kind, table)
        if _is_borne_out(hint, kind, look := table.look(place, kind))
        and _allowed(place, hint, kind, look, table)
    ]
    if not looks:
        return None
    hint, kind, look = max(looks, key=lambda one: _rank(*one))
    if hint.kind not in (kind.code, kind.family):
        return _values_told(place, kind, look, table)
    beside = _beside(place, hint, kind, table)
    reason = reasons.by_both(table.called(place), hint, kind, look, beside=beside)
    return Detection(kind=kind.code, confidence=_confidence(hint, look), rule=_rule(look), reason=reason)


def by_values(place: int, table: Table, told: Collection[str]) -> Detection | None:
    """What nearly all values look like and no other kind does; `told` are the kinds of the other columns."""
    values = table.values[place]
    for kind in table.kinds.values() if values else ():
        if not may_tell(values, kind) or not _stands(kind, told, table):
            continue
        look = table.look(place, kind)
        if look.telling and look.distinct >= kind.distinct and not _forbidden(place, kind, table):
            return _values_told(place, *_narrowest(place, kind, look, table), table)
    return None


def _beside(place: int, hint: Hint, kind: Kind, table: Table) -> str:
    """What the other half of a point is called, where the name alone is not enough."""
    other = table.partner(place, kind) if kind.partner and hint.told is not Told.ALONE else None
    return table.called(other) if other is not None else ""


def _sure_by_name(place: int, hint: Hint, kind: Kind, table: Table) -> float:
    """How sure a name is without values; 0 where it is not enough."""
    if hint.told is Told.ALONE:
        return 0.85 if hint.whole else 0.75
    if hint.told is Told.CONTEXT:
        return 0.65 if hint.whole and table.in_context(place, kind) else 0.0
    other = table.partner(place, kind) if kind.partner else None
    sure = other is not None and any(
        each.kind == kind.partner and each.told is Told.ALONE for each in table.hints[other]
    )
    return 0.7 if sure else 0.0


def _contradicts(datatype: str, kind: Kind) -> bool:
    """Whether values of a type cannot be of a kind: a postcode is no fraction, a UPRN no day."""
    if datatype == "boolean":
        return True
    if datatype in _DAYS:
        return kind.form not in ("day", "month", "year", "quarter")
    return datatype in _FRACTIONS and kind.form in _TEXTS


def _of_family(code: str, table: Table) -> list[Kind]:
    """A kind, and those of its family: a column called GSS code may hold the codes of wards."""
    family = table.kinds[code].family
    return [kind for kind in table.kinds.values() if kind.family == family]


def _is_borne_out(hint: Hint, kind: Kind, look: Look) -> bool:
    """Whether values bear out a name; one that says the kind outright needs only that they may be of it."""
    outright = kind.outright and hint.told is Told.ALONE and not look.numbered
    return look.possible if outright else look.believed


def _allowed(place: int, hint: Hint, kind: Kind, look: Look, table: Table) -> bool:
    """Whether what the name needs beside the values is there."""
    if _forbidden(place, kind, table):
        return False
    if kind.partner:
        return _half_of_point(place, hint, kind, table)
    if hint.told is not Told.CONTEXT or look.telling:
        return True
    return hint.whole and (table.in_context(place, kind) or (len(table) == 1 and kind.typical is not None))


def _forbidden(place: int, kind: Kind, table: Table) -> bool:
    return any(forbidden(name, kind.code) for name in table.names(place))


def _half_of_point(place: int, hint: Hint, kind: Kind, table: Table) -> bool:
    """Whether the other half of the point, if there is one, bears it out too: latitude 52 is also that of Berlin."""
    other = table.partner(place, kind)
    if other is None:
        return hint.told is Told.ALONE
    return not table.values[other] or table.look(other, table.kinds[kind.partner]).believed


def _rank(hint: Hint, kind: Kind, look: Look) -> tuple[float, bool, bool]:
    """Most values first; of equals what the name says, then the narrower kind."""
    return look.share, hint.kind == kind.code != kind.family, kind.code != kind.family


def _confidence(hint: Hint, look: Look) -> float:
    if look.rounded == look.seen:
        return 0.6
    base = 0.9 if hint.told is Told.ALONE else 0.8
    return round(base + 0.08 * look.share + (0.01 if look.listed else 0), 2)


def _rule(look: Look) -> Rule:
    return Rule.LIST if look.listed else Rule.VALUES


def _values_told(place: int, kind: Kind, look: Look, table: Table) -> Detection:
    reason = reasons.by_values(table.called(place), kind, look)
    sure = round((0.92 if look.listed else 0.87) * look.share, 2)
    return Detection(kind=kind.code, confidence=sure, rule=_rule(look), reason=reason)


def _narrowest(place: int, kind: Kind, look: Look, table: Table) -> tuple[Kind, Look]:
    """The kind of the family that most values are of: codes of wards are GSS codes, and better called so."""
    looks = [(each, table.look(place, each)) for each in _of_family(kind.code, table) if each != kind]
    best = max(looks, key=lambda one: one[1].share, default=None)
    return best if best and best[1].share >= look.share - 0.02 and kind.code == kind.family else (kind, look)


def _stands(kind: Kind, told: Collection[str], table: Table) -> bool:
    """Whether a neighbour makes sure what values alone would not."""
    return not kind.beside or any(
        table.kinds[code].family in kind.beside or code in kind.beside for code in told
    )
