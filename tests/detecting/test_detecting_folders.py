"""Folders in folders, and a Hub's long answer: what was missed is known now."""

from __future__ import annotations

from made_up_sites import HOST, asked_of, holding

from harvester.detecting.outcome import Found, Nothing

TOP = '<h1>Index of /waf/</h1><pre><a href="../">Parent Directory</a><a href="a/">a/</a><a href="b/">b/</a></pre>'
INSIDE = '<h1>Index of /waf/a/</h1><pre><a href="../">Parent Directory</a><a href="1.xml">1.xml</a></pre>'
EMPTY = '<h1>Index of /waf/a/</h1><pre><a href="../">Parent Directory</a><a href="x.zip">x.zip</a></pre>'
HUB = '{"data": [{"id": "0123456789abcdef0123456789abcdef_0", "attributes": {"name": "Bins"}}]}'


def test_a_folder_of_folders_of_records_is_one_portal() -> None:
    outcome, _ = asked_of(holding({"/waf/": TOP, "/waf/a/": INSIDE}), f"{HOST}/waf/")
    assert isinstance(outcome, Found)
    assert (outcome.kind, outcome.address) == ("waf", f"{HOST}/waf/")


def test_a_folder_of_folders_without_records_is_none() -> None:
    outcome, _ = asked_of(holding({"/waf/": TOP, "/waf/a/": EMPTY}), f"{HOST}/waf/")
    assert isinstance(outcome, Nothing)


def test_a_hubs_search_is_known_by_its_items_where_its_end_was_not_taken() -> None:
    outcome, _ = asked_of(holding({"/api/v3/search": HUB}), f"{HOST}/api/v3/search?q=*")
    assert isinstance(outcome, Found)
    assert outcome.kind == "arcgis_hub"
