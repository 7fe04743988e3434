"""The officer's way with the whole product running as its user starts it: portals, site, worker, and mail in a folder.

From an address to the public page of the harvest, with a script and without; then paused, and removed. With a folder of
recorded portals (STOOK_CORPUS) it is walked for a real one of each of some kinds too.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.service]

SLOW = 120_000  # milliseconds, on a machine that does other things too
KINDS = ("pod", "ckan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The product as it runs: where the site and the portals are, and its folder."""

    site: str
    portals: str
    home: Path

    def mailed(self, to: str) -> str:
        """The link that proves an address, once a mail with it is written."""
        link = re.compile(rf"{re.escape(self.site)}/register/contact/\S+")

        def look() -> str:
            mails = (message_from_bytes(one.read_bytes(), policy=default) for one in self.home.rglob("*.eml"))
            found = (link.search(mail.get_content()) for mail in mails if mail["To"] == to)
            return next((one[0] for one in found if one), "")

        return until(look)


@contextmanager
def running(home: Path, *demo: str) -> Iterator[Running]:
    """Portals, site and worker, as processes of their own."""
    site, portals = free_port(), free_port()
    environment = dict(os.environ) | {
        "STOOK_HOME": str(home),
        "STOOK_BIND": f"127.0.0.1:{site}",
        "STOOK_ALLOW": f"127.0.0.1:{portals}",
        "STOOK_DELAY": "0",
        "STOOK_MAIL_LIMIT": "60/hour",
        "STOOK_WORKER_SECONDS": "1",
    }
    command = [sys.executable, "-m", "catalogue.cli"]
    started = [
        subprocess.Popen([*command, "demo", "--port", str(portals), *demo], env=environment),
        subprocess.Popen([*command, "up"], env=environment),
    ]
    here = Running(site=f"http://127.0.0.1:{site}", portals=f"http://127.0.0.1:{portals}", home=home)
    try:
        until(lambda: answers(f"{here.portals}/portals.json") and answers(f"{here.site}/healthz"))
        yield here
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(60)


def until(look: Callable[[], object], seconds: float = 180) -> str:
    """What is looked for, once it is there."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end
        time.sleep(0.2)
    return str(found)


def answers(address: str) -> bool:
    """Whether something answers there."""
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The product beside the demonstration portals."""
    with running(tmp_path_factory.mktemp("served")) as here:
        yield here


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The product beside recorded real portals."""
    if not (corpus := os.environ.get("STOOK_CORPUS")):
        pytest.skip("STOOK_CORPUS names no folder of recorded portals")
    with running(tmp_path_factory.mktemp("recorded"), "--corpus", corpus) as here:
        yield here


@pytest.fixture(params=[(360, True), (1280, False)], ids=["phone", "desk without script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of each width, with scripts and without."""
    width, scripts = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    context.set_default_timeout(SLOW)
    yield context.new_page()
    context.close()


def register(page: Page, here: Running, address: str, title: str) -> None:
    """From the first page to the private page of a registered portal."""
    email = f"{title.lower().replace(' ', '.')}@leeds.gov.uk"
    page.goto(here.site)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="List your portal").click()
    page.get_by_label("The web address of your portal").fill(address)
    page.get_by_role("button", name="Check this portal").click()
    expect(page.get_by_role("heading", name="Report on")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("heading", name="What would gain most")).to_be_visible()
    page.get_by_role("link", name="Register this portal").click()
    page.get_by_label("Find a council or public body").fill("E08000035")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("radio", name="Leeds City Council").check()
    if page.get_by_label("The organisation's own").count():
        page.get_by_label("The organisation's own").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What the portal is called").fill(title)
    page.get_by_label("Your e-mail address at work").fill(email)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the registration").click()
    expect(page.get_by_text("A link was sent to")).to_be_visible()
    page.goto(here.mailed(email))
    page.get_by_role("button", name="Yes, confirm").click()
    expect(page.get_by_text("The portal is registered")).to_be_visible()


def end(page: Page, public: str) -> None:
    """Pauses and removes the portal, whose public page then is gone."""
    page.get_by_role("button", name="Pause the harvest").click()
    expect(page.get_by_text("Its harvest is paused")).to_be_visible()
    page.get_by_role("link", name="Remove the portal").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("being removed").or_(page.get_by_text("was removed"))).to_be_visible()
    until(lambda: not answers(public))
    page.reload()
    expect(page.get_by_text("The portal was removed")).to_be_visible()


def harvested(page: Page, here: Running) -> str:
    """The public page, once its first harvest has a verdict."""
    private = page.url
    page.get_by_role("link", name="The public page of its harvest").click()
    public = page.url
    until(lambda: json.loads(read(f"{public}.json"))["verdict"])
    page.reload()
    expect(page.locator(".lede").first).to_contain_text(re.compile("^(Complete|Partial)"))
    page.goto(private)
    return public


def read(address: str) -> bytes:
    """What is there."""
    with urlopen(address, timeout=30) as answer:
        return bytes(answer.read())


def test_from_the_address_to_the_public_page_and_to_the_end(page: Page, demonstration: Running) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    register(page, demonstration, f"{demonstration.portals}/caldermouth/", f"Caldermouth {width}")
    end(page, harvested(page, demonstration))


@pytest.mark.corpus
@pytest.mark.parametrize("kind", KINDS)
def test_a_real_portal_is_registered_and_harvested(page: Page, recorded: Running, kind: str) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    listed = json.loads(read(f"{recorded.portals}/portals.json"))
    one = next(each for each in listed if each["kind"] == kind and each["served"])
    register(page, recorded, one["address"], f"{one['slug']} {width}")
    end(page, harvested(page, recorded))
