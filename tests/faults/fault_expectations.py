"""What must come of each bad day: the verdict, the words that say where it hurts, and what may have moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from harvester.ended import Ended

C, P, F = Ended.COMPLETE, Ended.PARTIAL, Ended.FAILED
SHORT = frozenset({P, F})
ROBOTS, KILLED = "robots", "killed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a cell is held to.

    `words` is a regular expression for the sentence; with `as_before` it is that of the good run, with `placed` it
    names the page's address. `finding` is the code of one that must be there. Of what was live before, `missing` may
    be counted as missing; `new` records may have been added; with `changed` what is held may say something else.
    `after` more records are held when the portal is well again.
    """

    verdicts: frozenset[Ended]
    words: str = ""
    as_before: bool = False
    placed: bool = False
    missing: int = 0
    new: int = 0
    changed: bool = False
    after: int = 0
    finding: str = ""
    stranger: bool = False  # what was new on the bad day is missing after it
    shorter: bool = False  # played in a run that asks for what has changed alone


def _page(words: str, *, verdicts: frozenset[Ended] = SHORT) -> Expected:
    return Expected(verdicts=verdicts, words=words, placed=True)


_ALL = r"^([\d,]+) of \1 records read"
_AGAIN = "repeats? the one before|of the page before|only records that earlier pages had"
_ANY = frozenset({C, P, F})  # where another way of reading may bring what this one does not
_MORE = "the portal says that it has"
_WELL = Expected(verdicts=frozenset({C}), as_before=True)


def _strangers(count: int) -> Expected:
    return Expected(
        verdicts=frozenset({C}), changed=True, new=count, missing=count, after=count, stranger=True
    )


_HELD = "are not listed any more; they stay until a person has looked"
EXPECTED: Mapping[str, Expected] = MappingProxyType(
    {
        "html": _page(r"got a web page.*\(title: Maintenance\)"),
        "html-once": _WELL,
        "first-way": Expected(verdicts=_ANY, changed=True, words=f"{_ALL}|another way was taken, since |taken once"),
        "server-error": _page(r"answered 500 \(Internal Server Error\)"),
        "gone": _page(r"answered 404 \(Not Found\)", verdicts=frozenset({F})),
        "forbidden": _page(r"answered 403 \(Forbidden\)", verdicts=frozenset({F})),
        "wait-date": _WELL,
        "wait-seconds": _WELL,
        "wait-long": _page(r"answered 429 and asked us to wait 7,200 seconds"),
        "slow-drip": _page("did not answer in time"),
        "silence": _page("did not answer in time"),
        "cut-off": _page("broke off"),
        "truncated": _page("could (not )?be read: "),
        "truncated-gzip": _page("could not be read: |broke off"),
        "gzip-bomb": _page("sent more than one answer may have, once unpacked"),
        "xml-bomb": _page("could not be read: "),
        "too-deep": _page("could not be read: "),
        "wrong-type": _WELL,
        "redirect-private": _page("which was not asked: 169.254.169.254:80 is on a private network"),
        "redirect-loop": _page("leads from one address to the next without an end"),
        "empty-page": Expected(verdicts=_ANY, words=f"an empty page|no dataset|{_MORE}|{_ALL}"),
        "repeated-page": Expected(verdicts=_ANY, words=f"{_AGAIN}|{_ALL}"),
        "loop": Expected(verdicts=_ANY, words=f"{_AGAIN}|{_MORE}|{_ALL}"),
        "clamped-total": Expected(verdicts=frozenset({C, P}), words=f"{_HELD}|{_MORE}|{_ALL}"),
        "high-total": Expected(verdicts=frozenset({C, P}), words=f"{_MORE}|{_ALL}"),
        "added": Expected(verdicts=frozenset({C, P}), new=1, after=1),
        "removed": Expected(verdicts=frozenset({C, P}), missing=1),
        "poisoned": Expected(verdicts=frozenset({C}), words=r"\d rejected", finding="unreadable-record"),
        "new-ids": Expected(verdicts=frozenset({C}), changed=True),
        "few-vanish": Expected(verdicts=frozenset({C, P}), missing=2),
        "many-vanish": Expected(verdicts=frozenset({C}), words=_HELD),
        "all-vanish": Expected(verdicts=frozenset({C, F}), words=_HELD + "|could not be read"),
        "ignored-filter": Expected(verdicts=frozenset({C}), words=f"{_ALL}|Nothing has changed since", shorter=True),
        "key-case": Expected(verdicts=frozenset({C, P, F}), words=f"{_HELD}|could not be read: |rejected|{_ALL}"),
        ROBOTS: _page("closed to harvesters by the portal's robots.txt", verdicts=frozenset({F})),
        KILLED: _WELL,
    }
)  # fmt: skip

# Where a kind is held to something else, and why.
OWN: Mapping[tuple[str, str], Expected] = MappingProxyType(
    {
        # What says next to nothing is not known again under another name: it is new, and what it was is missing.
        ("new-ids", "arcgis_server"): _strangers(3),
        ("new-ids", "geoserver"): _strangers(1),
        ("new-ids", "oai_pmh"): _strangers(1),
        ("new-ids", "schemaorg"): _strangers(2),
        # Any page of a site may be one without a dataset, so one of HTML is such a page; the grace is for this.
        ("html-once", "schemaorg"): Expected(verdicts=frozenset({C}), words=_ALL, missing=5),
        # The site has no sitemap then, which is what its officer can mend.
        ("gone", "schemaorg"): _page("could not be read: expected a sitemap", verdicts=frozenset({F})),
        # The bundled site also holds pages that are no datasets, so that nine of those vanish: few.
        ("many-vanish", "schemaorg"): Expected(
            verdicts=frozenset({C, P}), words=f"{_HELD}|{_ALL}", missing=10
        ),
    }
)
