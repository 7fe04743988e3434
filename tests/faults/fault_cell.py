"""One cell of the matrix: a portal that was harvested well has a bad day, and is well again."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path

from fault_expectations import EXPECTED, KILLED, OWN, ROBOTS, Expected
from fault_stage import CLOSED, Held, Stage
from sqlalchemy import select

from catalogue.indexes.protocol import open_index
from catalogue.ledger.schema import entries
from catalogue.projection import project
from catalogue.stores import open_store
from harvester.ended import Ended
from harvester.replay.bad_days import BAD_DAYS, Patient, in_short_pages, one_more, spoilt, why_never
from harvester.replay.faults import FaultyApp, Rule
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings
from harvester.replay.server import replay_app
from harvester.replay.shapes import SHAPES
from harvester.spiders import kinds

_HOUSE = str(Path(__file__).parents[1] / "harvester")
if _HOUSE not in sys.path:
    sys.path.insert(0, _HOUSE)
from house import House, open_house  # noqa: E402 - found through the lines above

ENVIRONMENT = {"STOOK_TIMEOUT": "0.7", "STOOK_PAGE_BYTES": "20000000", "STOOK_DOCUMENT_BYTES": "20000000"}
_OPENING = threading.Lock()  # migrations are run by a library that knows of one at a time
Held_ = Mapping[str, tuple[str, str]]  # by our own identifier: state, and the digest of the entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one cell: `reason` says why it cannot be, `wrong` what was not as it must be."""

    day: str
    kind: str
    ended: Ended | None = None
    sentence: str = ""
    reason: str = ""
    wrong: tuple[str, ...] = ()


def days() -> tuple[str, ...]:
    """Every bad day: those of portals, that of a host, and that of ours."""
    return (*BAD_DAYS, ROBOTS, KILLED)


@cache
def recordings() -> Mapping[str, Recording]:
    """The first bundled portal of each kind, with the records that are sound, in short pages."""
    found: dict[str, Recording] = {}
    for recording in bundled_recordings():
        if recording.kind in SHAPES:
            sound = islice(recording.records, recording.options.get("sound") or None)
            sound_alone = replace(recording, records=as_lines(sound))
            found.setdefault(recording.kind, in_short_pages(sound_alone))
    return found


def why_empty(day: str, kind: str) -> str:
    """Why a cell is empty on purpose; "" where it is played."""
    if kind not in kinds():
        return f"no spider reads kind {kind!r}"
    return "" if day in (ROBOTS, KILLED) else why_never(day, kind)


@dataclass(slots=True)
class Bench:
    """A stage, and for each kind the folder of a catalogue that harvested its portal well once."""

    stage: Stage
    folder: Path
    _good: dict[str, Path] = field(default_factory=dict)

    def play(self, day: str, kind: str) -> Outcome:
        """One cell. Nothing is left of it but what came of it."""
        if reason := why_empty(day, kind):
            return Outcome(day=day, kind=kind, reason=reason)
        home = Path(tempfile.mkdtemp(dir=self.folder)) / "var"
        shutil.copytree(self._harvested(kind), home, symlinks=True)
        with self._house(home) as house:
            try:
                outcome = _Play(house, self.stage, recordings()[kind], day).outcome()
            except AssertionError as error:  # a run that does not end
                outcome = Outcome(day=day, kind=kind, wrong=(str(error),))
        shutil.rmtree(home.parent)
        return outcome

    def _harvested(self, kind: str) -> Path:
        if kind not in self._good:
            recording, home = recordings()[kind], self.folder / f"good-{kind}"
            self.stage.show(recording.slug, replay_app(recording))
            with self._house(home) as house:
                house.register(recording, self.stage.address)
                ended = house.crawl(recording.slug)
                if ended is not Ended.COMPLETE:
                    raise AssertionError(
                        f"{kind}: the first harvest was no good one: {house.sentence(recording.slug)}"
                    )
                project(house.settings, house.ledger)
            self._good[kind] = home
        return self._good[kind]

    @contextmanager
    def _house(self, home: Path) -> Iterator[House]:
        with ExitStack() as stack:
            with _OPENING:
                house = stack.enter_context(open_house(home))
            house.environment |= ENVIRONMENT
            house.allow(self.stage.address)
            yield house


