"""How portals write who may see the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from vocab.folding import fold
from vocab.rules.rewriting import Habit, rewriting

_LISTS = (
    r"https?://(?:www\.)?(?:publications\.europa\.eu/(?:mdr/)?(?:resource/)?authority/access-right"
    r"|dcat-ap\.de/def/accessrights|purl\.org/eprint/accessrights)/(\w+)"
)
_INSPIRE = re.compile(
    r"https?://inspire\.ec\.europa\.eu/metadata-codelist/limitationsonpublicaccess/inspire_directive\S*", re.I
)
_OPENS = re.compile(
    r"(?:this|the|these) (?:dataset|data|resource|information) (?:is|are) (?:publicly|freely|openly) "
    r"(?:available|accessible)(?: (?:to (?:all|everyone|the public)|for (?:everyone|all|public use)))?"
)


def _read_limitation(word: str) -> str | None:
    """INSPIRE's reasons to limit public access: any of them means that not everyone may see the data."""
    return "restricted" if _INSPIRE.fullmatch(word.strip()) else None


def _read_opening(word: str) -> str | None:
    """A sentence that says only that all may have the data."""
    return "public" if _OPENS.fullmatch(fold(word)) else None


def _habit(name: str, read: Callable[[str], str | None]) -> Habit:
    return Habit(name=name, schemes=frozenset({"access-right"}), read=read)


HABITS: Final[tuple[Habit, ...]] = (
    rewriting("an entry of a list of access rights", "access-right", _LISTS),
    rewriting(
        "a word with its meaning",
        "access-right",
        r"(public|non-public|restricted public|restricted) ?[:–(-] .+",
        sure=False,
    ),
    rewriting(
        "a word that says it is access",
        "access-right",
        r"(?:access(?: rights?| level)?|security classification) ?: ?(.+)",
    ),
    _habit("a reason to limit public access", _read_limitation),
    _habit("a sentence that opens the data", _read_opening),
)
