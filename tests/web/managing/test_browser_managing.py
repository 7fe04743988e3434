"""The page on which a portal is managed, in Chromium, without scripts and by keyboard."""

from __future__ import annotations

import pytest
from browsing import axe_findings, overflow, serving
from managed_site import MANAGE, Managed
from playwright.sync_api import Browser, BrowserContext, expect

from web.people.visitor import cookie_name

pytestmark = pytest.mark.browser


def signed_in(browser: Browser, managed: Managed, address: str, **options: object) -> BrowserContext:
    """A window that is signed in as the officer."""
    managed.sign_in()
    name = cookie_name(managed.site)
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_cookies([{"name": name, "value": managed.client.cookies[name], "url": address}])
    return context


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_page_fits_and_axe_finds_nothing(
    browser: Browser, managed: Managed, width: int, scheme: str
) -> None:
    with serving(managed.client.app) as address:
        context = signed_in(
            browser, managed, address, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        page = context.new_page()
        page.goto(address + MANAGE)
        assert overflow(page) == 0
        assert axe_findings(page, address + MANAGE) == []
        context.close()


def test_an_officer_decides_without_a_script(browser: Browser, managed: Managed) -> None:
    with serving(managed.client.app) as address:
        context = signed_in(browser, managed, address, java_script_enabled=False)
        page = context.new_page()
        page.goto(address + MANAGE)
        page.get_by_role("button", name="Run again").click()
        expect(page.get_by_role("status")).to_contain_text("The portal is harvested again.")
        page.get_by_label("E-mail address").fill("nobody")
        page.get_by_role("button", name="Change who is told").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Enter one e-mail address")
        expect(page.get_by_label("E-mail address")).to_have_value("nobody")
        context.close()
    assert managed.log() == [("officer", "run again", "portal/leeds")]
