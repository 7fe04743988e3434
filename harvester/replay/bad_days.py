"""The bad days that a portal can have: each by its name, what it does, and at which kinds it cannot happen."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.replay.faults import (
    Answer,
    CutOff,
    Drip,
    Fault,
    FaultyApp,
    HtmlInstead,
    Redirect,
    Rule,
    Status,
    Truncated,
    healthy_answer,
    heard,
)
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording
from harvester.replay.shapes import SHAPES, Shape
from harvester.replay.spoiling import (
    XML_BOMB,
    AtFirst,
    Bomb,
    Capitalised,
    Instead,
    OnwardIsSelf,
    Recounted,
    Relabelled,
    Silence,
    TruncatedGzip,
    Unfiltered,
    Wait,
    too_deep,
)

METADATA_ADDRESS = "http://169.254.169.254/latest/meta-data/"
FEW = 2  # records; fewer than make anybody wonder
MANY = 0.25  # of the records, or fourteen: more than a portal loses without a person having looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A portal that is to have a bad day; `make` builds the healthy app of a recording."""

    recording: Recording
    shape: Shape
    make: Callable[[Recording], ASGIApp]

    @property
    def records(self) -> tuple[bytes, ...]:
        """Its records, a line each."""
        return tuple(self.recording.records)

    def app(self, records: Iterable[bytes] | None = None) -> ASGIApp:
        """The healthy app, of these records instead of its own."""
        held = self.recording if records is None else replace(self.recording, records=as_lines(records))
        return self.make(held)

    def with_fault(self, fault: Fault, pattern: str) -> ASGIApp:
        """The healthy app with a fault at the addresses that `pattern` is found in."""
        return FaultyApp(self.app(), [Rule(fault=fault, pattern=pattern)])


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDay:
    """A fault by name. `needs` are the parts of a shape without which it cannot happen."""

    what: str
    spoil: Callable[[Patient], ASGIApp]
    needs: tuple[str, ...] = ()


class Unspoilt(Exception):
    """A fault that cannot happen to a portal; its text says why."""


def spoilt(day: str, recording: Recording, make: Callable[[Recording], ASGIApp]) -> ASGIApp:
    """The app of a portal that is having a bad day. Raises Unspoilt."""
    if reason := why_never(day, recording.kind):
        raise Unspoilt(reason)
    patient = Patient(recording=in_short_pages(recording), shape=SHAPES[recording.kind], make=make)
    return BAD_DAYS[day].spoil(patient)


def why_never(day: str, kind: str) -> str:
    """Why a bad day cannot happen at a kind; "" where it can."""
    if day not in BAD_DAYS:
        return f"there is no fault {day!r}; there are {', '.join(BAD_DAYS)}"
    if kind not in SHAPES:
        return f"nobody has said yet what the answers of kind {kind!r} look like"
    shape = SHAPES[kind]
    lacking = [shape.lacks[need] for need in BAD_DAYS[day].needs if need in shape.lacks]
    if "fallback" in BAD_DAYS[day].needs and not shape.fallback:
        lacking.append("is asked in one way, or in others that end at the same pages")
    return shape.never.get(day) or (f"{kind} {lacking[0]}" if lacking else "")


def in_short_pages(recording: Recording) -> Recording:
    """The recording with pages so short that a small portal has several."""
    small = SHAPES[recording.kind].small
    return replace(recording, options=MappingProxyType({**recording.options, **small}))


def _on_pages(fault: Fault) -> Callable[[Patient], ASGIApp]:
    """On every page after the first; on the only one where there is but one."""
    return lambda one: one.with_fault(fault, one.shape.spoilt)


def _everywhere(fault: Fault) -> Callable[[Patient], ASGIApp]:
    return lambda one: one.with_fault(fault, "")


def _recounted(change: Callable[[int], int]) -> Callable[[Patient], ASGIApp]:
    return lambda one: one.with_fault(Recounted(pattern=one.shape.total, change=change), one.shape.pages)


def _holding(records: Callable[[Patient], Iterable[bytes]]) -> Callable[[Patient], ASGIApp]:
    """A portal that answers well, and holds something else."""
    return lambda one: one.app(records(one))


