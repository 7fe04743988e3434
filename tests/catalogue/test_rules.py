"""Each rule finds an entry that breaks it, and is silent about a sound one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.entry import Entry
from catalogue.model import Agent, Contact, Dataset, Distribution
from catalogue.rules import RULES, Rule, check
from catalogue.values import Term, Text, Typed

FILE = Distribution(access_url=("https://leeds.test/bins.csv",), format=Term("CSV"))
SOUND = Dataset(
    title=(Text("Bins"),),
    description=(Text("One row for each bin collection round, covering the whole of Leeds, since 2019."),),
    license=Term("OGL"),
    publisher=Agent(name=(Text("Leeds City Council"),)),
    distribution=(FILE,),
    contact_point=(Contact(has_email="mailto:data@leeds.test"),),
    theme=(Term("Environment", "urn:x:ENVI"),),
    modified=Typed("2026"),
)

BREAKING = {
    "no-description": [replace(SOUND, description=())],
    "short-description": [replace(SOUND, description=(Text("Bins."),))],
    "no-licence": [replace(SOUND, license=None)],
    "no-publisher": [replace(SOUND, publisher=None)],
    "no-distribution": [replace(SOUND, distribution=())],
    "no-contact": [replace(SOUND, contact_point=())],
    "no-theme": [replace(SOUND, theme=()), replace(SOUND, theme=(Term("Oddities"),))],
    "no-data-date": [replace(SOUND, modified=None)],
    "no-format": [replace(SOUND, distribution=(replace(FILE, format=None),))],
}


def entry_of(dataset: Dataset) -> Entry:
    return Entry(id="x", portal="leeds", key="bins", source="", dataset=dataset)


def test_a_sound_entry_breaks_no_rule() -> None:
    assert list(check(entry_of(SOUND))) == []


@pytest.mark.parametrize(
    ("code", "dataset"), [(code, one) for code, held in BREAKING.items() for one in held]
)
def test_a_breaking_entry_is_found_by_its_rule_alone(code: str, dataset: Dataset) -> None:
    assert [one.code for one in check(entry_of(dataset))] == [code]


def test_every_rule_has_a_breaking_sample() -> None:
    assert set(BREAKING) == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_is_wrong_and_what_helps(rule: Rule) -> None:
    assert rule.code
    assert rule.message.endswith(".")
    assert rule.fix.endswith(".")


@pytest.mark.parametrize(
    "sound",
    [
        replace(SOUND, license=None, distribution=(replace(FILE, license=Term("OGL")),)),
        replace(SOUND, distribution=(replace(FILE, format=None, media_type=Term("text/csv")),)),
        replace(SOUND, description=(Text("Biniau."), *SOUND.description)),
        replace(SOUND, theme=(Term("Oddities"), *SOUND.theme)),
    ],
)
def test_what_is_said_in_another_place_counts(sound: Dataset) -> None:
    assert list(check(entry_of(sound))) == []
