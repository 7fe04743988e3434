"""Corrections of a portal: what its words mean there, as data that the next harvest reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from catalogue.errors import PortalError
from catalogue.model import DataService, DatasetSeries, Distribution
from catalogue.portal import Portal, correction_key
from catalogue.property import lines
from vocab import Concept, Vocabulary
from vocab.bodies import SCHEMES as BODY_SCHEMES

Corrections = Mapping[str, Mapping[str, str]]

NOTHING = ""
"""The code of a word that says nothing on a portal."""


def corrections_of(portal: Portal) -> Corrections:
    """By property, each corrected word (in small letters) and the code of what it means there."""
    held: Corrections = portal.settings.get("corrections") or {}
    return held


def corrected(portal: Portal, name: str, word: str, *, code: str, vocabulary: Vocabulary) -> Portal:
    """The portal with one more correction; PortalError for a property or a code that there is not."""
    meaning = check_code(portal.slug, name, code, vocabulary)
    key = _key(portal.slug, word)
    held = corrections_of(portal)
    return _with(portal, {**held, name: {**held.get(name, {}), key: meaning}})


def uncorrected(portal: Portal, name: str, word: str) -> Portal:
    """The portal without a correction; PortalError where nobody made it."""
    held = corrections_of(portal)
    key = correction_key(word)
    if key not in held.get(name, {}):
        raise PortalError(f"portals/{portal.slug}: {name} {word!r} is not corrected; --list shows what is")
    rest = {other: meant for other, meant in held[name].items() if other != key}
    others = {other: words for other, words in held.items() if other != name}
    return _with(portal, others | ({name: rest} if rest else {}))


def keeping(portal: Portal, held: Portal | None) -> Portal:
    """A portal that is registered again, with the corrections made since where it states none of its own."""
    if held is None or "corrections" in portal.settings:
        return portal
    return _with(portal, corrections_of(held))


def read_corrections(slug: str, stated: Any, vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """The corrections that a list of portals states for one, checked; PortalError says what is wrong."""
    if not isinstance(stated, dict) or not all(isinstance(words, dict) for words in stated.values()):
        raise PortalError(f"portals/{slug}: its corrections are no object of properties, words and codes")
    return {
        str(name): {
            _key(slug, str(word)): check_code(slug, str(name), str(code or NOTHING), vocabulary)
            for word, code in words.items()
        }
        for name, words in stated.items()
    }


def check_code(slug: str, name: str, code: str, vocabulary: Vocabulary) -> str:
    """The code of a concept that the property may have, as its scheme writes it; PortalError names the nearest."""
    schemes = correctable().get(name)
    if schemes is None:
        known = sorted(correctable())
        likely = get_close_matches(name, known, n=1)
        hint = f"; {likely[0]!r} is near" if likely else ""
        raise PortalError(
            f"portals/{slug}: property {name!r} cannot be corrected; it is one of {', '.join(known)}{hint}"
        )
    if code == NOTHING:
        return code
    concepts = {one.code: one for scheme in schemes for one in vocabulary.schemes[scheme].concepts}
    found = concepts.get(code) or next((one for one in concepts.values() if one.iri == code), None)
    found = found or next((one for scheme in schemes if (one := vocabulary.find(scheme, code))), None)
    if found is None:
        near = "; ".join(f"{one.code} ({one.label()})" for one in _near(code, schemes, vocabulary))
        hint = f"; near to it: {near}" if near else f"; /vocabulary/{schemes[0]} of the site lists them"
        raise PortalError(f"portals/{slug}: {code!r} is no code of {' or '.join(schemes)}{hint}")
    return found.code


@cache
def correctable() -> Mapping[str, tuple[str, ...]]:
    """Properties whose words can be corrected, with the schemes that their codes are of."""
    found = {name: (scheme,) for name, scheme in _termed()}
    return found | {"publisher": BODY_SCHEMES, "spatial": ("place",)}


def _termed() -> Iterator[tuple[str, str]]:
    for kind in (DatasetSeries, Distribution, DataService):
        for line in lines(kind):
            if line.property.scheme:
                yield line.name, line.property.scheme


def _near(code: str, schemes: Sequence[str], vocabulary: Vocabulary) -> list[Concept]:
    """What somebody who gave a word in the place of a code will have meant; else what looks much like it."""
    meant = [found.concept for scheme in schemes if (found := vocabulary.match(scheme, code))]
    concepts = {one.code: one for scheme in schemes for one in vocabulary.schemes[scheme].concepts}
    return meant or _nearest(code, concepts)


def _nearest(code: str, concepts: Mapping[str, Concept]) -> list[Concept]:
    """Up to three concepts whose code or label is much like a word."""
    by_text = {text.casefold(): one for one in concepts.values() for text in (one.code, one.label())}
    near = [by_text[text] for text in get_close_matches(code.casefold(), by_text, n=6, cutoff=0.6)]
    return list({one.iri: one for one in near}.values())[:3]


def _key(slug: str, word: str) -> str:
    key = correction_key(word)
    if not key:
        raise PortalError(f"portals/{slug}: an empty word cannot be corrected")
    return key


def _with(portal: Portal, corrections: Mapping[str, Mapping[str, str]]) -> Portal:
    rest = {name: value for name, value in portal.settings.items() if name != "corrections"}
    return replace(portal, settings=rest | ({"corrections": corrections} if corrections else {}))
