"""A story of what good came of data: who used which, what changed by it, and how far the story has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import orjson


class State(StrEnum):
    """How far a story has come. DRAFT: not sent yet; ASKED: sent back to its author; DOWN: shown once, and taken away
    by an operator."""

    DRAFT = "draft"
    WAITING = "waiting"
    ASKED = "asked"
    SHOWN = "shown"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DOWN = "taken down"


class What(StrEnum):
    """What sort of thing a story used."""

    DATASET = "dataset"
    ORGANISATION = "organisation"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Something that a story used, by its identifier, slug or code; `title` is what it was called then."""

    what: What
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a story says. `kind` is a code of `kinds.csv`, `story` Markdown, `evidence` a web address."""

    title: str
    who: str
    kind: str
    changed: str
    story: str
    evidence: str
    uses: tuple[Use, ...] = ()

    def names(self, what: What) -> tuple[str, ...]:
        """The names of those things of a sort that were used."""
        return tuple(use.name for use in self.uses if use.what is what)

    @property
    def digest(self) -> str:
        """Another one for everything else that could be said, so that nobody approves what they have not seen."""
        return sha256(orjson.dumps(to_plain(self))).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story as everybody may read it. `told` is when it was first shown, "" before; `link` the number of its evidence
    among the links that are checked; `made_up` stories are for a demonstration."""

    id: int
    slug: str
    state: State
    content: Content
    featured: bool
    made_up: bool
    told: str
    modified: str
    link: int | None

    @property
    def thing(self) -> str:
        """What it is called in the audit log, and among those who lead to a link."""
        return f"reuse/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A story as its author and operators see it. `proposed` is what it is to say instead, `waits` since when an
    operator is asked to look; `email` is never shown to anybody else."""

    story: Story
    proposed: Content | None
    waits: str
    email: str
    submitted: str
    decided: str
    decided_by: str
    reason: str

    @property
    def newest(self) -> Content:
        """What its author said last."""
        return self.proposed or self.story.content

    @property
    def sent(self) -> Content:
        """What operators are asked to look at; what its author has not sent yet is nobody's business."""
        changed = self.story.state is State.SHOWN and self.waits and self.proposed
        return changed or self.story.content

    @property
    def is_open(self) -> bool:
        """Whether its author may still change it."""
        return self.story.state in (State.DRAFT, State.WAITING, State.ASKED, State.SHOWN)


def to_plain(content: Content) -> dict[str, object]:
    """A story's content as plain JSON."""
    return {
        "title": content.title,
        "who": content.who,
        "kind": content.kind,
        "changed": content.changed,
        "story": content.story,
        "evidence": content.evidence,
        "uses": [[use.what.value, use.name, use.title] for use in content.uses],
    }


def from_plain(said: dict[str, object]) -> Content:
    """The content that `to_plain` wrote."""
    uses = said["uses"]
    assert isinstance(uses, list)  # noqa: S101 # for the types; we wrote it
    texts = {name: str(said[name]) for name in ("title", "who", "kind", "changed", "story", "evidence")}
    return Content(**texts, uses=make_uses(uses))


def make_uses(rows: Iterable[tuple[str, str, str]]) -> tuple[Use, ...]:
    """Uses of their parts, each thing once."""
    made = {(what, name): Use(what=What(what), name=name, title=title) for what, name, title in rows}
    return tuple(made.values())
