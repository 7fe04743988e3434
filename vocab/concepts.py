"""A concept of a vocabulary, and what it means for a portal's word to match one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text and the language it is in (a BCP 47 tag in lower case, as in Turtle)."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One meaning: a licence, a theme, a council.

    `labels` holds one preferred label per language. `hidden` are spellings seen on portals that nobody should
    be shown; `likely` are such spellings that usually, not certainly, mean this. `broader` and `related` are concepts
    of the same scheme, `broad_matches` wider ones of another, as the theme of a service. `facts` are single values by
    the local name of their property (`open`, `mediaType`, `interval`, `homepage`, `former` …), `lists` those
    that may repeat (`columnName`, `domain` …).
    """

    iri: str
    scheme: str
    code: str
    labels: tuple[Label, ...]
    alternatives: tuple[Label, ...] = ()
    hidden: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    definition: str = ""
    exact_matches: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    broad_matches: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def label(self, lang: str = "en") -> str:
        """The preferred label in a language, else in English, else in any; `en-GB` is served by `en`."""
        by_language = {label.lang: label.text for label in self.labels}
        wanted = lang.lower()
        for choice in (wanted, wanted.partition("-")[0], "en"):
            if choice in by_language:
                return by_language[choice]
        return self.labels[0].text

    @property
    def former(self) -> bool:
        """Whether this stands here only because old data names it, as an abolished council."""
        return self.facts.get("former") == "true"


class How(Enum):
    """By what a word was recognised, the strongest first."""

    IRI = "iri"
    NOTATION = "notation"
    PREFERRED = "preferred label"
    ALTERNATIVE = "alternative label"
    HIDDEN = "hidden label"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A word, the concept it means, and why we think so.

    `label` is the label (or address) of the concept that the word met, `rule` the name of the habit by which
    it got there, "" where the label itself was written. `sure` is false where the meaning is the usual one but
    a person might have meant another: an "OGL" without version, a licence linked from a long text. `link` is
    the address of the terms where the concept stands for a publisher's own, "" where the word gives none.
    """

    concept: Concept
    word: str
    how: How
    label: str
    rule: str = ""
    sure: bool = True
    link: str = ""

    @property
    def reason(self) -> str:
        """Why, in words for a page: "hidden label “OGL3”", "rule: a file name, then “CSV”; likely"."""
        found = f"rule: {self.rule}, then “{self.label}”" if self.rule else f"{self.how.value} “{self.label}”"
        return found if self.sure else found + "; likely"
