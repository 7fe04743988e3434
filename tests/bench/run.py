"""The bench: one table of what this product costs and what that is compared with. It never fails for being slow.

    .venv/bin/python tests/bench/run.py [--quick] [--json] [--rounds N] [--only NAME]

Every comparison is made in one run, by turns where both sides are short. CPU is that of the processes counted,
children included; the host that replays the portals runs beside them and is not counted. Figures are medians.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parent.parent)]

from bench_checks import check_lines  # noqa: E402 - found through the line above
from bench_ckan import ckan_lines  # noqa: E402
from bench_dumps import dump_lines  # noqa: E402
from bench_endpoint import endpoint_lines  # noqa: E402
from bench_flood import flood_lines  # noqa: E402
from bench_joins import join_lines  # noqa: E402
from bench_kinds import kind_lines  # noqa: E402
from bench_line import FULL, QUICK, Line, Size, to_json, to_table  # noqa: E402
from bench_links import link_lines  # noqa: E402
from bench_memory import memory_lines  # noqa: E402
from bench_pages import page_lines  # noqa: E402
from bench_road import road_lines  # noqa: E402
from bench_samples import sample_lines  # noqa: E402
from bench_search import search_lines  # noqa: E402
from bench_sparql import sparql_lines  # noqa: E402

_OF_ROAD = (
    ("search", search_lines),
    ("pages", page_lines),
    ("ckan", ckan_lines),
    ("sparql", sparql_lines),
    ("endpoint", endpoint_lines),
    ("links", link_lines),
    ("samples", sample_lines),
    ("checks", flood_lines),
)
PARTS = (
    "road",
    "search",
    "pages",
    "ckan",
    "sparql",
    "endpoint",
    "links",
    "samples",
    "checks",
    "memory",
    "dumps",
    "kinds",
    "joins",
)
ALONE = ("scale",)  # only when asked for, since it takes half an hour


def main(arguments: Sequence[str]) -> None:
    """Measures, prints, and ends with status 0 whatever the figures are."""
    asked = _read(arguments)
    size = QUICK if asked.quick else FULL
    if asked.rounds:
        size = replace(size, road_rounds=asked.rounds)
    with tempfile.TemporaryDirectory(prefix="stook-bench-") as folder:
        lines = list(measured(Path(folder), size, asked.only or PARTS))
    if asked.quick:  # the aims are those of full sizes
        lines = [replace(line, met=None) for line in lines]
    if asked.json:
        sys.stdout.write(json.dumps([to_json(line) for line in lines], ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(to_table(lines) + "\n")


def measured(folder: Path, size: Size, parts: Sequence[str]) -> Iterator[Line]:
    """The lines of the parts asked for. The parts that need a filled catalogue use that of the road."""
    if set(parts) - {"memory", "dumps", "kinds", "joins", *ALONE}:
        home, lines = road_lines(folder, size)
        if "road" in parts:
            yield from lines
        for name, bench in _OF_ROAD:
            if name in parts:
                yield from bench(home, size)
    if "checks" in parts:
        yield from check_lines(folder / "checks", size)
    if "memory" in parts:
        yield from memory_lines(folder, size)
    if "dumps" in parts:
        yield from dump_lines(folder / "dumps", size)
    if "kinds" in parts:
        yield from kind_lines(folder / "kinds", size)
    if "joins" in parts:
        yield from join_lines(folder / "joins", size)
    if "scale" in parts:
        from bench_scale import scale_lines  # it alone needs tantivy

        yield from scale_lines(folder / "scale", size)


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure the road, search, pages, SPARQL, links, memory and kinds."
    )
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, to see that the bench itself works"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of the road, which takes longest")
    parser.add_argument(
        "--only", action="append", choices=(*PARTS, *ALONE), help="one part; may be given again"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
