"""Answers of the newer kinds as a folder may hold them; what nobody recorded is filled in. All made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

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


def ods(*names: str) -> str:
    found = [{"dataset_id": name, "metas": {"default": {"title": name}}} for name in names]
    return json.dumps({"total_count": 3, "results": found})


def udata(*names: str) -> str:
    return json.dumps(
        {"data": [{"id": name, "title": name} for name in names], "total": 3, "next_page": None}
    )


def socrata(*names: str) -> str:
    found = [{"resource": {"id": name, "name": name, "type": "dataset"}, "metadata": {}} for name in names]
    return json.dumps({"results": found, "resultSetSize": 3})


def hub(*names: str) -> str:
    found = [{"id": name, "properties": {"id": name, "title": name}} for name in names]
    return json.dumps({"type": "FeatureCollection", "features": found, "numberMatched": 3})


@pytest.mark.parametrize(
    ("kind", "first", "second", "make"),
    [
        (
            "opendatasoft",
            "/api/explore/v2.1/catalog/datasets?limit=2",
            "/api/explore/v2.1/catalog/datasets?limit=2&offset=2&order_by=modified",
            ods,
        ),
        ("udata", "/api/1/datasets/?page=1&page_size=100", "", udata),
        (
            "socrata",
            "/api/catalog/v1?domains=madeup.example&limit=2",
            "/api/catalog/v1?domains=madeup.example&limit=2&offset=2",
            socrata,
        ),
        (
            "arcgis_hub",
            "/api/search/v1/collections/dataset/items?limit=2",
            "/api/search/v1/collections/dataset/items?limit=2&startindex=3",
            hub,
        ),
    ],
)
def test_recorded_pages_of_a_list_are_read_whatever_they_were_asked_with(
    kind: str, first: str, second: str, make, walk, tmp_path: Path
) -> None:
    """Whoever recorded them asked for shorter pages, and in another order."""
    names = (
        [f"{place}" * 32 for place in "abc"]
        if kind == "arcgis_hub"
        else ["aaaa-aaaa", "bbbb-bbbb", "cccc-cccc"]
    )
    answers = {first: make(*names[:2]), second: make(names[2])} if second else {first: make(*names)}
    walked = walk(recorded(tmp_path, kind, answers, "application/json"))
    assert walked.keys == set(names)
