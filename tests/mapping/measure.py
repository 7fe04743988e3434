"""`make mapping`: how much of what recorded portals write is understood, as a table against its aims.

Reads a folder of recorded portals (STOOK_CORPUS), settles every record as a harvest would, and counts as the
mapping report counts. The lists of strings of the same folder are matched word by word.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

from recorded import Folder, folders, unpacked
from sampling import read_sample, write_sample
from tallying import Told, tally_portal

from catalogue.counting import Count
from vocab import fold, load_vocabulary
from vocab.rules import says_nothing
from vocab.vocabulary import SCHEMES_FOLDER

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
MOST = 3000  # records of one portal: two catalogues of a university's maps would outweigh all councils
_BLOCK = re.compile(r"(<!-- mapping -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: the properties it adds up, whether over British portals alone, and the least share."""

    name: str
    properties: tuple[str, ...]
    aim: float = 0.0
    british: bool = False


LINES = (
    Line("licences", ("license", "distribution.license"), 0.97),
    Line("formats", ("distribution.format",), 0.97),
    Line("media types", ("distribution.media_type",), 0.97),
    Line("frequencies", ("accrual_periodicity",), 0.97),
    Line("publishers of UK portals", ("publisher",), 0.98, british=True),
    Line("dates", ("issued", "modified", "distribution.issued", "distribution.modified"), 0.99),
    Line("themes", ("theme",), 0.90),
    Line("access rights", ("access_rights",)),
    Line("languages", ("language", "distribution.language")),
    Line("places", ("spatial",)),
    Line("periods", ("temporal",)),
)
STRINGS = (
    ("licence", "uk/licences.csv", "count"),
    ("licence", "licences.csv.xz", "records"),
    ("file-type", "uk/formats.csv", "count"),
    ("file-type", "formats.csv", "records"),
    ("frequency", "uk/frequencies.csv", "count"),
    ("frequency", "frequencies.csv", "records"),
    ("language", "uk/languages.csv", "count"),
    ("language", "languages.csv", "records"),
    ("theme", "uk/themes.csv", "count"),
    ("theme", "themes.csv", "records"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and writes what is asked for; 0 also where there is nothing to measure."""
    asked = _asked(arguments)
    if not (asked.corpus / "portals").is_dir():
        _say(f"There are no recorded portals in {asked.corpus}: nothing was measured.")
        return 0
    started = time.monotonic()
    with Pool(asked.jobs) as pool:
        told = pool.starmap(tally_portal, [(one, asked.most) for one in chosen(asked)], chunksize=1)
    block = report(told)
    _say(block)
    if asked.portals:
        _say("\n".join(portal_rows(told)))
    _say("\n".join(string_rows(asked.corpus / "strings")))
    if asked.unmatched:
        _say("\n".join(unmatched_rows(told, asked.unmatched)))
    _say(f"{time.monotonic() - started:.0f} seconds; {loading()}")
    if asked.sample:
        write_sample(told, asked.sample, seed=asked.seed)
    if asked.write:
        readme = ROOT / "README.md"
        readme.write_text(
            _BLOCK.sub(lambda found: found.group(1) + block + found.group(2), readme.read_text())
        )
    return 0


def loading() -> str:
    """How long all vocabularies take to load."""
    started = time.process_time()
    schemes = load_vocabulary(SCHEMES_FOLDER).schemes
    spent = time.process_time() - started
    return f"{len(schemes)} vocabularies load in {spent:.2f} s of processor time (aim: 0.5 s)."


def chosen(asked: argparse.Namespace) -> list[Folder]:
    """The portals to read: all, or those of some name."""
    return [one for one in folders(asked.corpus) if not asked.only or asked.only in one.slug]


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mapping", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("STOOK_CORPUS") or CORPUS))
    parser.add_argument("--only", default="", help="portals whose name holds this")
    parser.add_argument("--most", type=int, default=MOST, help="records of one portal")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--portals", action="store_true", help="a row for each portal, British ones first")
    parser.add_argument(
        "--unmatched", type=int, default=0, metavar="N", help="the N most frequent unknown words"
    )
    parser.add_argument(
        "--sample", type=int, default=0, metavar="N", help="write N readings to judge by hand"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    return parser.parse_args(arguments)


def report(told: Sequence[Told]) -> str:
    """The table, in Markdown, with what it was measured on."""
    rows = [
        "| property | values | that say something | mapped | custom terms | unmatched | share | aim | met |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---|",
        *(_row(line, told) for line in LINES),
    ]
    datasets = sum(one.datasets for one in told)
    british = sum(one.datasets for one in told if one.country == "GB")
    cost = 1000 * sum(one.seconds for one in told) / max(1, datasets)
    said = (
        f"{datasets:,} datasets of {len(told)} recorded portals, {british:,} of them British; "
        f"{cost:.2f} ms of processor time for the mapping of one (aim: 1 ms). {judged()}\n"
    )
    return said + "\n" + "\n".join(rows) + "\n"


def judged() -> str:
    """How many of the readings that were drawn at random a person found right."""
    verdicts = [row.verdict for row in read_sample() if row.verdict]
    right = verdicts.count("right")
    share = percent(right / max(1, len(verdicts)))
    return f"Of {len(verdicts)} readings drawn at random and judged by hand, {right} are right: {share} (aim: 99 %)."


def _row(line: Line, told: Sequence[Told]) -> str:
    count, written = added(line, told)
    share = count.mapped / count.published if count.published else 0.0
    aim = f"{line.aim:.0%}" if line.aim else "–"
    met = ("yes" if share >= line.aim else "no") if line.aim and count.published else "–"
    cells = (f"{n:,}" for n in (written, count.published, count.mapped, count.custom, count.unmatched))
    return f"| {line.name} | {' | '.join(cells)} | {percent(share)} | {aim} | {met} |"


def added(line: Line, told: Iterable[Told]) -> tuple[Count, int]:
    """A row's count over all portals that it is about, and the values as written."""
    whole, written = Count(), 0
    for one in told:
        if line.british and one.country != "GB":
            continue
        for name in line.properties:
            whole.add(one.counts.get(name, Count()))
            written += one.written[name] or one.counts.get(name, Count()).published
    return whole, max(written, whole.published)


def percent(share: float) -> str:
    """A share, rounded down, so that it never looks better than it is."""
    return f"{int(share * 1000) / 10:.1f} %"


def portal_rows(told: Iterable[Told]) -> Iterator[str]:
    """A row for each portal, British ones first: the share mapped of each property that it publishes."""
    yield f"{'portal':<44} {'datasets':>8} " + " ".join(f"{line.name[:10]:>10}" for line in LINES)
    for one in sorted(told, key=lambda one: (one.country != "GB", one.slug)):
        shares = []
        for line in LINES:
            count, _ = added(Line(line.name, line.properties), [one])
            shares.append(percent(count.mapped / count.published) if count.published else "")
        yield f"{one.slug[:44]:<44} {one.datasets:>8,} " + " ".join(f"{share:>10}" for share in shares)


def unmatched_rows(told: Iterable[Told], limit: int) -> Iterator[str]:
    """The words that nobody knows, most frequent first."""
    words: Counter[tuple[str, str]] = Counter()
    for one in told:
        words.update(one.words)
    for (name, word), times in words.most_common(limit):
        yield f"{times:>7,} {name:<24} {' '.join(word.split())[:120]}"


def string_rows(folder: Path) -> Iterator[str]:
    """The share of each list of strings that is understood, weighed by how often a string was found."""
    for scheme, file, column in STRINGS:
        if (folder / file).exists():
            said, mapped = _strings(scheme, folder / file, column)
            yield f"strings/{file:<22} {scheme:<10} {mapped:>7,} of {said:>7,}  {percent(mapped / max(1, said))}"


def _strings(scheme: str, path: Path, column: str) -> tuple[int, int]:
    vocabulary, said, mapped = load_vocabulary(), 0, 0
    for row in csv.DictReader(io.StringIO(unpacked(path).decode())):
        times = int(row[column] or 0)
        match = vocabulary.match(scheme, row["value"])
        if match or not says_nothing(fold(row["value"]), scheme):
            said += times
            mapped += times if match else 0
    return said, mapped


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
