"""JKAN: a data.json without identifiers, from Markdown with a head in YAML. All datasets are made up."""

from __future__ import annotations

import json

import pytest

from catalogue.values import Term, Text, Typed
from harvester.replay.jkan import front_matter
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import XSD


def made_up_portal(*texts: str) -> Recording:
    lines = as_lines(json.dumps({"id": f"d{n}", "text": text}).encode() for n, text in enumerate(texts))
    return Recording(slug="town", title="Town", kind="jkan", records=lines)


def test_the_bundled_council_is_read_whole_with_weak_keys(walk) -> None:
    (eskmuir,) = (one for one in bundled_recordings() if one.slug == "eskmuir")
    walked = walk(eskmuir)
    drafts, refused = walked.drafts()
    assert (len(drafts), refused) == (eskmuir.expected, [])
    assert all(record.weak for record in walked.records)


def test_a_dataset_is_read_as_its_head_says(walk) -> None:
    head = (
        "---\ntitle: Bins\norganization: A Council\nnotes: |\n  Where\n  they are\ncategory:\n  - Waste\n"
        "date_created: 2020-01-02\nlicense: OGL\nmaintainer: Team\nresources:\n  - name: CSV\n"
        "    url: https://f.example/b.csv\n    format: csv\n---\n"
    )
    drafts, _ = walk(made_up_portal(head)).drafts()
    (dataset,) = drafts.values()
    assert dataset.title == (Text("Bins"),)
    assert dataset.theme == (Term("Waste"),)
    assert dataset.issued == Typed("2020-01-02", XSD.date)
    assert dataset.publisher and dataset.publisher.name == (Text("A Council"),)
    assert dataset.distribution[0].download_url == ("https://f.example/b.csv",)


def test_one_title_of_two_publishers_is_two_datasets(walk) -> None:
    heads = (f"---\ntitle: Bins\norganization: {name}\n---\n" for name in ("A Council", "B Council"))
    assert len(walk(made_up_portal(*heads)).keys) == 2


def test_a_key_stays_when_only_the_description_changes(walk) -> None:
    before, after = (
        walk(made_up_portal(f"---\ntitle: Bins\norganization: A\nnotes: {words}\n---\n")).keys
        for words in ("Old.", "New.")
    )
    assert before == after


@pytest.mark.parametrize(
    "text", ["", "no head", "---\n- a list\n---\n", "---\ntitle: [\n---\n", "---\ntitle: A\n"]
)
def test_a_file_without_a_head_is_left_out_as_jkan_does(walk, text: str) -> None:
    assert front_matter(text) == {}
    assert walk(made_up_portal(text)).records == []
