"""Whether a portal that is asked for changes alone answers truly: control queries, and the total each time.

A filter by date that a portal ignores, or that leaves out records without a date, is found by counting; what such a
run cannot see, a record that is gone, shows in the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import structlog
from scrapy import Request
from sqlalchemy import Connection

from catalogue.ledger.plans import Filter, Plan, get_filter, plan_run, set_filter
from catalogue.ledger.runs import Ask, OpenRun
from catalogue.ledger.short_runs import count_new, counted, has_failed, last_total, note_total, widen
from harvester.asks import to_ask
from harvester.spider import Counted, PortalSpider

log = structlog.get_logger()

_ALL, _OLD, _NEW = (one.value for one in Counted)
Counts = Mapping[str, Sequence[int | None]]


def plan_for(connection: Connection, spider: PortalSpider, mapper: str, *, now: str, full: bool) -> Plan:
    """The plan of a portal's next run: changes alone are asked for where its kind can, its filter is not known to be
    unsound, and its setting `changes` is not "no"."""
    slug, portal = spider.portal.slug, spider.portal
    plan = plan_run(connection, slug, mapper=mapper, full=full)
    if not plan.since:
        return plan
    known = get_filter(connection, slug, now=now)
    able = portal.setting("changes") != "no" and any(True for _ in spider.begin_since(plan.since))
    return plan if able and (known is None or known.sound) else replace(plan, since="")


def in_doubt(connection: Connection, run: OpenRun, spider: PortalSpider, *, now: str) -> list[Ask]:
    """What opens a run of changes: the changes and the total, or first of all the control queries."""
    controls = [to_ask(request) for request in spider.controls()]
    if controls and get_filter(connection, spider.portal.slug, now=now) is None:
        return controls
    totals = [ask for ask in controls if ask.request["control"] == _ALL]
    return totals + [to_ask(request) for request in spider.begin_since(run.since)]


def go_on(
    connection: Connection, run: OpenRun, spider: PortalSpider, *, now: str
) -> tuple[OpenRun, Iterable[Request]]:
    """What follows when nothing is left to ask: nothing, the changes once the filter is proven, or everything."""
    counts = counted(connection, run)
    slug = spider.portal.slug
    if counts and get_filter(connection, slug, now=now) is None:
        doubt = doubt_of(counts)
        if all(None not in one for one in counts.values()):
            set_filter(connection, slug, Filter(asked=now, sound=not doubt, sentence=doubt))
        return (
            (run, spider.begin_since(run.since)) if not doubt else begin_anew(connection, run, spider, doubt)
        )
    failed = "its changes could not be asked for" if has_failed(connection, run) else ""
    doubt = failed or _gone(connection, run, counts)
    return begin_anew(connection, run, spider, doubt) if doubt else (run, ())


def begin_anew(
    connection: Connection, run: OpenRun, spider: PortalSpider, why: str
) -> tuple[OpenRun, Iterable[Request]]:
    """The run asks for everything after all."""
    log.info("run widened", portal=spider.portal.slug, run=run.number, why=why)
    widen(connection, run, why=why)
    return replace(run, since="", whole=True), spider.begin()


def doubt_of(counts: Counts) -> str:
    """Why a filter cannot be believed by what control queries counted; "" where it can."""
    if any(None in one for one in counts.values()):
        return "a control query of its filter by date got no count"
    everything, old, new = (sum(n or 0 for n in counts.get(name, ())) for name in (_ALL, _OLD, _NEW))
    if new:
        return f"its filter by date is not supported: {new:,} records have changed in the year 2100"
    if _OLD in counts and old != everything:
        return f"its filter by date is not supported: of {everything:,} records it finds {old:,} since 1970"
    return ""


def _gone(connection: Connection, run: OpenRun, counts: Counts) -> str:
    """What the total says against the changes read; "" where they agree, or the kind cannot tell a total."""
    if _ALL not in counts:
        return ""
    before, new = last_total(connection, run), count_new(connection, run)
    if before is None or None in counts[_ALL]:
        return "it did not say how many records it has"
    total = sum(n or 0 for n in counts[_ALL])
    note_total(connection, run, total)
    if total != before + new:
        return f"it has {total:,} records, had {before:,} at the last run, and {new:,} are new"
    return ""
