"""What must come of each bad day: the verdict, the words that say where it hurts, and what may have moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from harvester.harvest import Ended

C, P, F = Ended.COMPLETE, Ended.PARTIAL, Ended.FAILED
SHORT = frozenset({P, F})
ROBOTS, KILLED = "robots", "killed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """`words` is a regular expression for the sentence; `placed` says that the sentence names the page's address.

    Of what was live before: `missing` may be counted as missing, `new` records may have been added, and with
    `changed` what is held may say something else. `after` more records are held when the portal is well again.
    """

    verdicts: frozenset[Ended]
    words: str = ""
    placed: bool = False
    missing: int = 0
    new: int = 0
    changed: bool = False
    after: int = 0
    finding: str = ""


def _page(words: str, *, verdicts: frozenset[Ended] = SHORT) -> Expected:
    return Expected(verdicts=verdicts, words=words, placed=True)


_ALL = r"^([\d,]+) of \1 records read"
_MORE = "the portal says that it has"
_WELL = Expected(verdicts=frozenset({C}), words=_ALL)
_HELD = "are not listed any more; they stay until a person has looked"
EXPECTED: Mapping[str, Expected] = MappingProxyType(
    {
        "html": _page(r"got a web page \(title: Maintenance\)"),
        "html-once": _WELL,
        "server-error": _page(r"answered 500 \(Internal Server Error\)"),
        "gone": _page(r"answered 404 \(Not Found\)", verdicts=frozenset({F})),
        "forbidden": _page(r"answered 403 \(Forbidden\)", verdicts=frozenset({F})),
        "wait-date": _WELL,
        "wait-seconds": _WELL,
        "wait-long": _page(r"answered 429 and asked us to wait 7,200 seconds"),
        "slow-drip": _page("did not answer in time"),
        "silence": _page("did not answer in time"),
        "cut-off": _page("broke off"),
        "truncated": _page("could not be read: "),
        "truncated-gzip": _page("could not be read: |broke off"),
        "gzip-bomb": _page("sent more than one answer may have, once unpacked"),
        "xml-bomb": _page("could not be read: "),
        "too-deep": _page("could not be read: "),
        "wrong-type": _WELL,
        "redirect-private": _page("which was not asked: 169.254.169.254:80 is on a private network"),
        "redirect-loop": _page("leads from one address to the next without an end"),
        "empty-page": Expected(verdicts=SHORT, words="an empty page|no dataset|" + _MORE),
        "repeated-page": _page("repeats? the one before|of the page before|only records that earlier pages had"),
        "loop": Expected(verdicts=SHORT, words=f"repeats? the one before|of the page before|{_MORE}"),
        "clamped-total": Expected(verdicts=frozenset({C, P}), words=f"{_HELD}|{_MORE}|{_ALL}"),
        "high-total": Expected(verdicts=frozenset({P}), words=_MORE),
        "added": Expected(verdicts=frozenset({C, P}), new=1, after=1),
        "removed": Expected(verdicts=frozenset({C, P}), missing=1),
        "poisoned": Expected(verdicts=frozenset({C}), words="1 rejected", finding="has no title"),
        "few-vanish": Expected(verdicts=frozenset({C}), missing=2),
        "many-vanish": Expected(verdicts=frozenset({C}), words=_HELD),
        "all-vanish": Expected(verdicts=frozenset({C, F}), words=_HELD + "|could not be read"),
        "key-case": Expected(verdicts=frozenset({C, P, F}), words=_HELD + "|could not be read: |rejected"),
        ROBOTS: _page("closed to harvesters by the portal's robots.txt", verdicts=frozenset({F})),
        KILLED: _WELL,
    }
)  # fmt: skip
