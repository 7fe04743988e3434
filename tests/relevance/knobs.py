"""The weights and constants of searching that may be tuned: where each stands, and how it is turned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from catalogue.indexes.schema import WEIGHTS
from catalogue.questions import understanding

Setting = Mapping["Knob", float]
"""What is turned, and to what; the rest is as it stands."""


@dataclass(frozen=True, slots=True)
class Knob:
    """A number of a module, or one of a table of numbers. One that is `written` counts when an index is built."""

    module: str
    name: str
    part: str = ""
    written: bool = False

    def __str__(self) -> str:
        return f"{self.module.rpartition('.')[2]}.{self.name}" + (f"[{self.part}]" if self.part else "")

    def value(self) -> float:
        """The number as it stands now."""
        held = getattr(import_module(self.module), self.name)
        return float(held[self.part] if self.part else held)

    def turn(self, value: float) -> None:
        """Sets the number."""
        module: Any = import_module(self.module)
        if self.part:
            getattr(module, self.name)[self.part] = value
        else:
            setattr(module, self.name, value)


_MATCHING, _EVIDENCE = "catalogue.indexes.matching", "catalogue.indexes.evidence"
_SCHEMA, _TOPICS = "catalogue.indexes.schema", "catalogue.questions.topics"

ASKED = (
    *(Knob(_MATCHING, name) for name in ("TITLE_BOOST", "PHRASE_BOOST", "ALL_BOOST", "MOST")),
    *(Knob(_EVIDENCE, name) for name in ("VALUE_WEIGHT", "SAID_OTHERWISE", "BEGINNING_BOOST")),
    *(Knob(_TOPICS, name) for name in ("OWN", "NARROWER", "RELATED")),
)
"""Those that count when a search is asked."""

WRITTEN = (
    *(Knob(_SCHEMA, "WEIGHTS", part, written=True) for part in WEIGHTS),
    Knob(_SCHEMA, "LEANING", written=True),
)
"""Those that count when an index is built."""


@contextmanager
def turned(setting: Setting) -> Iterator[None]:
    """The program with its knobs turned; afterwards they are as they were."""
    before = {knob: knob.value() for knob in setting}
    try:
        _turn(setting)
        yield
    finally:
        _turn(before)


def _turn(setting: Setting) -> None:
    for knob, value in setting.items():
        knob.turn(value)
    understanding._lexicon.cache_clear()  # topics are weighed once for a vocabulary
