"""How an address stands, in a sentence with its history, for the page of whatever leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.ledger.link_checks import Check
from catalogue.ledger.links import Link
from catalogue.linkage.leading import asked_as
from catalogue.linkage.standing import Outcome, State

_MARKS = {State.WORKS: "ok", State.FAILING: "unsure", State.DEAD: "bad", State.UNKNOWN: "unsure"}
_TIMES = {1: "once", 2: "twice", 3: "three times"}
_OUTCOMES = {
    Outcome.WORKS: "worked",
    Outcome.FAILED: "failed",
    Outcome.UNKNOWN: "could not be checked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One check; `found` says what it found."""

    at: str
    method: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTold:
    """`said` is followed by the instant `at`, and that by `remark`, what the address did; `worked` is when it last
    worked, where it does not now. `mark` is a class of the style sheet."""

    mark: str
    said: str
    at: str
    remark: str
    worked: str
    checks: tuple[CheckRow, ...]


def tell_links(links: Sequence[Link], checks: Mapping[int, tuple[Check, ...]]) -> dict[str, LinkTold]:
    """Each link that was asked, by the address as it is asked."""
    return {
        asked_as(link.url): tell_link(link, checks.get(link.id, ()))
        for link in links
        if link.state is not State.NEVER_ASKED
    }


def tell_link(link: Link, checks: tuple[Check, ...] = ()) -> LinkTold:
    """How a link that was asked stands."""
    worked = next((one.at for one in checks if one.outcome is Outcome.WORKS), "")
    return LinkTold(
        mark=_MARKS[link.state],
        said=say_state(link),
        at=link.first_failure if link.state in (State.FAILING, State.DEAD) else link.checked,
        remark=link.remark,
        worked="" if link.state is State.WORKS else worked,
        checks=tuple(
            CheckRow(
                at=one.at,
                method=one.method,
                found=f"{_OUTCOMES[one.outcome]}: {one.remark}" if one.remark else _OUTCOMES[one.outcome],
            )
            for one in checks
        ),
    )


def say_state(link: Link) -> str:
    """How it stands, in words that an instant follows."""
    if link.state is State.WORKS:
        return "Worked on"
    if link.state is State.UNKNOWN:
        return "Could not be checked on"
    times = _TIMES.get(link.failures, f"{link.failures} times")
    return f"Failed {times}, on" if link.failures == 1 else f"Failed {times} since"
