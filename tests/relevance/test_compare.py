"""`make relevance` adds up what it measures, and says what it left out."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from collection import Collection
from compare import compared, known, main, report
from made_up import BINS, MADE_UP
from measuring import Measured, measure, share_of_nothing
from public_collections import LONDON, london
from systems import CKAN, DATA_GOV_UK, OURS, PLAIN, systems
from tables import REPORT, TUNE, query_rows, to_json

from vocab import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def measured(vocabulary: Vocabulary) -> list[Measured]:
    with systems(MADE_UP, vocabulary) as answers:
        return list(compared(MADE_UP, answers))


def test_every_system_is_asked_and_a_recorded_one_for_what_it_answered(measured: list[Measured]) -> None:
    assert [(one.system, len(one.rows)) for one in measured] == [
        (OURS, 2), (DATA_GOV_UK, 2), (CKAN, 2), (PLAIN, 2), ("another's", 1)
    ]  # fmt: skip


def test_what_nothing_answers_is_not_measured(measured: list[Measured]) -> None:
    assert {row.query.id for row in measured[0].rows} == {"1", "2"}


def test_ours_knows_that_bins_are_refuse_and_what_a_question_asks_for(measured: list[Measured]) -> None:
    ours = measured[0]
    assert ours.figures(half=TUNE).recall == 1.0
    assert ours.figures(half=REPORT).ndcg == 1.0


def test_a_recorded_run_is_measured_as_it_stands(measured: list[Measured]) -> None:
    assert measured[-1].figures().reciprocal_rank == 0.5
    assert measured[-1].figures().first == 0.0


def test_a_half_without_queries_has_figures_of_nought(measured: list[Measured]) -> None:
    assert measured[0].figures(half="neither").ndcg == 0.0


def test_the_tables_tell_halves_and_systems_apart(vocabulary: Vocabulary) -> None:
    with systems(MADE_UP, vocabulary) as answers:
        block = report(list(compared(MADE_UP, answers)), list(known(MADE_UP, answers)))
    assert "| made up, tune half | 1 | ours | 1.000 |" in block
    assert "| ours | 100.0 % |" in block


def test_each_query_has_a_line_with_a_dash_where_a_run_has_no_answer(measured: list[Measured]) -> None:
    lines = list(query_rows(measured))
    assert lines[0] == "\nmade up: " + " · ".join(one.system for one in measured)
    assert [line.split()[-1] for line in lines[1:]] == ["bins"]  # the other is of the half that is told
    told = list(query_rows(measured, hidden=""))
    assert told[2].split()[4] == "–"


def test_a_query_is_told_to_programs_with_what_was_listed(measured: list[Measured]) -> None:
    told = json.loads(json.dumps(to_json(measured[-1])))
    assert told["queries"][0]["found"][1] == BINS.id


def test_the_share_of_nothing_counts_texts_without_an_answer() -> None:
    assert share_of_nothing(["a", "b"], lambda text, _: ["x"] if text == "a" else []) == 0.5


def test_there_is_nothing_to_measure_without_the_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path)
    assert main(["--corpus", nowhere, "--relevance", nowhere]) == 0
    assert "london-datastore was left out" in capsys.readouterr().err


def test_a_public_collection_is_read_as_a_harvest_would(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Made up: a London of one dataset, with its judgment and a run."""
    found = london(made_up_folder(tmp_path), vocabulary)
    (only,) = found.documents
    assert (only.id, only.publisher_label) == (f"{LONDON}/a1", "Greater London Authority")
    assert (only.keywords, only.covers) == (("trees", "parks"), None)
    assert found.runs["its own search"] == {"Q1": (only.id,)}  # though it is listed twice
    assert measured_of(found) == 1.0


def measured_of(collection: Collection) -> float:
    run = collection.runs["its own search"]
    return measure(collection, "recorded", lambda _, limit: list(run["Q1"][:limit])).figures().ndcg


def made_up_folder(folder: Path) -> Path:
    home = folder / LONDON
    home.mkdir()
    row = {
        "id": "a1", "title": "Street trees", "description": "Every tree.", "publisher": "",
        "keywords": ["trees", "parks"], "temporal": "None - None", "spatial": "",
    }  # fmt: skip
    (home / "corpus.jsonl.xz").write_bytes(lzma.compress(json.dumps(row).encode()))
    (home / "queries.tsv").write_text('Q1\tWhere are "the" trees?\tImplied Dataset\tTrees #1\n')
    (home / "qrels.txt").write_text("Q1 0 a1 4\n")
    (home / "run-portal-own-search.txt").write_text(
        "Q1 Q0 a1 1 1.0 portal-search\nQ1 Q0 a1 2 0.5 portal-search\n"
    )
    return folder
