"""Why a word was read as it was, as one says it to people: the road keeps it in the terms of the vocabularies."""

from __future__ import annotations

import re
from functools import lru_cache

_LIKELY = "; likely"
_UNSURE = "; usually meant, not certainly"
_OF_THE_NAME = "the publisher's name: "
_PREFIXES = (
    ("name: ", _OF_THE_NAME),
    ("the contact's mailbox: ", "the contact's e-mail address: "),
    ("the portal's body: ", "the body whose portal it is: "),
)
_LABELS = {
    "iri": "its own address",
    "notation": "its code",
    "preferred label": "its name",
    "alternative label": "another name of it",
    "hidden label": "a known spelling",
}
_WHOLE = {
    "portal default": "the body whose portal it is",
    "portal setting": "what the settings of this portal say",
    "correction for this portal": "a correction made for this portal",
    "media type": "what its media type says",
    "format": "what its format says",
    "kept as named": "no public body that we know",
    "with a unit of it": "a body with one of its units",
}
_LABEL = re.compile(r"([a-z ]{3,30}) (“.*”)", re.DOTALL)
_RULE = re.compile(r"rule: (.*), then (“.*”)", re.DOTALL)


@lru_cache(maxsize=1024)
def say_reason(how: str) -> str:
    """A reason in plain words: "hidden label “OGL3”; likely" is "a known spelling, “OGL3”; usually meant, not
    certainly". What has no words of ours stays as it is."""
    sure = how.removesuffix(_LIKELY)
    kept = ""
    for prefix, plain in _PREFIXES:
        if sure.startswith(prefix):
            sure, kept = sure.removeprefix(prefix), kept + plain
    return kept + _core(sure) + (_UNSURE if how.endswith(_LIKELY) else "")


def short_reason(how: str, word: str) -> str:
    """A reason to stand beside the word that it is about: without that word, and without saying again that it is a
    name."""
    beside = re.compile(re.escape(f", “{word}”"), re.IGNORECASE)
    return beside.sub("", say_reason(how).removeprefix(_OF_THE_NAME), count=1)


def _core(how: str) -> str:
    if how in _WHOLE:
        return _WHOLE[how]
    by_rule = _RULE.fullmatch(how)
    if by_rule:
        return f"{by_rule[1]}, {by_rule[2]}"
    by_label = _LABEL.fullmatch(how)
    if by_label and by_label[1] in _LABELS:
        return f"{_LABELS[by_label[1]]}, {by_label[2]}"
    return how
