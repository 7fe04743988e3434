"""What two readings of one record say differently, property by property: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from catalogue.model import Dataset, DatasetSeries, Thing
from catalogue.property import Form, Line, lines
from vocab import Vocabulary

NOTHING = "nothing"
"""How the absence of a value is written."""

REASON = " (why)"
"""How the name of a property ends of which only the reason of a match is another."""

_LONGEST = 80
_LEAD = 20  # characters shown before the place where two long texts part
_READ = 4000  # characters of a text that are looked through for that place
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
    found += _claims(before.get("published"), after.get("published"))
    told = {one.property for one in found}
    found += _reasons(before["mappings"], after["mappings"], told, vocabulary)
    return list(dict.fromkeys(found))


def _claims(before: Sequence[str] | None, after: Sequence[str] | None) -> Iterator[Difference]:
    """What of the quality as published differs, where both or only one reading tells it."""
    if before != after:
        old, new = (_clipped("; ".join(said) if said else NOTHING) for said in (before, after))
        yield Difference("published", old, new)


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
            yield Difference(place + line.name, *_sides(old, new, line, vocabulary))


def _pairs(old: Any, new: Any, line: Line) -> list[tuple[Any, Any]]:
    """Things that stand for one another: the only one, or those at the same place of lists of one length."""
    if not line.node or old is None or new is None:
        return []
    if not line.many:
        return [(old, new)]
    return list(zip(old, new, strict=True)) if len(old) == len(new) else []


def _reasons(
    before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], told: set[str], vocabulary: Vocabulary
) -> Iterator[Difference]:
    """Words that mean what they meant for another reason, and those that stand in no value at all: of properties
    of which nothing else was told."""
    old, new = _by_word(before, told), _by_word(after, told)
    for key in dict.fromkeys((*old, *new)):
        (name, word), was, now = key, old.get(key, []), new.get(key, [])
        if [iri for iri, _ in was] != [iri for iri, _ in now]:
            yield Difference(name, _meaning(word, was, vocabulary), _meaning(word, now, vocabulary))
        elif was != now:
            yield Difference(
                name + REASON, *(_clipped("; ".join(how for _, how in one)) for one in (was, now))
            )


def _by_word(rows: Sequence[Sequence[str]], told: set[str]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What each word of a property was read as, and why."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, word, iri, how in rows:
        if name not in told:
            found.setdefault((name, word), []).append((iri, how))
    return found


def _meaning(word: str, read: Sequence[tuple[str, str]], vocabulary: Vocabulary) -> str:
    if not read:
        return NOTHING
    labels = [vocabulary.label(iri) or iri for iri, _ in read if iri]
    return f"{_quoted(word)} as {', '.join(labels)}" if labels else f"{_quoted(word)}, not read"


def _sides(old: Any, new: Any, line: Line, vocabulary: Vocabulary) -> tuple[str, str]:
    """Two values so that a person sees in what they differ: of lists only what the other has not, of long texts the
    place where they part, and where all this reads alike, the values as they are kept."""
    was, now = _unshared(old, new) if line.many else (_listed(old), _listed(new))
    before, after = (_joined([_item(one, line, vocabulary) for one in side]) for side in (was, now))
    if before == after:
        before, after = (_joined([orjson.dumps(one).decode() for one in side]) for side in (was, now))
    return _windows(before, after)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else [value]


def _unshared(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[list[Any], list[Any]]:
    """What stands in one of two lists alone; both whole where only the order is another."""
    was, now = ([(orjson.dumps(one), one) for one in side or ()] for side in (old, new))
    less, more = (Counter(name for name, _ in side) for side in (was, now))
    gone, come = less - more, more - less
    if not gone and not come:
        return list(old or ()), list(new or ())
    return [one for name, one in was if name in gone], [one for name, one in now if name in come]


def _joined(words: Sequence[str]) -> str:
    if not words:
        return NOTHING
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(words[:_SHOWN]) + more


def _windows(before: str, after: str) -> tuple[str, str]:
    """Two texts as short lines. Where they begin alike for longer than a line, from shortly before they part."""
    if before == after:
        return _clipped(before), "the same in another order"
    start = _alike(before, after)
    if start < _LONGEST - 1:
        return _clipped(before), _clipped(after)
    cut = start - _LEAD
    return f"…{_clipped(before[cut:])}", f"…{_clipped(after[cut:])}"


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _item(item: Any, line: Line, vocabulary: Vocabulary) -> str:
    """A value in words: a concept by its label, a thing by its name."""
    match line.property.form:
        case Form.TERM:
            word, iri, *_ = item
            return (vocabulary.label(iri) or iri) if iri else f"‘{_plain(word)}’"
        case Form.TEXT:
            text, lang = item
            return f"‘{_plain(text)}’" + (f" ({lang})" if lang else "")
        case Form.TYPED:
            return _plain(item[0])
        case Form.NODE:
            return _name(item, line, vocabulary)
        case Form.LINK:
            return _plain(item)


def _name(thing: Mapping[str, Any], line: Line, vocabulary: Vocabulary) -> str:
    """A thing by its name, or else by the first that is known of it."""
    kind = line.node
    if kind is None:
        return NOTHING
    if named := thing.get(kind.name_field):
        return f"‘{_plain(named[0][0])}’"
    for inner in lines(kind):
        if value := thing.get(inner.name):
            return _item(value[0] if inner.many else value, inner, vocabulary)
    return _clipped(thing.get("iri"))


def _quoted(text: str) -> str:
    return f"‘{_clipped(text)}’"


def _plain(value: Any) -> str:
    return " ".join(str(value)[:_READ].split())


def _clipped(value: Any) -> str:
    """A value as one short line."""
    if value in (None, "", ()):
        return NOTHING
    text = " ".join(str(value)[: 4 * _LONGEST].split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
