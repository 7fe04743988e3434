"""What the tests of the engine share: a catalogue in a folder, and portals that answer with faults."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import orjson
import pytest
from house import NOW, House, open_house
from living import Living, made_of

from harvester.ended import Ended
from harvester.replay.faults import FaultyApp, Rule
from harvester.replay.recording import Recording, bundled_recordings
from harvester.replay.scaling import scale
from harvester.replay.server import build_app, running

__all__ = ["NOW", "House", "Serve"]

Serve = Callable[..., AbstractContextManager[tuple[str, FaultyApp]]]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty catalogue."""
    with open_house(tmp_path / "var") as made:
        yield made


@pytest.fixture
def full_house(harvested: Path, tmp_path: Path) -> Iterator[House]:
    """A catalogue with the fictional councils, each harvested well once."""
    shutil.copytree(harvested, tmp_path / "var")
    with open_house(tmp_path / "var") as made:
        yield made


@pytest.fixture(scope="session")
def harvested(tmp_path_factory: pytest.TempPathFactory, bundled: Mapping[str, Recording]) -> Path:
    """The folder of a catalogue after one good harvest of the fictional councils."""
    home = tmp_path_factory.mktemp("harvested") / "var"
    with open_house(home) as made, running(build_app(bundled.values())) as address:
        made.allow(address)
        for recording in bundled.values():
            made.register(recording, address)
        assert made.crawl_all(bundled) == dict.fromkeys(bundled, Ended.COMPLETE)
    return home


@pytest.fixture(scope="session")
def bundled() -> Mapping[str, Recording]:
    """Four fictional councils, each of another kind, by slug."""
    chosen = ("thornmere", "holmshire", "hirwen", "ottermoor")
    held = {recording.slug: recording for recording in bundled_recordings()}
    return {slug: held[slug] for slug in chosen}


@pytest.fixture
def serve() -> Serve:
    """Serves portals with faults; the address, and the app that notes what was asked."""

    @contextmanager
    def served(recordings: Sequence[Recording], *rules: Rule) -> Iterator[tuple[str, FaultyApp]]:
        app = FaultyApp(build_app(recordings), rules)
        with running(app) as address:
            yield address, app

    return served


@pytest.fixture
def live(house: House) -> Iterator[Callable[[str], Living]]:
    """Serves a fictional council that may change between runs; all its records have a date of change."""
    bundled = {recording.slug: recording for recording in bundled_recordings()}
    with ExitStack() as opened:

        def begin(slug: str) -> Living:
            living = Living(house, _dated(bundled[slug]))
            living.address = opened.enter_context(running(living))
            house.allow(living.address)
            return living

        yield begin


def _dated(recording: Recording) -> Recording:
    name, old = {
        "ckan": ("metadata_modified", "2020-01-01T00:00:00"),
        "arcgis_hub": ("modified", 1_577_836_800_000),
    }.get(recording.kind, ("", ""))
    records = (orjson.loads(line) for line in recording.records)
    return made_of(recording, (one | {name: one.get(name) or old} if name else one for one in records))


@pytest.fixture
def long_portal(bundled: Mapping[str, Recording]) -> Recording:
    """A DCAT feed of four pages."""
    (scaled,) = scale([bundled["hirwen"]], 90)
    return scaled
