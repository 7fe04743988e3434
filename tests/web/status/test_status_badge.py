"""A portal's badge says its verdict and score, without a font of its own, and can be copied onto another page."""

from __future__ import annotations

import pytest
from lxml import etree, html
from made_up_catalogue import EVIL
from markdown_it import MarkdownIt
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.ledger.status import PortalStatus
from web.pages.badge import make_badge, snippet_html, snippet_markdown
from web.rendering import render

_SVG = {"svg": "http://www.w3.org/2000/svg"}


def status(title: str = "Leeds") -> PortalStatus:
    """A portal before its first run."""
    return PortalStatus(
        slug="leeds", title=title, kind="ckan", address="", body="", paused=False, added="", next_run="",
        datasets=0, missing=0, withdrawn=0, rejected=0, last=None, running=None,
    )  # fmt: skip


def test_a_badge_says_verdict_and_score_in_a_title_for_who_does_not_see_it(scored: TestClient) -> None:
    answer = scored.get("/portal/leeds/badge.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    tree = etree.fromstring(answer.content)
    (title,) = tree.xpath("//svg:title/text()", namespaces=_SVG)
    assert title.startswith(
        "Data Mill North: the last harvest was complete, its datasets score 40 of 405 points on average (Bad)"
    )
    assert tree.xpath("//svg:text/text()", namespaces=_SVG) == ["open data", "✓ complete · 40/405"]
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == tree.xpath("//svg:title/@id", namespaces=_SVG)[0]


def test_a_badge_fetches_nothing(scored: TestClient) -> None:
    """No font, script, style or other address."""
    body = scored.get("/portal/leeds/badge.svg").text
    assert "http" not in body.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not {"<style", "<script", "url(", "href", "@import"} & {
        word for word in ("<style", "<script", "url(", "href", "@import") if word in body
    }


def test_a_badge_is_kept_for_some_minutes_and_asked_for_again_on_condition(scored: TestClient) -> None:
    first = scored.get("/portal/leeds/badge.svg")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = scored.get("/portal/leeds/badge.svg", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_portal_without_a_run_has_a_badge_too(scored: TestClient) -> None:
    assert "not harvested yet" in scored.get("/portal/empty/badge.svg").text


def test_there_is_no_badge_of_a_portal_that_is_not_there(scored: TestClient) -> None:
    assert scored.get("/portal/nowhere/badge.svg").status_code == 404


def test_what_a_portal_is_called_stays_text_in_its_badge(scored_app: Starlette) -> None:
    page = make_badge(status(f'{EVIL} & "more"'), None)
    body = render(page, scored_app.state.site.templates)
    tree = etree.fromstring(body)
    assert tree.xpath("//svg:title/text()", namespaces=_SVG) == [f'{EVIL} & "more": not harvested yet']
    assert b"<script" not in body


def test_the_halves_of_a_badge_do_not_overlap() -> None:
    page = make_badge(status(), 231.4)
    assert page.right.x == page.left.width
    assert page.right.text == "not harvested yet · 231/405"
    assert all(half.length > 20 for half in (page.left, page.right))


@pytest.mark.parametrize("title", ["Leeds", 'A "quoted" <b>one</b> & so', "[x](javascript:alert(1)) ![y]"])
def test_a_snippet_shows_the_badge_and_leads_to_the_page(title: str) -> None:
    picture, page = "https://stook.example/portal/leeds/badge.svg", "https://stook.example/portal/leeds"
    written = (
        snippet_html(picture, page, title),
        MarkdownIt().render(snippet_markdown(picture, page, title)),
    )
    for body in written:
        tree = html.fromstring(body)
        assert tree.xpath("//a/@href | self::a/@href") == [page]
        (image,) = tree.xpath("//img")
        assert (image.get("src"), image.get("alt")) == (picture, f"{title}: open data status")
        assert tree.xpath("//b | //script") == []


def test_the_page_of_a_portal_has_both_snippets(scored: TestClient) -> None:
    tree = html.fromstring(scored.get("/portal/leeds").text)
    shown = [code.text for code in tree.xpath("//h2[@id='badge']/following-sibling::pre/code")]
    assert shown[0].startswith('<a href="http://catalogue.test/portal/leeds"><img')
    assert shown[1].startswith("[![Data Mill North: open data status](http://catalogue.test/portal/leeds/")
