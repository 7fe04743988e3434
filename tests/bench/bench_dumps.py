"""The dumps of a large catalogue against those of a small one: memory must not grow with the number of datasets."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench_line import Line, Size
from sqlalchemy import insert

from catalogue.dumps.sets import newest_set
from catalogue.entry import Entry, Mapping
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.schema import changes, entries, portals
from catalogue.model import Agent, Contact, Dataset, Distribution
from catalogue.snapshot import pack_entry, squeeze
from catalogue.values import Term, Text, Typed

AIM = 1.2
_HERE = Path(__file__).resolve().parent
_MB = 1024 * 1024
_AT = "2026-11-28T03:00:00Z"
_TOGETHER = 5_000
_EU = "http://publications.europa.eu/resource/authority/"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def dump_lines(folder: Path, size: Size) -> list[Line]:
    """One line: `stook export` in a process of its own, everything that it writes read back."""
    few, many = size.scale[:2]
    _, _, small = _dumped(folder / "few", few)
    cpu, seconds, large = _dumped(folder / "many", many)
    ratio = large / small
    speed = f"{many / seconds:.0f} datasets a second, {many / cpu:.0f} a CPU second"
    return [
        Line(
            name=f"dumps: {many:,} datasets in all forms and packings, read back",
            measured=f"peak {large / _MB:.0f} MB ({speed})",
            against=f"{few:,} datasets, {small / _MB:.0f} MB",
            ratio=f"{ratio:.2f} ×",
            aim=f"≤ {AIM} ×",
            met=ratio <= AIM,
        )
    ]


def _dumped(folder: Path, number: int) -> tuple[float, float, int]:
    """CPU seconds, seconds and peak bytes of the dumps of a made-up catalogue."""
    folder.mkdir(parents=True)
    _fill(folder / "ledger.db", number)
    command = [sys.executable, str(_HERE / "bench_peak.py"), "-m", "catalogue.cli", "export", "--json"]
    others = {name: value for name, value in os.environ.items() if not name.startswith("STOOK_")}
    begun = time.monotonic()
    made = subprocess.run(
        command, env=others | {"STOOK_HOME": str(folder)}, capture_output=True, text=True, check=True
    )
    seconds = time.monotonic() - begun
    newest = newest_set(folder / "dumps")
    if newest is None or newest.datasets != number:
        raise RuntimeError(f"{number} datasets were to be dumped")
    cpu, peak = made.stdout.split()
    return float(cpu), seconds, int(peak)


def _fill(path: Path, number: int) -> None:
    """A ledger of made-up datasets, each said as fully as portals usually do."""
    ledger = open_ledger(f"sqlite:///{path}")
    with ledger.writing() as connection:
        portal = {
            "id": 1,
            "slug": "made-up",
            "title": "Made up",
            "kind": "ckan",
            "added": _AT,
            "settings": {},
        }
        connection.execute(insert(portals).values(address="https://made-up.example", **portal))
        rows: list[tuple[dict[str, object], dict[str, object]]] = []
        for row in _rows(number):
            rows.append(row)
            if len(rows) == _TOGETHER:
                _put(connection, rows)
        _put(connection, rows)
    ledger.close()


def _put(connection, rows: list[tuple[dict[str, object], dict[str, object]]]) -> None:  # type: ignore[no-untyped-def]
    if rows:
        connection.execute(insert(changes), [change for change, _ in rows])
        connection.execute(insert(entries), [entry for _, entry in rows])
        rows.clear()


def _rows(number: int) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    for n in range(1, number + 1):
        entry = _entry(n)
        told = {"entry_id": entry.id, "kind": "added", "at": _AT, "run": 1, "mapper": "m", "first_seen": _AT}
        held = {"id": entry.id, "portal_id": 1, "key": entry.key, "state": "live", "digest": "d", "change": n}
        seen = {"first_seen": _AT, "last_changed": _AT, "last_run": 1}
        yield {"n": n, "snapshot": squeeze(pack_entry(entry)), **told}, held | seen


def _entry(n: int) -> Entry:
    files = tuple(
        Distribution(
            key=f"file-{form}",
            title=(Text(f"Survey {n} as {form}"),),
            format=Term(form.lower(), f"{_EU}file-type/{form}"),
            access_url=(f"https://made-up.example/{n}/{form.lower()}",),
            byte_size=Typed(str(n), f"{_XSD}nonNegativeInteger"),
        )
        for form in ("CSV", "JSON", "XLSX")
    )
    dataset = Dataset(
        title=(Text(f"Survey {n} of trees, benches and bins"),),
        description=(Text(f"What was counted in ward {n % 90} by round {n}, with its place. " * 6),),
        keyword=tuple(Text(word) for word in ("trees", "benches", f"ward {n % 90}")),
        theme=(Term("Environment", f"{_EU}data-theme/ENVI"),),
        publisher=Agent(slug=f"council-{n % 400}", name=(Text(f"Council {n % 400}"),)),
        contact_point=(Contact(fn=(Text("Open data"),), has_email="mailto:opendata@made-up.example"),),
        issued=Typed("2024-04-01", f"{_XSD}date"),
        modified=Typed("2026-11-03", f"{_XSD}date"),
        landing_page=(f"https://made-up.example/{n}",),
        distribution=files,
    )
    mappings = (Mapping(property="theme", word="Environment", iri=f"{_EU}data-theme/ENVI", how="label"),)
    return Entry(id=f"{n:012x}", portal="made-up", key=str(n), source="", dataset=dataset, mappings=mappings)
