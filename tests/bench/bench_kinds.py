"""What each kind of portal costs: requests and CPU of a first run, and of a second when nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from bench_home import Home, crawl_peak, make_home
from bench_line import Line, Size

from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.status import portal_statuses
from harvester.replay.faults import FaultyApp
from harvester.replay.recording import Recording, bundled_recordings
from harvester.replay.scaling import scale
from harvester.replay.server import build_app, running

# Datasets, and how many requests they may take at the most; of the others the bundled portal is harvested as it is.
SCALED: Mapping[str, tuple[int, int]] = {"arcgis_hub": (500, 60), "ckan": (10_000, 120)}
AGAIN = 10  # requests, where nothing has changed


def kind_lines(folder: Path, size: Size) -> Iterator[Line]:
    """A line for each kind that has a bundled portal."""
    found: dict[str, Recording] = {}
    for recording in bundled_recordings():
        if not size.kinds or recording.kind in size.kinds:
            found.setdefault(recording.kind, recording)
    for kind, recording in sorted(found.items()):
        yield _line(folder / kind, _sized(recording, size))


def _sized(recording: Recording, size: Size) -> Recording:
    if recording.kind not in SCALED or size.kinds:
        return recording
    total, _ = SCALED[recording.kind]
    return scale([recording], total, per_portal=total)[0]


def _line(folder: Path, recording: Recording) -> Line:
    app = FaultyApp(build_app([recording]), [])
    with running(app) as address:
        home = make_home(folder, address)
        (slug,) = home.register()
        seconds, first = _crawl(home, slug, app)
        idle, second = _crawl(home, slug, app)
    datasets = _datasets(home)
    total, most = SCALED.get(recording.kind, (0, 0))
    most = most if datasets >= total else 0
    each = max(0.0, seconds - idle) / max(1, datasets) * 1000
    return Line(
        name=f"{recording.kind}: {datasets:,} datasets of one portal",
        measured=f"{first} requests, {each:.1f} CPU ms a dataset; again, unchanged: {second} requests",
        against=f"a run of which nothing is new: {idle:.1f} CPU s, not counted",
        ratio=f"{first / max(1, datasets):.3f} requests a dataset",
        aim=(f"< {most} requests; " if most else "") + f"again < {AGAIN}",
        met=(not most or first < most) and second < AGAIN,
    )


def _crawl(home: Home, slug: str, app: FaultyApp) -> tuple[float, int]:
    """CPU seconds of one run, and its requests."""
    app.addresses.clear()
    seconds, _ = crawl_peak(home, slug)
    return seconds, len(app.addresses)


def _datasets(home: Home) -> int:
    with (
        closing(open_ledger(f"sqlite:///{home.folder / 'ledger.db'}")) as ledger,
        ledger.reading() as reading,
    ):
        return sum(status.datasets for status in portal_statuses(reading))