@dataclass(slots=True)
class _Play:
    house: House
    stage: Stage
    recording: Recording
    day: str
    wrong: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.recording.slug

    @property
    def expected(self) -> Expected:
        return OWN.get((self.day, self.recording.kind), EXPECTED[self.day])

    def outcome(self) -> Outcome:
        """The bad day, and the good one after it."""
        self.house.full = not self.expected.shorter
        before, change, generation = self._held(), self.house.last_change(), self._generation()
        good = self.house.sentence(self.slug)
        ended = self._killed() if self.day == KILLED else self._bad_day()
        sentence = self.house.sentence(self.slug)
        if self.expected.as_before:
            self._say(sentence == good, f"the sentence is not that of the good run, {good!r}")
        self._check_verdict(ended, sentence)
        self._check_kept(before)
        self._check_served(before, change, generation)
        self._check_well_again(before)
        return Outcome(
            day=self.day, kind=self.recording.kind, ended=ended, sentence=sentence, wrong=tuple(self.wrong)
        )

    def _bad_day(self) -> Ended:
        if self.day == ROBOTS:
            self.stage.show(self.slug, replay_app(self.recording), robots=CLOSED)
        else:
            self.stage.show(self.slug, spoilt(self.day, self.recording, replay_app))
        return self.house.crawl(self.slug)

    def _killed(self) -> Ended:
        """Killed while it waits for a page; the next process goes on there."""
        shape, stuck = SHAPES[self.recording.kind], Held()
        rule = Rule(fault=stuck, pattern=shape.spoilt, nth=frozenset({1}))
        self.stage.show(self.slug, FaultyApp(replay_app(self.recording), [rule]))
        process = self.house.begin(self.slug)
        self._say(stuck.reached.wait(20), "the page at which it was to be killed was not asked for")
        process.kill()
        process.join()
        ended = self.house.crawl(self.slug)
        pages = [one for one in self.stage.asked if re.search(shape.pages, one)]
        again = len(pages) - len(set(pages))
        self._say(again == 1, f"{again} pages were asked for twice after a kill, and not one")
        return ended

    def _check_verdict(self, ended: Ended, sentence: str) -> None:
        expected = self.expected
        self._say(ended in expected.verdicts, f"the verdict is {ended.name}")
        self._say(bool(re.search(expected.words, sentence)), f"the sentence does not say {expected.words!r}")
        if expected.placed:
            self._say(self.stage.address in sentence, "the sentence does not name the page")
        if expected.finding:
            found = self.house.findings(self.slug, expected.finding)
            self._say(bool(found), f"there is no finding {expected.finding}")
        self._say(not self.house.log, f"the log says {self.house.log[:500]!r}")

    def _check_kept(self, before: Held_) -> None:
        held, expected = self._held(), self.expected
        lost = before.keys() - held.keys()
        new = held.keys() - before.keys()
        states = [held[key][0] for key in before if key in held]
        self._say(not lost, f"{len(lost)} records are lost")
        self._say(len(new) <= expected.new, f"{len(new)} records are new: {sorted(new)[:3]}")
        self._say("withdrawn" not in states, f"{states.count('withdrawn')} are withdrawn")
        missing = states.count("missing")
        self._say(missing <= expected.missing, f"{missing} are counted as missing")

    def _check_served(self, before: Held_, change: int, generation: tuple[str, str]) -> None:
        """Where nothing that is held moved, neither the ledger nor what is served of it was written."""
        held = self._held()
        same = {key: entry for key, (_, entry) in held.items()} == {
            key: entry for key, (_, entry) in before.items()
        }
        if self.expected.new or self.expected.changed:
            return
        self._say(same, "what is held says something else")
        self._say(self.house.last_change() == change, "there are changes in the ledger")
        project(self.house.settings, self.house.ledger)
        self._say(self._generation() == generation, "the store or the index was written")

    def _check_well_again(self, before: Held_) -> None:
        expected, recording = self.expected, self.recording
        portal = Patient(recording=recording, shape=SHAPES[recording.kind], make=replay_app)
        self.stage.show(self.slug, portal.app(one_more(portal)) if self.day == "added" else portal.app())
        ended = self.house.crawl(self.slug)
        self._say(
            ended is Ended.COMPLETE, f"well again, its run is {ended.name}: {self.house.sentence(self.slug)}"
        )
        held = self._held()
        more = held.keys() - before.keys()
        self._say(len(more) == expected.after, f"well again, {len(more)} records are there more than before")
        others = sorted(
            {state for key, (state, _) in held.items() if key in before or not expected.stranger} - {"live"}
        )
        self._say(not others, f"well again, some are {others}")
        moved = [key for key in before if key in held and held[key][1] != before[key][1]]
        self._say(not moved, f"well again, {len(moved)} say something else than before")

    def _held(self) -> dict[str, tuple[str, str]]:
        with self.house.ledger.reading() as connection:
            rows = connection.execute(select(entries.c.id, entries.c.state, entries.c.digest)).all()
        return {row.id: (row.state, row.digest) for row in rows}

    def _generation(self) -> tuple[str, str]:
        store = open_store(self.house.settings.store_url, writable=False)
        index = open_index(self.house.settings.index_url)
        try:
            return store.generation(), index.generation()
        finally:
            index.close()
            store.close()

    def _say(self, right: bool, otherwise: str) -> None:
        if not right:
            self.wrong.append(otherwise)
