"""What a detection knows so far: what was asked, what came back, and what it shows."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote, urlsplit

from harvester.detecting.answer import Answer
from harvester.detecting.pointing import Pointer, Pointers, of_answer
from harvester.detecting.reading import Evidence, read_evidence
from harvester.detecting.table import Sign, Table

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,300})</title", re.IGNORECASE)
_PAGE = Sign(kind="schemaorg", form="page", what="a page with a schema.org Dataset", register="root")


class Purpose(Enum):
    """Why something is asked."""

    GIVEN = "the address as given"
    HOME = "the front page of its root, for hints"
    SIGN = "a sign of a kind"
    LEAD = "a page that a sitemap names"
    CONTROL = "an address where nothing can be, to see whether the site answers everything alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One question. `root` is the path below which it is asked; a control asks for the `sign` it checks."""

    url: str
    purpose: Purpose
    sign: Sign | None = None
    root: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A sign that an answer bears."""

    sign: Sign
    evidence: Evidence
    asked: str
    root: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one answer showed; `title` is that of a web page. `pages` is itself where it holds
    a schema.org Dataset, which proves something only beside a sitemap. `closed` says that robots.txt kept us from
    asking."""

    probe: Probe
    url: str
    status: int = 0
    failure: str = ""
    closed: bool = False
    title: str = ""
    hits: tuple[Hit, ...] = ()
    pages: tuple[Hit, ...] = ()
    pointers: Pointers = field(default_factory=Pointers)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A detection so far. `requests` counts all that were made, robots.txt and redirects too; `sitemaps` are those
    that robots.txt names."""

    given: str
    table: Table
    seen: tuple[Seen, ...] = ()
    requests: int = 0
    sitemaps: tuple[str, ...] = ()

    def tried(self) -> set[str]:
        """Every address asked, or refused to us."""
        return {seen.probe.url for seen in self.seen} | {seen.url for seen in self.seen}

    def hits(self) -> list[Hit]:
        """Every sign borne so far, the latest first."""
        return [
            hit
            for seen in reversed(self.seen)
            for hit in seen.hits
            if seen.probe.purpose is not Purpose.CONTROL
        ]

    def pointers(self) -> Iterable[Pointer]:
        """Every hint of an answer so far."""
        return (pointer for seen in self.seen for pointer in seen.pointers.kinds)


def look(probe: Probe, answer: Answer, table: Table, *, closed: bool = False) -> Seen:
    """What an answer shows to someone who asked that."""
    hits = _borne(_signs(probe, answer, table), answer, probe)
    pages = () if probe.purpose is Purpose.LEAD else _borne((_PAGE,), answer, probe)
    return Seen(
        probe=probe,
        url=answer.url,
        status=answer.status,
        failure=answer.failure,
        closed=closed,
        title=_title(answer.body) if answer.status == 200 else "",
        hits=hits,
        pages=pages,
        pointers=Pointers() if answer.failure else of_answer(answer, table),
    )


def _borne(signs: Iterable[Sign], answer: Answer, probe: Probe) -> tuple[Hit, ...]:
    digest = hashlib.sha256(answer.body).hexdigest()
    found = ((sign, read_evidence(sign, answer)) for sign in signs)
    return tuple(
        Hit(
            sign=sign,
            evidence=evidence,
            asked=answer.url,
            root=root_of(sign, answer.url, probe),
            digest=digest,
        )
        for sign, evidence in found
        if evidence is not None
    )


def root_of(sign: Sign, url: str, probe: Probe) -> str:
    """The path of the root below which a sign was found."""
    if probe.purpose is not Purpose.GIVEN or sign.path is None:
        return probe.root
    path = urlsplit(url).path
    return path.removesuffix(sign.path.partition("?")[0]).rstrip("/")


def _title(body: bytes) -> str:
    match = _TITLE.search(body[:50_000].decode("utf-8", "replace"))
    return " ".join(html.unescape(match.group(1)).split())[:200] if match else ""


def _signs(probe: Probe, answer: Answer, table: Table) -> tuple[Sign, ...]:
    """The signs that an answer may bear: those asked for at that path, or any whose path the given address has."""
    if probe.purpose is Purpose.LEAD:
        return (_PAGE,)
    if probe.sign is not None and (probe.sign.path is None or probe.purpose is Purpose.CONTROL):
        return (probe.sign,)
    if probe.sign is not None:
        return tuple(sign for sign in table.signs if sign.path == probe.sign.path)
    return tuple(sign for sign in table.signs if _may_stand_at(sign, answer.url))


def _may_stand_at(sign: Sign, url: str) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if sign.path is None:
        return not sign.given or sign.given in path
    own = sign.path.partition("?")[0]
    return bool(own) and path.endswith(own) if sign.form != "xml" else sign.form == "xml"
