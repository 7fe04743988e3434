"""Recorded series of every kind of event: nothing is withdrawn wrongly, and nothing is shown twice."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from captures import Capture, Series, as_data_json, find_series
from replaying import replay

from vocab import Vocabulary

pytestmark = pytest.mark.corpus


def series_of(corpus: Path, slug: str) -> Series:
    """The longest series of a portal."""
    found = [one for one in find_series(corpus / "timeseries") if one.slug == slug and one.family != "single"]
    if not found:
        pytest.skip(f"the corpus holds no series of {slug}")
    return found[0]


@pytest.mark.parametrize(
    ("slug", "recognised", "empty"),
    [
        ("data-vilas", 50, 0),  # re-identified
        ("data-athgis", 30, 0),  # re-identified, and truncated later
        ("hub-wilkinco", 80, 3),  # emptied, and partly re-identified
        ("aberdeen-city", 40, 0),  # re-identified, and from CKAN to ArcGIS Hub
    ],
)
def test_no_dataset_of_a_series_is_withdrawn_wrongly_or_shown_twice(
    corpus: Path, tmp_path: Path, vocabulary: Vocabulary, slug: str, recognised: int, empty: int
) -> None:
    outcome = replay(series_of(corpus, slug), tmp_path / "ledger.db", vocabulary)

    assert (outcome.wrong, outcome.double) == ([], [])
    assert outcome.counts["recognised"] + outcome.counts["confirmed"] >= recognised
    assert outcome.counts["kept_strong"] == outcome.counts["renamed_strong"]
    assert outcome.counts["empty_held"] == outcome.counts["empty"] == empty


@dataclass(frozen=True, slots=True)
class Move:
    """A council's last capture under one software, and five under the next."""

    corpus: Path
    slug: str
    family: str = "move"

    def captures(self) -> Iterator[Capture]:
        """A week apart."""
        for week in range(6):
            site = "arcgis" if week else "ckan"
            file = self.corpus / "portals" / f"{self.slug}-{site}-flattened" / "records.jsonl.xz"
            lines = lzma.decompress(file.read_bytes()).splitlines()
            rows = (row for line in lines for row in orjson.loads(line)["rows"])
            yield Capture(
                name=f"week {week}",
                at=f"2023-06-{1 + 5 * week:02}T09:00:00Z",
                site=site,
                body=as_data_json(rows),
            )


@pytest.mark.parametrize(
    ("slug", "confirmed"), [("aberdeen-city", 8), ("dundee-city", 1), ("perth-and-kinross", 30)]
)
def test_councils_that_moved_to_other_software_keep_their_datasets(
    corpus: Path, tmp_path: Path, vocabulary: Vocabulary, slug: str, confirmed: int
) -> None:
    outcome = replay(Move(corpus, slug), tmp_path / "ledger.db", vocabulary)  # type: ignore[arg-type]

    assert outcome.counts["confirmed"] >= confirmed
    assert (outcome.wrong, outcome.double) == ([], [])


def test_a_council_that_moved_and_gave_everything_a_new_title_loses_nothing_unasked(
    corpus: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    outcome = replay(Move(corpus, "stirling"), tmp_path / "ledger.db", vocabulary)  # type: ignore[arg-type]

    assert (outcome.counts["held_runs"], outcome.counts["withdrawn"], outcome.counts["missing"]) == (5, 0, 0)
    assert (outcome.wrong, outcome.double) == ([], [])
