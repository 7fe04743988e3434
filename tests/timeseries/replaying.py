"""A series replayed: every capture read, settled, staged and committed in order, and judged by what it lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path

from captures import Capture, Series
from listing import Listed, list_records
from scrapy import Request
from scrapy.http import TextResponse
from sqlalchemy import select

from catalogue.clock import shifted
from catalogue.ledger.commit import commit_run
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.matches import confirm_matches, list_matches
from catalogue.ledger.portals import add_portal
from catalogue.ledger.runs import OpenRun, add_asks, end_ask, look_up, open_run, stage
from catalogue.ledger.schema import entries
from catalogue.ledger.tally import tally
from catalogue.portal import Portal
from harvester.desk import to_ask
from harvester.record import PageUnreadable, Record
from harvester.road import PageRoad, names_of
from harvester.spider import PortalSpider
from harvester.spiders import spider_for
from harvester.verdict import Circumstances, judge
from vocab import Vocabulary

_BATCH = 200
_MAPPER = "replayed"


@dataclass(slots=True)
class Outcome:
    """What became of a series, counted. The lists name what went wrong or is open, each with its capture."""

    slug: str
    family: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Past:
    """What the captures so far listed, by the dataset that the ledger made of it."""

    sign: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    listed: tuple[Listed, ...] = ()
    by_key: dict[str, str] = field(default_factory=dict)


def replay(series: Series, ledger_file: Path, vocabulary: Vocabulary) -> Outcome:
    """Replays a series in a new ledger, and judges every commit."""
    outcome, past = Outcome(series.slug, series.family), _Past()
    ledger = open_ledger(f"sqlite:///{ledger_file}")
    try:
        before = ""
        for number, capture in enumerate(series.captures()):
            before = now = max(capture.at, shifted_by_a_second(before))
            records = _harvest(ledger, series.slug, capture, vocabulary, outcome, now=now)
            _decide(ledger, series.slug, outcome, now=now)
            if records is not None:
                _judge(ledger, outcome, past, tuple(list_records(records)), number, capture)
        _note_doubts(ledger, series.slug, outcome)
    finally:
        ledger.close()
    return outcome


def shifted_by_a_second(instant: str) -> str:
    """Two captures of one moment are a second apart, since a run begins after the one before it ended."""
    return shifted(instant, timedelta(seconds=1)) if instant else ""


def _portal(slug: str, capture: Capture) -> Portal:
    kind = _kind(capture.body)
    path = {"pod": "/data.json", "arcgis_hub": "/api/feed/dcat-ap/2.0.1.json"}[kind]
    return Portal(
        slug=slug,
        title=slug,
        kind=kind,
        address=f"https://{slug}.example/{capture.site}{path}",
        settings={"publisher": slug},
    )


def _kind(body: bytes) -> str:
    head = body[:4000]
    searched = b'"data"' in head and b'"dataset":' not in head
    return "arcgis_hub" if searched or b"dcat:dataset" in head else "pod"


def _harvest(
    ledger: Ledger, slug: str, capture: Capture, vocabulary: Vocabulary, outcome: Outcome, *, now: str
) -> list[Record] | None:
    """One run over a capture, by the steps of the road; its records, or None where it could not be read."""
    portal = _portal(slug, capture)
    spider = spider_for(portal)
    with ledger.writing() as connection:
        add_portal(connection, portal, now=now)
        run = open_run(connection, portal.slug, now=now, owner="replay", mapper=_MAPPER)
        request = spider.ask(portal.address, getattr(spider, _reader(spider, capture)))
        (ask,) = add_asks(connection, run, [to_ask(request)])
    records: list[Record] = []
    state, remark = "done", ""
    try:
        _stage(
            ledger,
            run,
            spider,
            vocabulary,
            _answered(spider, capture, request),
            ask.fingerprint,
            records,
            now,
        )
    except PageUnreadable as unreadable:
        state, remark = "failed", str(unreadable)
    with ledger.writing() as connection:
        end_ask(connection, run, ask.fingerprint, state=state, remark=remark)
        ending = judge(tally(connection, run), Circumstances())
        counts = commit_run(connection, run, ending, now=now)
    outcome.counts.update(counts)
    outcome.counts.update({"captures": 1, ending.verdict.value: 1, "records": len(records)})
    outcome.counts["held_runs"] += counts["held"] > 0
    outcome.counts["empty"] += not records and state == "done"
    outcome.counts["empty_held"] += not records and counts["held"] > 0
    return records if state == "done" else None


def _reader(spider: PortalSpider, capture: Capture) -> str:
    if spider.kind == "pod":
        return "document"
    return "feed" if b"dcat:dataset" in capture.body[:4000] else "legacy"


def _answered(spider: PortalSpider, capture: Capture, request: Request) -> Iterator[Record]:
    answer = TextResponse(
        request.url, body=capture.body, headers={"Content-Type": "application/json"}, request=request
    )
    yield from getattr(spider, _reader(spider, capture))(answer).records


def _stage(
    ledger: Ledger,
    run: OpenRun,
    spider: PortalSpider,
    vocabulary: Vocabulary,
    found: Iterator[Record],
    page: str,
    records: list[Record],
    now: str,
) -> None:
    road = PageRoad(spider, spider.portal, vocabulary, page)
    while batch := list(islice(found, _BATCH)):
        with ledger.writing() as connection:
            known = look_up(connection, run, [name for one in batch for name in names_of(one.key)])
            stage(connection, run, list(road.walk(batch, known)), page=page, now=now)
        records += batch


def _judge(
    ledger: Ledger, outcome: Outcome, past: _Past, listed: Sequence[Listed], number: int, capture: Capture
) -> None:
    """What the commit made of the capture, against what the captures list."""
    with ledger.reading() as connection:
        rows = connection.execute(select(entries.c.key, entries.c.id, entries.c.state)).all()
    state = {identifier: told for _, identifier, told in rows}
    by_key = {key: identifier for key, identifier, _ in rows}
    at = f"{capture.name}:"
    for one in listed:
        if identifier := by_key.get(one.key):
            past.first.setdefault(identifier, number)
            past.last[identifier] = number
            past.sign[identifier] = one.sign
    _find_wrong(outcome, past, state, listed, at)
    _find_double(outcome, past, state, listed, at, number)
    _find_lost(outcome, past, state, listed, by_key, at)
    _count_kept(outcome, past, listed, by_key)
    past.state, past.listed, past.by_key = state, tuple(listed), by_key


def _find_wrong(
    outcome: Outcome, past: _Past, state: dict[str, str], listed: Sequence[Listed], at: str
) -> None:
    """Withdrawn now, though its title and addresses still stand in the capture, where they are served by a dataset
    that was first seen after this one was last listed, or by none. (A dataset listed twice may lose one of the two.)"""
    now = Counter(one.sign for one in listed if one.addresses)
    alike = _alike(past, state)
    for identifier, told in state.items():
        sign = past.sign.get(identifier)
        if told == "withdrawn" != past.state.get(identifier) and sign is not None and now[sign]:
            served = alike[sign]
            if len(served) < now[sign] or any(past.first[one] > past.last[identifier] for one in served):
                outcome.wrong.append(f"{at} {sign[0]!r}")


def _find_double(
    outcome: Outcome, past: _Past, state: dict[str, str], listed: Sequence[Listed], at: str, number: int
) -> None:
    """Shown more often than it is listed, with the same title and addresses, because one that is not listed stands
    beside one that was first seen after it. (Of a dataset listed twice, one of the two may be in its grace.)"""
    now = Counter(one.sign for one in listed if one.addresses)
    for sign, shown in _alike(past, state).items():
        if now[sign] and len(shown) > now[sign]:
            gone = [one for one in shown if past.last[one] < number]
            if any(past.first[one] > past.last[other] for one in shown for other in gone):
                outcome.double.append(f"{at} {sign[0]!r} shown {len(shown)} times, listed {now[sign]}")


def _alike(past: _Past, state: dict[str, str]) -> dict[tuple[str, frozenset[str]], list[str]]:
    """The datasets shown, by title and addresses as last listed."""
    found: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for identifier, told in state.items():
        if told != "withdrawn" and identifier in past.sign:
            found[past.sign[identifier]].append(identifier)
    return found


def _find_lost(
    outcome: Outcome,
    past: _Past,
    state: dict[str, str],
    listed: Sequence[Listed],
    by_key: dict[str, str],
    at: str,
) -> None:
    """Listed with a title, and neither its key nor its title is shown."""
    shown = {past.sign[i][0] for i, told in state.items() if told != "withdrawn" and i in past.sign}
    for one in listed:
        served = by_key.get(one.key)
        if one.title and not (served and state[served] != "withdrawn") and one.title not in shown:
            outcome.lost.append(f"{at} {one.title!r}")


def _count_kept(outcome: Outcome, past: _Past, listed: Sequence[Listed], by_key: dict[str, str]) -> None:
    """Of titles that stand once in this capture and once in the one before, under another key, where the old key is
    gone and the new one is new: whether the dataset is the same here."""
    old_keys, new_keys = {one.key for one in past.listed}, {one.key for one in listed}
    before = {title: one for title, one in _once(past.listed).items() if one.key not in new_keys}
    now = {title: one for title, one in _once(listed).items() if one.key not in old_keys}
    for title in before.keys() & now.keys():
        old, new = before[title], now[title]
        if past.by_key.get(old.key) is None:
            continue
        same = past.by_key[old.key] == by_key.get(new.key)
        strong = old.addresses & new.addresses
        outcome.counts["renamed_strong" if strong else "renamed"] += 1
        outcome.counts["kept_strong" if strong else "kept"] += same


def _once(listed: Sequence[Listed]) -> dict[str, Listed]:
    counted = Counter(one.title for one in listed)
    return {one.title: one for one in listed if counted[one.title] == 1 and one.title}


def _decide(ledger: Ledger, slug: str, outcome: Outcome, *, now: str) -> None:
    """The person of this replay confirms what only a move of the portal left open, and nothing else."""
    with ledger.writing() as connection:
        sure = [one.key for one in list_matches(connection, slug) if one.moved and not one.doubt]
        if sure:
            outcome.counts["confirmed"] += confirm_matches(connection, slug, sure, now=now)


def _note_doubts(ledger: Ledger, slug: str, outcome: Outcome) -> None:
    with ledger.reading() as connection:
        for one in list_matches(connection, slug):
            outcome.doubtful.append(
                f"{one.held_title!r} → {one.title!r}: {one.evidence}; {one.doubt or 'moved'}"
            )
