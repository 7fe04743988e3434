"""The measure: what its readers of words take, how it adds up, and that what was judged right is still so."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import measure
import pytest
from measure import LINES, added, main, percent, report
from native_words import READERS, read_inventory
from sampling import FILE, SCHEMES, Judged, draw, read_sample, write_sample
from tallying import Reading, Told

from catalogue.counting import Count
from catalogue.time.dates import read_date
from vocab import load_vocabulary

CSV = "http://publications.europa.eu/resource/authority/file-type/CSV"


def one(kind: str, record: dict[str, Any]) -> Any:
    (dataset,) = READERS[kind](record)
    return dataset


def test_rows_of_a_spreadsheet_give_a_dataset_with_a_file_each() -> None:
    row = {"Title": "Bins", "Owner": "Leeds", "License": "OGL3", "FileType": "CSV", "DateUpdated": "2026"}
    dataset = one("flattened", {"id": "a", "rows": [row, row | {"FileType": "KML", "License": "OGL"}]})
    assert dataset.license.word == "OGL3"
    assert [part.format.word for part in dataset.distribution] == ["CSV", "KML"]
    assert dataset.distribution[0].license.word == "OGL"
    assert dataset.publisher.name[0].value == "Leeds"
    assert dataset.modified.value == "2026"


def test_rows_under_other_names_are_read_as_well() -> None:
    dataset = one("flattened", {"rows": [{"organization": "Leeds", "licence": "OGL3", "category": "A;B"}]})
    assert [theme.word for theme in dataset.theme] == ["A", "B"]
    assert dataset.license.word == "OGL3"


def test_the_front_matter_of_a_jkan_dataset_is_read() -> None:
    text = "---\ncategory:\n- Parks\n- Sport\nlicense: http://x\nrecords: null\ndate_created: '2020-01-31'\n"
    text += "resources:\n- format: CSV\n  name: a\n- format: KML\n  name: b\ntitle: Bins\n---\nlicense: no"
    dataset = one("jkan", {"id": "a", "text": text})
    assert [theme.word for theme in dataset.theme] == ["Parks", "Sport"]
    assert [part.format.word for part in dataset.distribution] == ["CSV", "KML"]
    assert (dataset.license.word, dataset.issued.value) == ("http://x", "2020-01-31")


def test_a_record_of_iso_19139_is_read() -> None:
    xml = """<MD_Metadata xmlns="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
      <language><LanguageCode codeListValue="eng"/></language>
      <topicCategory><MD_TopicCategoryCode>boundaries</MD_TopicCategoryCode></topicCategory>
      <distributionFormat><MD_Format><name><gco:CharacterString>Shapefile</gco:CharacterString></name></MD_Format>
      </distributionFormat></MD_Metadata>"""
    dataset = one("iso19139", {"xml": xml})
    assert dataset.language[0].word == "eng"
    assert dataset.theme[0].word == "boundaries"
    assert dataset.distribution[0].format.word == "Shapefile"


def test_an_inventory_of_a_council_is_read() -> None:
    body = b"""<i:Inventory xmlns:i="http://schemas.esd.org.uk/inventory"><i:Datasets><i:Dataset Modified="2017-08-22">
      <i:Title>Bins</i:Title><i:Rights>OGL</i:Rights><i:RightsHolder>Colchester</i:RightsHolder>
      </i:Dataset></i:Datasets></i:Inventory>"""
    (dataset,) = read_inventory(body)
    assert (dataset.license and dataset.license.word, dataset.modified and dataset.modified.value) == (
        "OGL",
        "2017-08-22",
    )


def told(slug: str, country: str, **counts: Count) -> Told:
    readings = Counter({Reading("distribution.format", f"csv {slug}", CSV, "label"): 1})
    return Told(slug, country, datasets=1, counts=counts, readings=readings)


def test_publishers_are_counted_over_british_portals_alone() -> None:
    line = next(line for line in LINES if line.british)
    both = [told("a", "GB", publisher=Count(1, 2, 2)), told("b", "US", publisher=Count(1, 5, 0, 5))]
    assert added(line, both) == (Count(1, 2, 2), 2)


def test_a_share_is_rounded_down() -> None:
    assert (percent(0.96999), percent(1.0)) == ("96.9 %", "100.0 %")


def test_the_table_says_whether_an_aim_is_met() -> None:
    rows = report([told("a", "GB", license=Count(1, 100, 97, 3), theme=Count(1, 100, 89, 11))]).splitlines()
    assert "| licences | 100 | 100 | 97 | 0 | 3 | 97.0 % | 97% | yes |" in rows
    assert any(row.startswith("| themes ") and row.endswith("| no |") for row in rows)


def test_without_recorded_portals_nothing_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--corpus", str(tmp_path)]) == 0
    assert "nothing was measured" in capsys.readouterr().out


def test_the_readme_has_a_place_for_the_table() -> None:
    assert measure._BLOCK.search((measure.ROOT / "README.md").read_text())


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_its_verdicts(tmp_path: Path) -> None:
    portals = [told(slug, "GB") for slug in "abcdef"]
    assert draw(portals, 3, seed=1) == draw(portals, 3, seed=1)
    assert len(draw(portals, 3, seed=1)) == 3
    path = tmp_path / "sample.csv"
    write_sample(portals, 6, seed=1, path=path)
    path.write_text(path.read_text().replace("csv a,", "csv a,").replace(",label,,", ",label,right,"))
    write_sample(portals, 6, seed=2, path=path)
    assert {row.verdict for row in read_sample(path)} == {"right"}


JUDGED = tuple(read_sample()) if FILE.exists() else ()


def read_again(row: Judged) -> str | None:
    """What today's mapping reads the word of a row as; None where the word alone does not tell."""
    if row.property in SCHEMES:
        match = load_vocabulary().match(SCHEMES[row.property], row.word)
        return match.concept.iri if match else ""
    if row.property in ("issued", "modified"):
        date = read_date(row.word)
        return date.value if date else ""
    return None


def test_what_was_judged_right_is_read_so_today() -> None:
    again = [(row, read_again(row)) for row in JUDGED if row.verdict == "right"]
    lost = [(row.property, row.word) for row, found in again if found is not None and found != row.concept]
    assert lost == []


def test_what_was_judged_wrong_is_read_so_no_more() -> None:
    kept = [row.word for row in JUDGED if row.verdict == "wrong" and read_again(row) == row.concept]
    assert kept == []


def test_the_sample_is_of_many_properties_and_large_enough() -> None:
    assert len(JUDGED) >= 200
    assert len({row.property for row in JUDGED}) >= 8
    assert {row.verdict for row in JUDGED} <= {"right", "wrong", "unsure", ""}
