"""The kinds of identifier with all that is known of their values: one object for each, made once of a vocabulary."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from vocab import Concept, Vocabulary, load_vocabulary

RULES_FILE = Path(__file__).with_name("rules.toml")
SCHEME = "identifier"

_NO_BOUND = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """A kind of identifier: `pattern` fits a whole value; what the other names mean stands at the head of rules.toml.

    `family` is the widest kind that it is one of: an area's code is a GSS code, whatever the area. `home` is where its
    values live on the web. Two are equal only if they are one object: what is remembered of one is quickly found.
    """

    code: str
    label: str
    pattern: re.Pattern[str]
    form: str = "text"
    typical: re.Pattern[str] | None = None
    outright: bool = False
    alone: re.Pattern[str] | None = None
    distinct: int = 1
    beside: tuple[str, ...] = ()
    partner: str = ""
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    list: str = ""
    personal: bool = False
    least: float = -_NO_BOUND
    most: float = _NO_BOUND
    family: str = ""
    home: str = ""


@lru_cache(maxsize=4)
def kinds_of(vocabulary: Vocabulary) -> Mapping[str, Kind]:
    """Every kind of the scheme by its code, in the scheme's order."""
    told = _rules()
    concepts = vocabulary.schemes[SCHEME].concepts
    return {concept.code: _kind(concept, told, vocabulary) for concept in concepts}


def known_kinds() -> Mapping[str, Kind]:
    """The kinds of our own vocabulary."""
    return kinds_of(load_vocabulary())


def rules_file() -> Mapping[str, Mapping[str, Any]]:
    """What the file of rules says, by kind."""
    return _rules()


@cache
def _rules() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))


def _kind(concept: Concept, told: Mapping[str, Mapping[str, Any]], vocabulary: Vocabulary) -> Kind:
    family = _family(concept, vocabulary)
    said = told.get(concept.code) or _as_family(told.get(family, {}))
    flags = re.ASCII | re.IGNORECASE
    patterns = {name: re.compile(said[name], flags) for name in ("typical", "alone") if name in said}
    return Kind(
        code=concept.code,
        label=concept.label(),
        pattern=re.compile(concept.facts["pattern"], re.ASCII),
        family=family,
        home=concept.facts.get("uriTemplate", "").partition("{")[0],
        **{
            **said,
            **patterns,
            **{name: tuple(said.get(name, ())) for name in ("beside", "context", "against")},
        },
    )


def _as_family(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a kind has of the widest that it is one of: how its values are written, and where they are listed."""
    return {name: said[name] for name in ("form", "list") if name in said}


def _family(concept: Concept, vocabulary: Vocabulary) -> str:
    wider = vocabulary.concept(concept.broader[0]) if concept.broader else None
    return _family(wider, vocabulary) if wider else concept.code
