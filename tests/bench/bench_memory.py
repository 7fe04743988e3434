"""Memory of one crawl process: a large CKAN portal against a small one."""

from __future__ import annotations

from pathlib import Path

from bench_home import crawl_peak, make_home, replaying
from bench_line import Line, Size

AIM = 1.2
_MB = 1024 * 1024


def memory_lines(folder: Path, size: Size) -> list[Line]:
    """One line; the portals are replayed one after the other."""
    _, small = _crawled(folder / "small", size.small)
    seconds, large = _crawled(folder / "large", size.large)
    ratio = large / small
    return [
        Line(
            name=f"memory: crawl of {size.large:,} datasets of one CKAN portal",
            measured=f"peak {large / _MB:.0f} MB ({size.large / seconds:.0f} datasets per CPU second, no projection)",
            against=f"{size.small:,} datasets, {small / _MB:.0f} MB",
            ratio=f"{ratio:.2f} ×",
            aim=f"≤ {AIM} ×",
            met=ratio <= AIM,
        )
    ]


def _crawled(folder: Path, datasets: int) -> tuple[float, int]:
    with replaying(datasets, per_portal=datasets, kind="ckan") as replay:
        home = make_home(folder, replay)
        slug = home.register()[0]
        return crawl_peak(home, slug)
