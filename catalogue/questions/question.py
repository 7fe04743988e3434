"""A text as it was understood: its senses, each of which a person can see and take off."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from catalogue.indexes.protocol import Meaning, Search


class Kind(enum.Enum):
    """What a run of words can stand for."""

    TOPIC = "topic"  # a thing with several names: bins, waste, refuse
    PLACE = "place"
    PERIOD = "period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What one run of words was taken for.

    `typed` is the run as it stands in the text, `label` what it is called here, `code` a place's or topic's
    notation, "" of a period. `also` are the words that are searched as well, to be shown.
    """

    kind: Kind
    typed: str
    label: str
    code: str = ""
    also: tuple[str, ...] = ()
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A text with its senses, in the order of the text and without overlap. `silent` are words, folded, that carry no
    weight, `spelt` words that some vocabulary has, so that they are no slips; `wider` the codes of the places around
    those named, the nearest first."""

    text: str
    senses: tuple[Sense, ...] = ()
    silent: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()

    def meanings(self) -> tuple[Meaning, ...]:
        """What the runs of the text that have a sense stand for."""
        return tuple(sense.meaning for sense in self.senses)

    def put_to(self, search: Search) -> Search:
        """The search with the text, and all that the index is to know of it."""
        return replace(search, text=self.text, meanings=self.meanings(), silent=self.silent, spelt=self.spelt)
