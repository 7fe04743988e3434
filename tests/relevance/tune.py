"""Turns the weights and constants of searching, one by one, and says how they answer judged queries better.

    .venv/bin/python tests/relevance/tune.py [--asked] [--rounds N]

Tuned by nDCG@10 on the tune half of our own queries and on the London Datastore's, a mean of the two. How well a
setting holds on queries that it was not tuned by is told by the report half of ours, and of London's in folds: each is
told by a setting that was tuned without it. Nothing is written.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from collection import Collection
from compare import SHARED
from knobs import ASKED, WRITTEN, Knob, Setting, turned
from measuring import measure
from public_collections import london
from scoring import mean
from systems import OURS, Answer, ours
from tables import REPORT, TUNE
from uk_collection import uk

from vocab import Vocabulary, load_vocabulary

FACTORS = (0.6, 0.8, 1.25, 1.6)
_WORTH = 0.001  # of nDCG: less is chance
_FOLDS = 3

Reached = dict[str, float]
"""Query → nDCG@10."""
Evaluate = Callable[[Setting], Reached]
Worth = Callable[[Reached], float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Tunes, and prints each setting that was better and what it reaches."""
    asked, vocabulary = _asked(arguments), load_vocabulary()
    knobs = ASKED if asked.asked else (*ASKED, *WRITTEN)
    own, public = uk(asked.corpus, vocabulary), london(asked.relevance, vocabulary)
    evaluate = remembering(Workbench((own, public), vocabulary).evaluate)
    halves = {half: [query.id for query in own.judged(half)] for half in (TUNE, REPORT)}
    folds = folded([query.id for query in public.judged()], _FOLDS)
    _say(told("as it stands", evaluate({}), halves, folds))
    chosen = climb(
        evaluate, worth_of(halves[TUNE], [one for fold in folds for one in fold]), knobs, asked.rounds
    )
    _say(told("chosen", evaluate(chosen), halves, folds))
    for knob, value in chosen.items():
        _say(f"  {knob}: {knob.value():g} → {value:g}")
    unseen: Reached = {}
    for fold in folds:
        others = [one for other in folds for one in other if other is not fold]
        setting = climb(evaluate, worth_of(halves[TUNE], others), knobs, asked.rounds)
        reached = evaluate(setting)
        unseen |= {one: reached[one] for one in fold}
    _say(f"London, each third by a setting tuned without it: {mean(unseen.values()):.3f}")
    return 0


def climb(evaluate: Evaluate, worth: Worth, knobs: Iterable[Knob], rounds: int) -> dict[Knob, float]:
    """Coordinate ascent: each knob in turn to the best of its factors, as long as that is worth anything."""
    setting: dict[Knob, float] = {}
    best = worth(evaluate(setting))
    for _ in range(rounds):
        before = best
        for knob in knobs:
            now = setting.get(knob, knob.value())
            tried = [setting | {knob: now * factor} for factor in FACTORS]
            reached, better = max(((worth(evaluate(one)), one) for one in tried), key=lambda pair: pair[0])
            if reached > best + _WORTH:
                best, setting = reached, better
        if best <= before:
            break
    return setting


class Workbench:
    """The collections, with indexes that are built anew only when a knob is turned that counts when one is written."""

    def __init__(self, collections: Sequence[Collection], vocabulary: Vocabulary) -> None:
        self._collections = collections
        self._vocabulary = vocabulary
        self._opened = ExitStack()
        self._built: tuple[Setting, list[Answer]] | None = None

    def evaluate(self, setting: Setting) -> Reached:
        """nDCG@10 of every judged query under a setting."""
        reached: Reached = {}
        with turned(setting):
            for held, answer in zip(self._collections, self._answers(setting), strict=True):
                reached |= {row.query.id: row.ndcg for row in measure(held, OURS, answer).rows}
        return reached

    def _answers(self, setting: Setting) -> list[Answer]:
        written = {knob: value for knob, value in setting.items() if knob.written}
        if self._built is None or self._built[0] != written:
            self._opened.close()
            entered = (ours(held.documents, self._vocabulary) for held in self._collections)
            self._built = written, [self._opened.enter_context(one) for one in entered]
        return self._built[1]


def remembering(evaluate: Evaluate) -> Evaluate:
    """The same, each setting but once."""
    held: dict[frozenset[tuple[Knob, float]], Reached] = {}

    def evaluated_once(setting: Setting) -> Reached:
        key = frozenset(setting.items())
        if key not in held:
            held[key] = evaluate(setting)
        return held[key]

    return evaluated_once


def worth_of(own: Sequence[str], public: Sequence[str]) -> Worth:
    """The mean of what two groups of queries reach, each counting as one."""
    return lambda reached: (mean(reached[one] for one in own) + mean(reached[one] for one in public)) / 2


def folded(queries: Sequence[str], number: int) -> list[list[str]]:
    """The queries by turns in so many groups."""
    return [list(queries[start::number]) for start in range(number)]


def told(name: str, reached: Reached, halves: dict[str, list[str]], folds: list[list[str]]) -> str:
    """A line that says what a setting reaches."""
    figures = {half: mean(reached[one] for one in queries) for half, queries in halves.items()}
    figures["London"] = mean(reached[one] for fold in folds for one in fold)
    return f"{name}: " + ", ".join(f"{half} {value:.3f}" for half, value in figures.items())


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    corpus = Path(os.environ.get("STOOK_CORPUS") or SHARED / "corpus")
    relevance = Path(os.environ.get("STOOK_RELEVANCE") or SHARED / "relevance")
    parser.add_argument("--corpus", type=Path, default=corpus)
    parser.add_argument("--relevance", type=Path, default=relevance)
    parser.add_argument("--asked", action="store_true", help="only what counts when a search is asked")
    parser.add_argument("--rounds", type=int, default=1)
    return parser.parse_args(arguments)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
