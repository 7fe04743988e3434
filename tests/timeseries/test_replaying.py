"""The judgement of a replay finds what it is there to find, in made-up series."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from captures import Capture, as_data_json
from replaying import Outcome, replay

from catalogue.ledger import recognition
from vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A series that is no file."""

    told: tuple[bytes, ...]
    sites: tuple[str, ...] = ()
    slug: str = "madeup"
    family: str = "made up"

    def captures(self) -> Iterator[Capture]:
        """One a week."""
        for week, body in enumerate(self.told):
            day = f"2026-{1 + week // 4:02}-{1 + 7 * (week % 4):02}"
            site = self.sites[week] if self.sites else "portal"
            yield Capture(name=f"week {week}", at=f"{day}T09:00:00Z", site=site, body=body)


def listing(scheme: str, numbers: range) -> bytes:
    """A made-up data.json, whose identifiers follow a scheme."""
    return json.dumps(
        {
            "dataset": [
                {
                    "identifier": f"https://{scheme}.example/{number}",
                    "title": f"Survey number {number}",
                    "distribution": [{"downloadURL": f"https://files.example/{number}.csv"}],
                }
                for number in numbers
            ]
        }
    ).encode()


def replayed(series: MadeUp, tmp_path: Path, vocabulary: Vocabulary) -> Outcome:
    return replay(series, tmp_path / "ledger.db", vocabulary)  # type: ignore[arg-type]


def test_a_change_of_scheme_is_recognised(tmp_path: Path, vocabulary: Vocabulary) -> None:
    series = MadeUp((listing("old", range(20)), *[listing("new", range(20))] * 5))

    outcome = replayed(series, tmp_path, vocabulary)

    assert (outcome.wrong, outcome.double, outcome.lost) == ([], [], [])
    assert (outcome.counts["recognised"], outcome.counts["added"], outcome.counts["withdrawn"]) == (20, 20, 0)
    assert outcome.counts["renamed_strong"] == outcome.counts["kept_strong"] == 20


def test_without_recognition_the_judgement_finds_doubles_and_wrong_withdrawals(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "match_traces", lambda *_args, **_more: ())
    first, mixed = listing("old", range(40)), json.loads(listing("old", range(5, 40)))
    mixed["dataset"] += json.loads(listing("new", range(5)))["dataset"]
    series = MadeUp((first, *[json.dumps(mixed).encode()] * 5))

    outcome = replayed(series, tmp_path, vocabulary)

    assert len(outcome.wrong) == 5
    assert len(outcome.double) >= 5
    assert (outcome.counts["renamed_strong"], outcome.counts["kept_strong"]) == (5, 0)


def test_a_real_removal_is_withdrawn_after_the_grace_and_an_empty_answer_is_held(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    series = MadeUp((listing("old", range(20)), listing("old", range(0)), *[listing("old", range(19))] * 4))

    outcome = replayed(series, tmp_path, vocabulary)

    assert (outcome.counts["withdrawn"], outcome.counts["empty_held"]) == (1, 1)
    assert (outcome.wrong, outcome.double, outcome.lost) == ([], [], [])


def test_a_move_is_confirmed_by_the_person_of_the_replay(tmp_path: Path, vocabulary: Vocabulary) -> None:
    series = MadeUp((listing("old", range(20)), *[listing("new", range(20))] * 4), ("ckan", *["dcat"] * 4))

    outcome = replayed(series, tmp_path, vocabulary)

    assert (outcome.counts["confirmed"], outcome.counts["added"], outcome.doubtful) == (20, 20, [])
    assert (outcome.wrong, outcome.double, outcome.lost) == ([], [], [])


def test_rows_of_one_distribution_each_are_cut_into_datasets() -> None:
    rows = [
        {"Title": "Bins", "PageURL": "https://x.example/bins", "AssetURL": f"https://x.example/{n}"}
        for n in (1, 2)
    ]
    (dataset,) = json.loads(as_data_json(rows))["dataset"]
    assert (dataset["identifier"], len(dataset["distribution"])) == ("https://x.example/bins", 2)
