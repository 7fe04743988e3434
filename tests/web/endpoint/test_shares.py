"""A share of a minute: used up, come back, and each client's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.shares import Budget, Share


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def share(minute: float = 30, clock: Clock | None = None) -> Share:
    return Share(Budget(name="x", what="x", minute=minute), clock or Clock())


def test_who_has_used_nothing_has_it_all() -> None:
    assert (share().left("a"), share().wait("a")) == (30, 0)


def test_a_budget_of_five_lets_five_through_however_fast_it_comes_back() -> None:
    clock = Clock()
    made, served = Share(Budget(name="x", what="x", minute=5, each=1), clock), 0
    while not made.wait("a"):
        made.use("a", 1)
        served += 1
        clock.at += 0.1
    assert served == 5


def test_what_one_client_uses_is_no_other_ones() -> None:
    made = share()
    made.use("a", 31)
    assert made.wait("a") > 0
    assert (made.left("b"), made.wait("b")) == (30, 0)


def test_a_share_is_whole_again_after_a_minute() -> None:
    clock = Clock()
    made = share(30, clock)
    made.use("a", 30)
    clock.at += 60
    assert made.left("a") == 30


def test_no_share_at_all_is_no_limit() -> None:
    made = share(0)
    made.use("a", 1e9)
    assert made.wait("a") == 0


@given(st.lists(st.floats(0, 100), max_size=20), st.floats(1, 1000))
def test_who_waits_as_long_as_told_may_ask_again(uses: list[float], minute: float) -> None:
    clock = Clock()
    made = share(minute, clock)
    for amount in uses:
        made.use("a", amount)
        clock.at += 0.1
    clock.at += made.wait("a")
    assert made.wait("a") == 0


def test_clients_that_came_once_are_forgotten() -> None:
    clock = Clock()
    made = share(30, clock)
    for number in range(50_000):
        made.use(str(number), 1)
    assert len(made._used) <= 20_000
    clock.at += 3600
    for number in range(50_000):
        made.use(str(number % 3), 1)
    assert len(made._used) == 3
