"""How often what is sure is right, and how often the right one is sure, over the names of real councils."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from starlette.testclient import TestClient

LISTS = Path(os.environ.get("STOOK_VOCAB_DATA", "")) / "uk-councils" / "data"
COUNCILS, NAMES = LISTS / "uk_local_authorities.csv", LISTS / "lookup_name_to_registry.csv"
HOW_MANY = 100

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not (os.environ.get("STOOK_VOCAB_DATA") and COUNCILS.is_file()),
        reason="STOOK_VOCAB_DATA names no folder with the list of councils",
    ),
]


def rows(path: Path) -> list[dict[str, str]]:
    """The lines of a table."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def councils() -> list[dict[str, str]]:
    """A hundred of the councils of today, from all over the list."""
    present = [one for one in rows(COUNCILS) if one["current-authority"] == "True" and one["gss-code"]]
    return present[:: len(present) // HOW_MANY][:HOW_MANY]


def spellings(council: dict[str, str], alternatives: list[str]) -> set[str]:
    """The ways in which people write a council's name."""
    official = council["official-name"]
    whole = {official, official.upper(), official.replace(" and ", " & "), official.removesuffix(" Council")}
    return {*whole, council["nice-name"], council["nice-name"].upper(), *alternatives}


def written() -> Iterator[tuple[str, str]]:
    """Every spelling with the code that it means."""
    alternatives: dict[str, list[str]] = {}
    for one in rows(NAMES):
        alternatives.setdefault(one["local-authority-code"], []).append(one["la-name"])
    for council in councils():
        others = alternatives.get(council["local-authority-code"], [])
        for spelling in sorted(spellings(council, others)):
            yield spelling, council["gss-code"]


def matches(client: TestClient, texts: list[str]) -> Iterator[str]:
    """For each text the code of the body that is a match, "" for none."""
    for first in range(0, len(texts), 100):
        queries = {
            str(number): {"query": text, "type": "body"}
            for number, text in enumerate(texts[first : first + 100])
        }
        results = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()
        for number in queries:
            found = (one["id"] for one in results[number]["result"] if one["match"])
            yield next(found, "").rpartition("/")[2]


def test_what_is_sure_is_right_and_the_right_one_is_mostly_sure(client: TestClient) -> None:
    wanted = list(written())
    found = list(matches(client, [text for text, _ in wanted]))
    right = sum(code == meant for (_, meant), code in zip(wanted, found, strict=True))
    sure = sum(map(bool, found))
    wrong = [(text, meant, code) for (text, meant), code in zip(wanted, found, strict=True) if code != meant]
    told = f"{len(wanted)} spellings, {sure} sure, {right} right: {list(islice(wrong, 30))}"
    assert right / sure >= 0.99, told
    assert right / len(wanted) >= 0.9, told