def _while_paging(records: Callable[[Patient], Iterable[bytes]]) -> Callable[[Patient], ASGIApp]:
    """A portal that holds something else from the second page on."""
    return lambda one: _ByPage(one.app(), one.app(records(one)), one.shape.later)


class _ByPage:
    """One app for the first page, another for those after it."""

    def __init__(self, first: ASGIApp, then: ASGIApp, later: str) -> None:
        self._first, self._then, self._later = first, then, later

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked, receive = await heard(scope, receive)
        app = self._then if re.search(self._later, asked) else self._first
        await app(scope, receive, send)


class _Stuck:
    """Answers every later page with the answer to the first page that was asked for."""

    def __init__(self, app: ASGIApp, shape: Shape) -> None:
        self._app, self._shape = app, shape
        self._first: Answer | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked, receive = await heard(scope, receive)
        if self._first and re.search(self._shape.later, asked):
            await self._first.with_body(self._first.body)(scope, receive, send)
            return
        answer = await healthy_answer(self._app, scope, receive)
        if re.search(self._shape.pages, asked) and not re.search(self._shape.later, asked):
            self._first = answer
        await answer.with_body(answer.body)(scope, receive, send)


def _empty_page(one: Patient) -> ASGIApp:
    """The first page holds its records, and those after it none, though the total is what it was."""
    size, total = next(iter(one.shape.small.values())), len(one.records)
    short = one.app(one.records[:size])
    if not one.shape.total:
        return _ByPage(one.app(), short, one.shape.later)
    counted = Recounted(pattern=one.shape.total, change=lambda _: total)
    return _ByPage(one.app(), FaultyApp(short, [Rule(fault=counted)]), one.shape.later)


def one_more(one: Patient) -> tuple[bytes, ...]:
    """All records, and before them one that is new: the first with an id and a title of its own."""
    line = one.records[0]
    new = _under_another_id(line, one.shape, _lowest)
    title = _found(one.shape.title, line)
    return (new.replace(title, title + b" once more"), *one.records)


def _under_another_id(line: bytes, shape: Shape, change: Callable[[bytes], bytes]) -> bytes:
    for pattern in shape.identity:
        if identity := _found(pattern, line):
            line = line.replace(identity, change(identity))
    return line


def _renamed(one: Patient) -> tuple[bytes, ...]:
    """All records, each under another id of the same form: every hexadecimal digit becomes the next one."""
    turned = bytes.maketrans(b"0123456789abcdef", b"123456789abcdef0")
    return tuple(
        _under_another_id(line, one.shape, lambda identity: identity.translate(turned))
        for line in one.records
    )


def _poisoned(one: Patient) -> tuple[bytes, ...]:
    """The first record lacks what it cannot be read without."""
    first, *others = one.records
    found = re.search((one.shape.poison or one.shape.title).encode(), first)
    if found is None:
        raise Unspoilt(f"the first record has no title: {first[:200]!r}")
    return (first[: found.start(1)] + first[found.end(1) :], *others)


def gone_count(total: int) -> int:
    """How many of so many records are more than a portal loses without a person having looked."""
    return max(14, math.ceil(total * MANY))


def _found(pattern: str, line: bytes) -> bytes:
    found = re.search(pattern.encode(), line)
    return found[1] if found else b""


def _lowest(identity: bytes) -> bytes:
    """An id of the same form that comes before all others."""
    return re.sub(rb"[0-9a-z]", b"0", identity[:8]) + identity[8:]


