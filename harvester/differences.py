"""What two readings of one record say differently, property by property: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.model import Dataset, DatasetSeries, Thing
from catalogue.property import Form, Line, lines
from vocab import Vocabulary

NOTHING = "nothing"
"""How the absence of a value is written."""

_LONGEST = 80
_SHOWN = 3
_PLAIN = ("iri", "slug", "extra", "key")
_KINDS: Mapping[str, type[Dataset]] = {kind.__name__: kind for kind in (Dataset, DatasetSeries)}


@dataclass(frozen=True, slots=True)
class Difference:
    """A property (`distribution.format`) and what it says before and after, in a few words for a person."""

    property: str
    before: str
    after: str


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], vocabulary: Vocabulary
) -> list[Difference]:
    """What differs between two packed entries (`catalogue.snapshot`, their JSON read), each difference once.

    Where a dataset says the same and only the reason of a match is another, that reason is the difference.
    """
    found = [
        Difference(name, _clipped(before[name]), _clipped(after[name]))
        for name in ("kind", "source")
        if before[name] != after[name]
    ]
    found += _things(before["dataset"], after["dataset"], _KINDS[after["kind"]], vocabulary)
    found += _reasons(before["mappings"], after["mappings"], {one.property for one in found})
    return list(dict.fromkeys(found))


def _things(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    kind: type[Thing],
    vocabulary: Vocabulary,
    place: str = "",
) -> Iterator[Difference]:
    for name in _PLAIN:
        if before.get(name) != after.get(name):
            yield Difference(place + name, _clipped(before.get(name)), _clipped(after.get(name)))
    for line in lines(kind):
        old, new = before.get(line.name), after.get(line.name)
        if old == new:
            continue
        pairs = _pairs(old, new, line)
        if pairs and line.node:
            for one, other in pairs:
                yield from _things(one, other, line.node, vocabulary, f"{place}{line.name}.")
        else:
            yield Difference(place + line.name, _shown(old, line, vocabulary), _shown(new, line, vocabulary))


def _pairs(old: Any, new: Any, line: Line) -> list[tuple[Any, Any]]:
    """Things that stand for one another: the only one, or those at the same place of lists of one length."""
    if not line.node or old is None or new is None:
        return []
    if not line.many:
        return [(old, new)]
    return list(zip(old, new, strict=True)) if len(old) == len(new) else []


def _reasons(
    before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], told: set[str]
) -> Iterator[Difference]:
    """Words that mean what they meant for another reason, and those that stand in no value at all: of properties
    of which nothing else was told."""
    old = {(name, word, iri): how for name, word, iri, how in before if name not in told}
    new = {(name, word, iri): how for name, word, iri, how in after if name not in told}
    for key in dict.fromkeys((*old, *new)):
        name, word, _ = key
        if key in old and key in new:
            if old[key] != new[key]:
                yield Difference(f"{name} (why)", _clipped(old[key]), _clipped(new[key]))
        else:
            said = f"{_quoted(word)}, not read" if not key[2] else _quoted(word)
            yield Difference(name, *((said, NOTHING) if key in old else (NOTHING, said)))


def _shown(value: Any, line: Line, vocabulary: Vocabulary) -> str:
    """A value in a few words: a concept by its label, a thing by its name, several by the first of them."""
    if value is None:
        return NOTHING
    items = value if line.many else (value,)
    words = [_item(item, line, vocabulary) for item in items[:_SHOWN]]
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(words) + more


def _item(item: Any, line: Line, vocabulary: Vocabulary) -> str:
    match line.property.form:
        case Form.TERM:
            word, iri, *_ = item
            return (vocabulary.label(iri) or iri) if iri else _quoted(word)
        case Form.TEXT:
            text, lang = item
            return _quoted(text) + (f" ({lang})" if lang else "")
        case Form.TYPED:
            return _clipped(item[0])
        case Form.NODE:
            return _name(item, line)
        case Form.LINK:
            return _clipped(item)


def _name(thing: Mapping[str, Any], line: Line) -> str:
    named = thing.get(line.node.name_field) if line.node else None
    if named:
        return _quoted(named[0][0])
    plain = (value for name, value in thing.items() if name != "key")
    return _clipped(next(plain, NOTHING))


def _quoted(text: str) -> str:
    return f"‘{_clipped(text)}’"


def _clipped(value: Any) -> str:
    """A value as one short line."""
    if value in (None, "", ()):
        return NOTHING
    text = " ".join(str(value)[: 4 * _LONGEST].split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
