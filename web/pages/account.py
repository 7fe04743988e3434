"""The account of a run: what became of every record that it read."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.ledger.status import RunStatus

BECAME = (
    ("added", "New"),
    ("changed", "Changed"),
    ("same", "As it was"),
    ("restored", "Back again"),
    ("waiting", "Waits: may be a dataset that is here under another name"),
    ("held_changes", "Change kept back until a person has looked"),
    ("held_additions", "Addition kept back until a person has looked"),
)
ABSENT = (
    ("missing", "Not met, and missing since"),
    ("withdrawn", "Not met for long enough, and withdrawn"),
    ("held", "Not met, and kept until a person has looked"),
)
WORK = (("pages", "Pages read"), ("failed_pages", "Pages that failed"), ("requests", "Requests made"))


_LISTED_AS = {"held_changes": "held", "held_additions": "held", "left": "", "repeated": ""}
"""The list of records behind a figure, where it has another name than the figure, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of a run."""

    name: str
    label: str
    count: int

    @property
    def fate(self) -> str:
        """The list of records behind it (catalogue.ledger.accounted); "" where there is none."""
        return _LISTED_AS.get(self.name, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A run's figures. `became` adds up to `read`; a record that was read and not taken in is one of its lines.

    With what was rejected they are the `met`, each record once. `whole` says that the run asked for everything: what
    the portal declares beyond them then did not come.
    """

    declared: int | None
    read: int
    became: tuple[Line, ...]
    refused: tuple[Line, ...]
    absent: tuple[Line, ...]
    work: tuple[Line, ...]
    whole: bool = True

    @property
    def met(self) -> int:
        """How many records the portal listed, each once, also those that could not be read."""
        return self.read + sum(line.count for line in self.refused if line.name == "rejected")

    @property
    def not_come(self) -> int:
        """How many more the portal said that it has."""
        return max((self.declared or 0) - self.met, 0) if self.whole else 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been counted yet."""
        return not (self.read or self.became or self.refused or self.absent or self.work)


def make_account(run: RunStatus) -> Account:
    """The account of a run that has ended; one that goes on has none yet."""
    became = list(_lines(run, BECAME))
    left = run.counts.get("read", 0) - sum(line.count for line in became)
    if left > 0:
        became.append(Line(name="left", label=_why_left(run), count=left))
    repeated = run.counts.get("repeated", 0)
    refused = [Line(name="rejected", label="Rejected, each with its reason",
                    count=run.counts.get("rejected", 0) - repeated)]  # fmt: skip
    refused += [Line(name="repeated", label="Stood on an earlier page already", count=repeated)]
    return Account(
        declared=run.declared,
        read=run.counts.get("read", 0),
        became=tuple(became),
        refused=tuple(line for line in refused if line.count > 0),
        absent=tuple(_lines(run, ABSENT)),
        work=tuple(_lines(run, WORK)),
        whole=not run.since,
    )


def how_asked(run: RunStatus) -> str:
    """Whether the run asked for everything, and why, in a sentence."""
    if run.since:
        return "It asked for what has changed, and counts nothing as missing."
    if run.why:
        return f"It asked for everything and believed nothing remembered, since {run.why}."
    return "It asked for everything; an answer that the portal said had not changed was not read again."


def _lines(run: RunStatus, names: tuple[tuple[str, str], ...]) -> list[Line]:
    return [
        Line(name=name, label=label, count=run.counts[name]) for name, label in names if run.counts.get(name)
    ]


def _why_left(run: RunStatus) -> str:
    return (
        "Not taken in, since the run failed" if run.verdict == "failed" else "As it was, or kept back before"
    )
