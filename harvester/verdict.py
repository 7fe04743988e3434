"""The verdict on a run, computed from what was read, never from how the crawl says it ended."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.comparison import Verdict
from catalogue.ledger.commit import Ending
from catalogue.ledger.tally import Tally
from harvester.asking.failure import CLOSED

_LESSER = "another way was taken"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else happened: `reason` is why Scrapy stopped, `faults` are errors of our own while reading pages, `since`
    the instant from which on changes were asked for ("": everything)."""

    reason: str = "finished"
    faults: int = 0
    since: str = ""


def judge(tally: Tally, circumstances: Circumstances) -> Ending:
    """The verdict with its sentence.

    COMPLETE only if every page was read, no fewer records came than the portal declares, and nothing cut the
    run short. FAILED if no page could be read, or another way of asking brought less than the way of the run before:
    only where it does so twice is it believed. PARTIAL is everything between.
    """
    shortfalls = tuple(_shortfalls(tally, circumstances))
    found = tally.read + tally.same + tally.rejected
    if not shortfalls:
        verdict = Verdict.COMPLETE
    elif found == 0 or (tally.lost and len(shortfalls) == 1 and shortfalls[0].startswith(_LESSER)):
        verdict = Verdict.FAILED
    else:
        verdict = Verdict.PARTIAL
    return Ending(
        verdict=verdict, sentence=_sentence(tally, shortfalls, circumstances.since), counts=_counts(tally)
    )


def _shortfalls(tally: Tally, circumstances: Circumstances) -> list[str]:
    said: list[str] = []
    if tally.failed:
        said.append(_failed(tally.failed))
    if tally.pages == 0 and not tally.failed:
        said.append("no page was read")
    distinct = tally.read + tally.same + tally.rejected - tally.repeated
    if tally.declared is not None and distinct < tally.declared:
        said.append(f"the portal says that it has {tally.declared:,}, and {distinct:,} came")
    if tally.pending:
        said.append(f"{tally.pending} pages were left unread")
    if circumstances.reason != "finished":
        said.append(f"the run was stopped ({circumstances.reason.replace('_', ' ')})")
    if circumstances.faults:
        said.append(f"our reader failed on {circumstances.faults} pages")
    if tally.lost and not said:
        said.append(
            f"{_LESSER}, since {' '.join(tally.instead)}, and {tally.lost:,} datasets that were here "
            "before did not come by it"
        )
    return said


def _failed(failed: tuple[tuple[str, str], ...]) -> str:
    url, remark = failed[0]
    more = f" (and {len(failed) - 1} more pages)" if len(failed) > 1 else ""
    return f"{url} {remark}{more}"


def _sentence(tally: Tally, shortfalls: tuple[str, ...], since: str) -> str:
    good, rejected = tally.read + tally.same, tally.rejected - tally.repeated
    listed = tally.declared if tally.declared and tally.declared > good else good + rejected
    if good == 0 and not shortfalls and not tally.rejected:
        return (
            f"Nothing has changed since {since}." if since else "The portal answered, and lists no datasets."
        )
    changed = f" changed since {since}" if since else ""
    text = f"{good:,} of {max(listed, good):,} records{changed} read"
    if rejected:
        text += f"; {rejected:,} rejected, each with its reason"
    if tally.repeated:
        text += f"; {tally.repeated:,} that stood on two pages taken once"
    if CLOSED in tally.instead[1]:
        text += f"; another way was taken, since {tally.instead[0]} {CLOSED}"
    if shortfalls:
        text += "; " + "; ".join(shortfalls)
    return text + "."


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "read": tally.read + tally.same,
        "rejected": tally.rejected,
        "repeated": tally.repeated,
        "requests": tally.requests,
        "pages": tally.pages,
        "failed_pages": len(tally.failed),
        "replaced": tally.replaced,
    }
