"""One round over hosts that answer in every awkward way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import awkward_hosts as hosts
import pytest
from awkward_hosts import Behaviour, Hosts, awkward
from linked import Linked, open_linked

from catalogue.clock import from_instant
from catalogue.ledger.links import Link
from catalogue.linkage.standing import State

W, F, U = State.WORKS, State.FAILING, State.UNKNOWN
EXPECTED: tuple[tuple[Behaviour, State, str], ...] = (
    (hosts.plain, W, ""),
    (hosts.refuses_head, W, ""),
    (hosts.only_head, F, r"answered 404 \(Not Found\)"),
    (hosts.drops_head, W, ""),
    (hosts.not_found, F, r"answered 404 \(Not Found\)"),
    (hosts.just_works, W, ""),
    (hosts.is_being_made, U, "answered 202: what is asked for is still being made"),
    (hosts.forbids, U, "answered 403: .*"),
    (hosts.wants_seconds, U, "answered 429: .*"),
    (hosts.wants_a_date, U, "answered 503: .*"),
    (hosts.leads_round, F, "leads from one address to the next without an end"),
    (hosts.leads_inside, F, "was not asked: 169.254.169.254:80 is on a private network, .*"),
    (hosts.leads_to_a_file_of_this_machine, F, "leads to what is no web address"),
    (hosts.leads_on, W, ""),
    (hosts.wants_its_cookies_back, W, ""),
    (hosts.drips, U, "did not answer in time"),
    (hosts.says_nothing, U, "did not answer in time"),
    (hosts.never_ends, W, ""),
    (hosts.grows, W, ""),
    (hosts.asks_to_sign_in, F, "answered with a page that asks to sign in"),
    (hosts.is_a_service, W, "answers when it is asked properly"),
    (hosts.has_huge_heads, W, ""),
    (hosts.has_a_huge_line, F, "broke off the connection"),
    (hosts.says_more_than_it_sends, W, "broke off before its end"),
    (hosts.sends_more_than_it_says, W, ""),
    (hosts.speaks_no_http, F, ".+"),
    (hosts.hangs_up, F, "broke off the connection"),
    (hosts.wants_the_whole, W, ""),
    (hosts.has_an_error_inside, F, "answered with a page that asks to sign in"),
)
BEHAVIOURS = {behaviour.__name__: behaviour for behaviour, _, _ in EXPECTED}
NOWHERE = "http://no-such-council.invalid/bins.csv"
REFUSES = "http://127.3.0.9:9/bins.csv"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Linked, Hosts]]:
    """Every link, checked once."""
    with open_linked(tmp_path_factory.mktemp("linked")) as linked, awkward(BEHAVIOURS) as up:
        linked.lead_to([f"{place}/bins.csv" for place in up.places.values()])
        linked.lead_to([NOWHERE, REFUSES, "http://10.0.0.1/x"])
        assert linked.check() == 0, linked.log
        yield linked, up


def link_at(asked: tuple[Linked, Hosts], name: str) -> Link:
    linked, up = asked
    return linked.links()[f"{up.places[name]}/bins.csv"]


@pytest.mark.parametrize(("name", "state", "remark"), [(b.__name__, *more) for b, *more in EXPECTED])
def test_what_a_host_does_decides(asked: tuple[Linked, Hosts], name: str, state: State, remark: str) -> None:
    link = link_at(asked, name)
    assert link.state is state, link.remark
    assert re.fullmatch(remark, link.remark), link.remark


@pytest.mark.parametrize(
    ("url", "remark"),
    [
        (NOWHERE, "is on a host whose name leads to no public address"),
        (REFUSES, "refused the connection"),
        (
            "http://10.0.0.1/x",
            "was not asked: 10.0.0.1:80 is on a private network, where no public portal is",
        ),
    ],
)
def test_a_host_that_is_not_there_fails(asked: tuple[Linked, Hosts], url: str, remark: str) -> None:
    link = asked[0].links()[url]
    assert (link.state, link.remark) == (State.FAILING, remark)


def test_type_length_and_end_of_redirects_are_kept(asked: tuple[Linked, Hosts]) -> None:
    led, ranged = link_at(asked, "leads_on"), link_at(asked, "refuses_head")
    assert led.leads_to.endswith("/there")
    assert (ranged.media_type, ranged.length, ranged.leads_to) == ("text/csv", 9000, "")


@pytest.mark.parametrize(("name", "hours"), [("wants_seconds", 2), ("wants_a_date", 5)])
def test_a_host_that_asks_us_to_wait_is_asked_once_and_left_alone(
    asked: tuple[Linked, Hosts], name: str, hours: int
) -> None:
    link = link_at(asked, name)
    rest = from_instant(link.due) - from_instant(link.checked)
    assert hours * 3600 - 5 <= rest.total_seconds() < hours * 3600 * 1.15
    assert len(asked[1].asked_of(name)) == 1


def test_no_host_was_asked_twice_within_half_a_second(asked: tuple[Linked, Hosts]) -> None:
    """By the hosts' own clock."""
    for name in BEHAVIOURS:
        times = [one.at for one in asked[1].asked_of(name)]
        assert all(later - earlier >= 0.5 for earlier, later in pairwise(times)), name


def test_no_more_than_the_first_bytes_are_asked_for(asked: tuple[Linked, Hosts]) -> None:
    _, ranged = asked[1].asked_of("plain")
    assert (ranged.method, ranged.headers["range"]) == ("GET", "bytes=0-16383")
    assert ranged.headers["accept-encoding"] == "identity"
    assert ranged.headers["user-agent"].startswith("Stook/")


def test_cookies_are_forgotten_with_the_question(asked: tuple[Linked, Hosts]) -> None:
    """Each question begins without any, and other hosts get none."""
    up = asked[1]
    got = [one.headers.get("cookie", "") for one in up.asked_of("wants_its_cookies_back")]
    assert got == ["", "first=1", "first=1; second=2"] * 2
    assert not any("cookie" in one.headers for one in up.asked_of("leads_on"))


def test_every_link_was_checked_once_and_given_back(asked: tuple[Linked, Hosts]) -> None:
    linked, _ = asked
    assert sorted(linked.checks()) == sorted(linked.links())
    assert "Traceback" not in linked.log, linked.log
