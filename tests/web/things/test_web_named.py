"""The pages of concepts, publishers and portals say where else each is named: as what, how often, and by whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from made_up_catalogue import BASE, open_site
from starlette.testclient import TestClient


def named_on(client: TestClient, path: str) -> dict[str, int]:
    """As what a thing is named, and how often."""
    tree = html.fromstring(client.get(path).text)
    rows = tree.xpath("//h2[@id='named']/following-sibling::ul[1]/li/a")
    return {row.text.strip(): int(row.xpath("string(b)").replace(",", "")) for row in rows}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/vocabulary/theme/ENVI", "Theme"),
        ("/vocabulary/file-type/CSV", "Format"),
        ("/organisation/leeds-city-council", "Publisher"),
        ("/portal/leeds", "Part of"),
    ],
)
def test_each_count_leads_to_the_list_of_as_many(client: TestClient, path: str, label: str) -> None:
    counts = named_on(client, path)
    tree = html.fromstring(client.get(path).text)
    (address,) = [
        one.get("href")
        for one in tree.xpath("//h2[@id='named']/following-sibling::ul[1]/li/a")
        if one.text.strip() == label
    ]

    listed = html.fromstring(client.get(address).text)

    assert len(listed.xpath("//main//ul[@class='plain']/li")) == counts[label]


def test_a_page_is_shown_without_them_while_the_store_does_not_answer(tmp_path: Path) -> None:
    app = open_site(tmp_path)
    with TestClient(app, base_url=BASE) as client:
        app.state.site.store.close()
        answers = [
            client.get(path)
            for path in ("/vocabulary/theme/ENVI", "/organisation/leeds-city-council", "/portal/leeds")
        ]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert not any("Where it is named" in one.text for one in answers)
