"""Takes the README's picture: the demonstration portals, harvested afresh, as Chromium shows a search of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app, running

PICTURE = Path(__file__).parents[2] / "docs" / "search.png"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
BIND = "127.0.0.1:8033"


@contextmanager
def catalogue() -> Iterator[str]:
    """The address of a site that holds the demonstration portals."""
    stook = str(Path(sys.executable).with_name("stook"))
    with TemporaryDirectory() as home, running(build_app(bundled_recordings())) as portals:
        environment = os.environ | {
            "STOOK_HOME": home,
            "STOOK_BIND": BIND,
            "STOOK_ALLOW": portals.removeprefix("http://"),
        }
        subprocess.run(
            [stook, "portal", "add", "--from", f"{portals}/portals.json"], env=environment, check=True
        )
        subprocess.run([stook, "harvest", "--all"], env=environment, check=True)
        site = subprocess.Popen([stook, "serve"], env=environment)
        try:
            wait_for(f"http://{BIND}/healthz")
            yield f"http://{BIND}"
        finally:
            site.terminate()
            site.wait()


def wait_for(address: str, *, seconds: float = 60.0) -> None:
    """Waits until an address answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {seconds:.0f} seconds")


def take(address: str, target: Path) -> None:
    """A picture of one search, at the width of a laptop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.goto(f"{address}/search?q=bins")
        page.screenshot(path=str(target))
        browser.close()


if __name__ == "__main__":
    with catalogue() as address:
        take(address, PICTURE)
