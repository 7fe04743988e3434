"""Records of one dataset at several portals: what they are asked, which says more, and whether their terms conflict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.document import first_text, licence_of
from catalogue.property import lines
from catalogue.text.markdown import without_markdown
from web.comparing.side import QUESTIONS, Answers, Ask, Side
from web.pages.facts import FactReader, Value
from web.wording import say_count

_SHOWN = 300  # characters of a description


def title(side: Side, _: FactReader) -> Answers:
    """What it is called there."""
    return (Value(text=side.title, lang=side.lang),)


def description(side: Side, _: FactReader) -> Answers:
    """How it is described there."""
    text = without_markdown(first_text(side.dataset.description)).strip()
    return (Value(text=text[:_SHOWN], how=say_count(len(text), "character")),) if text else ()


def keywords(side: Side, _: FactReader) -> Answers:
    """By which words it is to be found there."""
    return tuple(Value(text=text.value) for text in side.dataset.keyword)[:10]


ASKED: tuple[tuple[str, str, Ask], ...] = (
    ("title", "Title", title),
    ("description", "Description", description),
    *QUESTIONS,
    ("keywords", "Keywords", keywords),
)
"""What is asked of copies: the same as of any datasets side by side, and what of these may differ besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fullness:
    """How much one record says: so many properties, and the labels of those that it alone states."""

    id: str
    stated: int
    alone: tuple[str, ...]


def fullness(sides: Sequence[Side]) -> tuple[Fullness, ...]:
    """How much each record says, in the order given."""
    stated = [
        {line.property.label: None for line in lines(type(side.dataset)) if getattr(side.dataset, line.name)}
        for side in sides
    ]
    held = Counter(label for each in stated for label in each)
    return tuple(
        Fullness(id=side.id, stated=len(each), alone=tuple(label for label in each if held[label] == 1))
        for side, each in zip(sides, stated, strict=True)
    )


def fullest(found: Sequence[Fullness]) -> str:
    """The identifier of the one record that says most; "" where several do."""
    most = max((one.stated for one in found), default=0)
    best = [one.id for one in found if one.stated == most]
    return best[0] if len(best) == 1 else ""


def licences_conflict(sides: Sequence[Side]) -> bool:
    """Whether two records state different terms; one that states none contradicts nobody."""
    stated = [licence_of(side.dataset) for side in sides]
    return len({term.iri or term.word.casefold() for term in stated if term}) > 1
