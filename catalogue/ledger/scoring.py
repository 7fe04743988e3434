"""The scores follow the ledger: its numbered changes with a mark of their own, and what is found of links and shapes.

Each transaction moves the mark together with what it wrote, so a killed process leaves scores late and never wrong,
and whoever projects next goes on. What is scored again although its description stayed as it was stands in the news.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from catalogue.clock import from_instant, shifted
from catalogue.entry import Entry
from catalogue.ledger.chunks import chunks
from catalogue.ledger.following import begin_anew, form_of, get_mark, set_mark, standing_changes
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.links import works
from catalogue.ledger.news import Topic, tell_news
from catalogue.ledger.quality_schema import checked_links, conformance, link_uses, score_days, scores
from catalogue.ledger.schema import changes, entries
from catalogue.ledger.scores import MARK, means_by, scores_of
from catalogue.quality import metrics
from catalogue.quality.claims import claims_here
from catalogue.quality.content import SHAPES_FILE, content_digest
from catalogue.quality.lists import lists_of
from catalogue.quality.metrics import in_order
from catalogue.quality.scores import Scores
from catalogue.quality.scoring import World, addresses, score
from catalogue.snapshot import unpack_entry, unsqueeze
from vocab import Vocabulary
from vocab.vocabulary import SCHEMES_FOLDER

_DAYS: Final = "score-days"  # 1 once the means of the day are those of the scores
_FORM: Final = "scores-form"  # of what the scores were worked out by
_LOOKED: Final = (
    "scores-looked"  # seconds of 1970: until when what was found of links and shapes is in the scores
)
_BATCH: Final = 1000
_OVERLAP: Final = timedelta(minutes=5)  # a finding is written a little after the instant that stands in it
_SUBJECTS: Final = {"catalogue": None, "portal": scores.c.portal, "organisation": scores.c.publisher}


@dataclass(frozen=True, slots=True)
class Scorer:
    """What scores are worked out with: the vocabulary's lists, and the moment of this look."""

    ledger: Ledger
    vocabulary: Vocabulary
    now: str

    def follow(self, *, anew: bool = False) -> None:
        """Brings the scores up to the ledger; `anew`, or when the metrics or lists are others, all of them again."""
        begin_anew(self.ledger, (MARK, _DAYS), form=(_FORM, _form()), anew=anew)
        while self._follow_changes():
            pass
        self._follow_findings()
        self._write_days()

    def _follow_changes(self) -> bool:
        """The next changes; False once there are none."""
        with self.ledger.reading() as connection:
            mark = get_mark(connection, MARK)
            rows = standing_changes(connection, mark, limit=_BATCH)
        if not rows:
            return False
        with self.ledger.writing() as connection:
            if get_mark(connection, MARK) == mark:
                bodies = {r["entry_id"]: r["snapshot"] if r["kind"] != "withdrawn" else None for r in rows}
                tell_news(connection, self._score(connection, bodies), Topic.SCORE)
                set_mark(connection, MARK, rows[-1]["n"])
        return True

    def _follow_findings(self) -> None:
        """Scores again what links and shapes have told something of since the last look; a few in a transaction."""
        with self.ledger.reading() as connection:
            looked = get_mark(connection, _LOOKED)
            found = sorted(_found_since(connection, looked))
        for chunk in chunks(found):
            with self.ledger.writing() as connection:
                tell_news(connection, self._score(connection, _bodies(connection, chunk)), Topic.SCORE)
        until = int(from_instant(self.now).timestamp())
        if found or until - looked > _OVERLAP.total_seconds():
            with self.ledger.writing() as connection:
                set_mark(connection, _LOOKED, until)

    def _score(self, connection: Connection, bodies: Mapping[str, bytes | None]) -> set[str]:
        """Works out the scores of some datasets (None: withdrawn); returns those whose scores changed."""
        before = scores_of(connection, list(bodies))
        held = {one: unsqueeze(body) for one, body in bodies.items() if body is not None}
        found = self._worked_out(connection, held)
        changed = {one for one in bodies if not _same(before.get(one), found.get(one))}
        for chunk in chunks(sorted(changed)):
            connection.execute(delete(scores).where(scores.c.entry_id.in_(chunk)))
        if lines := [found[one] for one in sorted(changed) if one in found]:
            connection.execute(insert(scores), lines)
        if changed:
            set_mark(connection, _DAYS, 0)
        return changed

    def _worked_out(self, connection: Connection, held: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
        unpacked = {one: unpack_entry(body) for one, body in held.items()}
        asked = {url for entry in unpacked.values() for url in addresses(entry.dataset)}
        links = works(connection, asked)
        conform = _conformance(connection, held)
        return {
            one: self._line(one, entry, World(links=links, conforms=conform.get(one)))
            for one, entry in unpacked.items()
        }

    def _line(self, identifier: str, entry: Entry, world: World) -> dict[str, Any]:
        here = score(entry.dataset, claims_here(entry.dataset, lists_of(self.vocabulary)), world)
        said = score(entry.dataset, entry.claims, world) if entry.claims else None
        publisher = entry.dataset.publisher
        return {
            "entry_id": identifier,
            "portal": entry.portal,
            "publisher": publisher.slug if publisher else "",
            "passed_published": list(in_order(said.codes)) if said else None,
            "passed_here": list(in_order(here.codes)),
            "unknown": list(in_order(here.unknown)),
            "published": metrics.points_of(said.codes) if said else None,
            "here": metrics.points_of(here.codes),
            "at": self.now,
        }

    def _write_days(self) -> None:
        """Writes the means of the day where scores have changed: of all, each portal and each organisation."""
        with self.ledger.reading() as connection:
            if get_mark(connection, _DAYS):
                return
        day = self.now[:10]
        with self.ledger.writing() as connection:
            for subject, column in _SUBJECTS.items():
                lines = [
                    {"subject": subject, "name": name, "day": day, "datasets": one.datasets}
                    | {"published": one.published, "here": one.here}
                    for name, one in means_by(connection, column)
                    if name or column is None
                ]
                mine = (score_days.c.subject == subject) & (score_days.c.day == day)
                connection.execute(delete(score_days).where(mine))
                if lines:
                    connection.execute(insert(score_days), lines)
            set_mark(connection, _DAYS, 1)


def _same(before: Scores | None, line: Mapping[str, Any] | None) -> bool:
    if before is None or line is None:
        return before is None and line is None
    said = line["passed_published"]
    return (before.published, before.here, before.unknown, before.portal, before.publisher) == (
        None if said is None else frozenset(said),
        frozenset(line["passed_here"]),
        frozenset(line["unknown"]),
        line["portal"],
        line["publisher"],
    )


def _found_since(connection: Connection, looked: int) -> set[str]:
    """The datasets of which links or shapes have told something since then, and a little before."""
    since = shifted(
        "1970-01-01T00:00:00Z", timedelta(seconds=looked) - min(_OVERLAP, timedelta(seconds=looked))
    )
    by_links = (
        select(link_uses.c.entry_id).join(checked_links).where(checked_links.c.since >= since).distinct()
    )
    by_shapes = select(conformance.c.entry_id).where(conformance.c.at >= since)
    return {one for wanted in (by_links, by_shapes) for one in connection.scalars(wanted)}


def _bodies(connection: Connection, identifiers: Sequence[str]) -> dict[str, bytes | None]:
    """The snapshots of those of some datasets that are shown."""
    wanted = (
        select(changes.c.entry_id, changes.c.snapshot)
        .join(entries, entries.c.change == changes.c.n)
        .where(entries.c.state != "withdrawn", entries.c.id.in_(identifiers))
    )
    return {row.entry_id: row.snapshot for row in connection.execute(wanted)}


def _conformance(connection: Connection, held: Mapping[str, bytes]) -> dict[str, bool]:
    """Whether datasets conform, of those that were checked as they are held now."""
    found: dict[str, bool] = {}
    for chunk in chunks(sorted(held)):
        wanted = select(conformance).where(conformance.c.entry_id.in_(chunk))
        found |= {
            row["entry_id"]: row["conforms"]
            for row in connection.execute(wanted).mappings()
            if row["digest"] == content_digest(held[row["entry_id"]])
        }
    return found


@cache
def _form() -> int:
    """What scores depend on beside the ledger: the table, the lists, the vocabularies and the code, as a number."""
    folder = Path(metrics.__file__).parent
    files = [*folder.glob("*.toml"), *folder.glob("*.csv"), folder / "claims.py", folder / "lists.py"]
    files += [folder / "scoring.py", SHAPES_FILE, *(SCHEMES_FOLDER / f"{name}.ttl" for name in _SCHEMES)]
    return form_of(sorted(files))


_SCHEMES: Final = ("access-right", "file-type", "licence", "media-type")
