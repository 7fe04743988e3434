"""Corrections: data of one portal, checked when they are made, read by the next harvest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from catalogue.correcting import (
    correctable,
    corrected,
    corrections_of,
    keeping,
    read_corrections,
    uncorrected,
)
from catalogue.errors import PortalError
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.model import Dataset
from catalogue.portal import Portal
from catalogue.property import lines
from catalogue.settings import Settings
from catalogue.values import Term
from harvester import up
from harvester.cli import portal as command
from harvester.registering import listed_portal, portal_from
from harvester.road import mapper_version
from harvester.settling.notes import Notes
from harvester.settling.terms import settle_term
from vocab import load_vocabulary

VOCABULARY = load_vocabulary()
PLAIN = Portal(slug="made", title="Made", kind="ckan", address="https://made.example")
LICENCE = next(line for line in lines(Dataset) if line.name == "license")


def with_licence(word: str, code: str) -> Portal:
    return corrected(PLAIN, "license", word, code=code, vocabulary=VOCABULARY)


def settled(word: str, where: Portal) -> tuple[Term | None, Notes]:
    notes = Notes(where, VOCABULARY)
    return settle_term(Term(word), LICENCE, "license", notes), notes


def test_a_corrected_word_means_what_the_correction_says() -> None:
    """Whatever its case and space, and says that a person said so."""
    code = VOCABULARY.schemes["licence"].concepts[0].code
    term, notes = settled("Ask  DAVE", with_licence("ask dave", code))
    assert term is not None and term.iri == VOCABULARY.schemes["licence"].concepts[0].iri
    assert [one.how for one in notes.mappings] == ["correction for this portal"]
    assert notes.findings == []


def test_a_word_corrected_to_nothing_says_nothing() -> None:
    assert settled("see web site", with_licence("see web site", ""))[0] is None
    kept, notes = settled("see web site", PLAIN)
    assert kept == Term("see web site") or notes.mappings


def test_a_property_or_a_code_that_there_is_not_is_refused_with_what_is_near() -> None:
    with pytest.raises(
        PortalError, match="portals/made: property 'licens' cannot be corrected; it is one of"
    ):
        corrected(PLAIN, "licens", "x", code="y", vocabulary=VOCABULARY)
    with pytest.raises(PortalError, match=r"'E0800003' is no code of council or body; near to it: E0800003"):
        corrected(PLAIN, "publisher", "x", code="E0800003", vocabulary=VOCABULARY)
    with pytest.raises(PortalError, match="Leeds City Council"):
        corrected(PLAIN, "publisher", "x", code="leeds city council", vocabulary=VOCABULARY)
    with pytest.raises(PortalError, match="an empty word"):
        corrected(PLAIN, "publisher", "  ", code="E08000035", vocabulary=VOCABULARY)


def test_a_word_in_the_place_of_a_code_is_refused_with_the_code_of_what_it_means() -> None:
    with pytest.raises(PortalError, match=r"'OGL v3' is no code of licence; near to it: ogl-3\.0 \(Open"):
        corrected(PLAIN, "license", "x", code="OGL v3", vocabulary=VOCABULARY)
    with pytest.raises(PortalError, match=r"'zzzz' is no code of theme; /vocabulary/theme of the site lists"):
        corrected(PLAIN, "theme", "x", code="zzzz", vocabulary=VOCABULARY)
    with pytest.raises(PortalError, match="'license' is near"):
        corrected(PLAIN, "licence", "x", code="ogl-3.0", vocabulary=VOCABULARY)


def test_a_correction_is_taken_back() -> None:
    one = with_licence("Ask Dave", "")
    assert uncorrected(one, "license", "ask dave").settings == {}
    with pytest.raises(PortalError, match="is not corrected"):
        uncorrected(one, "license", "ask mary")


def test_a_correction_makes_another_mapper() -> None:
    """So that the next harvest reads every record again."""
    assert mapper_version(with_licence("Ask Dave", "")) != mapper_version(PLAIN)


def test_a_list_of_portals_may_state_corrections() -> None:
    stated = {"publisher": {"Parks  Team": "E08000035", "x": None}}
    assert read_corrections("made", stated, VOCABULARY) == {"publisher": {"parks team": "E08000035", "x": ""}}
    listed = {"slug": "made", "kind": "ckan", "address": "https://made.example", "corrections": stated}
    assert listed_portal(listed, Settings()).correction("publisher", "PARKS team") == "E08000035"
    with pytest.raises(PortalError, match="are no object"):
        read_corrections("made", {"publisher": "x"}, VOCABULARY)


def test_registering_again_keeps_what_was_corrected() -> None:
    one = with_licence("Ask Dave", "")
    assert corrections_of(keeping(PLAIN, one)) == {"license": {"ask dave": ""}}
    assert keeping(PLAIN, None) is PLAIN


def test_the_demonstration_begun_again_keeps_what_was_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It registers its portals at each start."""
    listed = {"slug": "made", "kind": "ckan", "address": "https://made.example"}
    monkeypatch.setattr("harvester.up.fetch_list", lambda *_: [listed])
    settings = Settings(home=tmp_path)
    up._register("https://made.example/portals.json", settings)
    ledger = open_ledger(settings.ledger_url)
    with ledger.writing() as connection:
        add_portal(connection, with_licence("Ask Dave", ""), now="2026-11-22T09:00:00Z")
    up._register("https://made.example/portals.json", settings)
    with ledger.reading() as connection:
        assert corrections_of(get_portal(connection, "made")) == {"license": {"ask dave": ""}}
    ledger.close()


def test_every_property_of_a_vocabulary_can_be_corrected() -> None:
    assert {"license", "theme", "format", "accrual_periodicity", "publisher"} <= set(correctable())
    assert all(scheme in VOCABULARY.schemes for schemes in correctable().values() for scheme in schemes)


def test_a_portals_body_is_one_that_there_is() -> None:
    """Also by a former code; a wrong one is refused with what is near."""
    said: dict[str, Any] = {"kind": "ckan", "slug": "made", "title": "", "settings": {}, "allow": ()}
    assert portal_from("https://made.example", body="S12000046", **said).body == "S12000046"
    with pytest.raises(PortalError, match=r"'E0800003' is no code of council or body; near to it"):
        portal_from("https://made.example", body="E0800003", **said)


def test_the_command_corrects_lists_and_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOOK_HOME", str(tmp_path))
    run = CliRunner()
    run.invoke(command, ["add", "https://made.example", "--kind", "ckan", "--slug", "made"])
    done = run.invoke(command, ["correct", "made", "publisher", "Parks", "E08000035", "--json"])
    assert orjson.loads(done.output) == {"publisher": {"parks": "E08000035"}}
    assert "E08000035" in run.invoke(command, ["correct", "made", "--list"]).output
    assert run.invoke(command, ["correct", "made", "--list", "publisher"]).exit_code == 2
    again = run.invoke(command, ["correct", "made", "publisher", "Parks", "E08000035"]).output
    assert "stook remap made --apply" in again
    assert run.invoke(command, ["correct", "made", "publisher", "Parks"]).exit_code == 2
    gone = run.invoke(command, ["correct", "made", "publisher", "Parks", "--remove", "--json"])
    assert orjson.loads(gone.output) == {}
    assert run.invoke(command, ["correct", "made", "--list"]).output == "No word of made is corrected.\n"