BAD_DAYS: Mapping[str, BadDay] = MappingProxyType(
    {
        "html": BadDay(what="a page of HTML with status 200", spoil=_on_pages(HtmlInstead())),
        "html-once": BadDay(
            what="the same, and the page itself when it is asked again", spoil=_on_pages(AtFirst(fault=HtmlInstead()))
        ),
        "first-way": BadDay(
            what="a page of HTML wherever the first way of asking leads",
            spoil=lambda one: one.with_fault(HtmlInstead(), one.shape.pages),
            needs=("fallback",),
        ),
        "server-error": BadDay(what="status 500 for a page", spoil=_on_pages(Status(code=500))),
        "gone": BadDay(what="status 404 for everything", spoil=_everywhere(Status(code=404))),
        "forbidden": BadDay(what="status 403 for everything", spoil=_everywhere(Status(code=403))),
        "wait-date": BadDay(
            what="429 with a date a second away, then the page", spoil=_on_pages(AtFirst(fault=Wait(seconds=1)))
        ),
        "wait-seconds": BadDay(
            what="503 with a second to wait, then the page",
            spoil=_on_pages(AtFirst(fault=Status(code=503, retry_after="1"))),
        ),
        "wait-long": BadDay(
            what="429 with two hours to wait", spoil=_on_pages(Status(code=429, retry_after="7200"))
        ),
        "slow-drip": BadDay(what="a page that comes byte by byte", spoil=_on_pages(Drip(size=1, pause=0.2))),
        "silence": BadDay(what="the head of an answer, and nothing more", spoil=_on_pages(Silence())),
        "cut-off": BadDay(what="a connection that breaks in the middle", spoil=_on_pages(CutOff())),
        "truncated": BadDay(what="half of a page as if it were all", spoil=_on_pages(Truncated())),
        "truncated-gzip": BadDay(
            what="half of a packed page as if it were all", spoil=_on_pages(TruncatedGzip())
        ),
        "gzip-bomb": BadDay(what="300 MB in 300 KB", spoil=_on_pages(Bomb(megabytes=300))),
        "xml-bomb": BadDay(
            what="XML with entities in entities",
            spoil=_on_pages(Instead(body=XML_BOMB, media_type="application/xml")),
        ),
        "too-deep": BadDay(
            what="a document nested fifty thousand times",
            spoil=lambda one: _on_pages(too_deep(one.shape.syntax))(one),
        ),
        "wrong-type": BadDay(
            what="the right page, labelled text/html", spoil=_on_pages(Relabelled(media_type="text/html"))
        ),
        "redirect-private": BadDay(
            what="a redirect to a private address", spoil=_on_pages(Redirect(to=METADATA_ADDRESS))
        ),
        "redirect-loop": BadDay(what="a redirect to the same page", spoil=_on_pages(Redirect(to="?"))),
        "empty-page": BadDay(
            what="a page without records before the end", spoil=_empty_page, needs=("turning",)
        ),
        "repeated-page": BadDay(
            what="the first page again, whatever was asked",
            spoil=lambda one: _Stuck(one.app(), one.shape),
            needs=("turning",),
        ),
        "loop": BadDay(
            what="a page whose next page is itself",
            spoil=lambda one: one.with_fault(
                OnwardIsSelf(pattern=one.shape.onward, parameter=one.shape.turn), one.shape.later
            ),
            needs=("turning", "onward"),
        ),
        "clamped-total": BadDay(
            what="a total of one page's records",
            spoil=lambda one: _recounted(_clamped(one))(one),
            needs=("turning", "total"),
        ),
        "high-total": BadDay(
            what="a total of more than there are", spoil=_recounted(lambda total: total + 7), needs=("total",)
        ),
        "added": BadDay(
            what="a record added between two pages", spoil=_while_paging(one_more), needs=("turning",)
        ),
        "removed": BadDay(
            what="a record removed between two pages",
            spoil=_while_paging(lambda one: one.records[1:]),
            needs=("turning",),
        ),
        "poisoned": BadDay(what="a record that cannot be read", spoil=_holding(_poisoned)),
        "new-ids": BadDay(what="every record under another id", spoil=_holding(_renamed)),
        "few-vanish": BadDay(
            what="two records are not listed any more", spoil=_holding(lambda one: one.records[:-FEW])
        ),
        "many-vanish": BadDay(
            what="more than a fifth of the records are not listed any more",
            spoil=_holding(lambda one: one.records[: -gone_count(len(one.records))]),
        ),
        "all-vanish": BadDay(what="no record is listed any more", spoil=_holding(lambda _: ())),
        "ignored-filter": BadDay(
            what="everything, though only what has changed was asked for",
            spoil=lambda one: Unfiltered(one.app(), one.shape.filter),
            needs=("filter",),
        ),
        "key-case": BadDay(
            what="every name in an answer begins with a capital",
            spoil=lambda one: one.with_fault(Capitalised(syntax=one.shape.syntax), ""),
        ),
    }
)  # fmt: skip


def _clamped(one: Patient) -> Callable[[int], int]:
    size = int(next(iter(one.shape.small.values())))
    return lambda total: min(total, size)
