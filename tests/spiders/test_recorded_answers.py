"""Answers of the newer kinds as a folder may hold them; what nobody recorded is filled in. All made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from harvester.replay.recording import Recording, load_recording

OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{}</OAI-PMH>'
RECORD = (
    "<record><header><identifier>a</identifier></header><metadata><dc xmlns='http://purl.org/dc/elements/1.1/'>"
    "<title>A</title></dc></metadata></record>"
)


def recorded(folder: Path, kind: str, answers: Mapping[str, str], media_type: str) -> Recording:
    facts = {"slug": "madeup", "title": "Made up", "kind": kind}
    (folder / "portal.json").write_text(json.dumps(facts))
    entries = []
    for number, (path, body) in enumerate(answers.items()):
        (folder / f"{number}").write_text(body)
        entries.append({"path": path, "file": f"{number}", "media_type": media_type, "status": 200})
    (folder / "pages.json").write_text(json.dumps(entries))
    return load_recording(folder)


def test_recorded_lists_of_a_repository_are_read_whatever_its_address(walk, tmp_path: Path) -> None:
    at = "/csw?mode=oaipmh"
    answers = {
        f"{at}&verb=ListRecords&metadataPrefix=oai_dc": OAI.format(
            f"<ListRecords>{RECORD}<resumptionToken>t</resumptionToken></ListRecords>"
        ),
        f"{at}&verb=ListRecords&resumptionToken=t": OAI.format(
            f"<ListRecords>{RECORD.replace('>a<', '>b<')}<resumptionToken/></ListRecords>"
        ),
    }
    walked = walk(recorded(tmp_path, "oai", answers, "text/xml"))
    assert walked.keys == {"a", "b"}


def test_a_recorded_directory_is_read_whether_it_was_asked_for_plain_or_pretty_json(
    walk, tmp_path: Path
) -> None:
    root = "/arcgis/rest/services"
    answers = {
        f"{root}?f=json": json.dumps({"services": [{"name": "A", "type": "MapServer"}], "folders": []}),
        f"{root}/A/MapServer?f=json": json.dumps({"layers": [{"id": 0, "name": "Roads"}]}),
    }
    walked = walk(recorded(tmp_path, "arcgis_server", answers, "application/json"))
    assert (walked.keys, walked.failed) == ({"A/0"}, [])


def test_recorded_pages_of_a_site_are_in_its_sitemap(walk, tmp_path: Path) -> None:
    thing = json.dumps({"@context": "https://schema.org", "@type": "Dataset", "name": "A"})
    page = f'<html><script type="application/ld+json">{thing}</script></html>'
    walked = walk(recorded(tmp_path, "schemaorg", {"/d/1?x=1": page}, "text/html"))
    assert len(walked.records) == 1
