"""Turns before the store: in order within a client, by turns between clients, none lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio
import pytest
from anyio import create_task_group
from anyio.lowlevel import checkpoint

from web.turns import Full, TooMany, Turns


def turns(at_once: int = 2, each: int = 1, waiting: int = 100, waiting_each: int = 10) -> Turns:
    return Turns(at_once=at_once, each=each, waiting=waiting, waiting_each=waiting_each)


def run(work: Callable[[], Awaitable[None]]) -> None:
    anyio.run(work)


async def settle() -> None:
    """Lets every task that can go on do so."""
    for _ in range(20):
        await checkpoint()


def test_one_greedy_client_never_holds_up_another() -> None:
    async def work() -> None:
        made, served = turns(), list[str]()

        async def ask(client: str) -> None:
            await made.take(client, 60)
            served.append(client)

        async with create_task_group() as group:
            for _ in range(5):
                group.start_soon(ask, "greedy")
            await settle()
            group.start_soon(ask, "modest")
            await settle()
            assert served == ["greedy", "modest"]
            for _ in range(4):
                made.give("greedy")
                await settle()
        assert served == ["greedy", "modest", *["greedy"] * 4]

    run(work)


def test_clients_are_served_by_turns() -> None:
    async def work() -> None:
        made, served = turns(at_once=1, each=1), list[str]()

        async def ask(client: str) -> None:
            await made.take(client, 60)
            served.append(client)
            await settle()
            made.give(client)

        async with create_task_group() as group:
            for client in "aaabbc":
                group.start_soon(ask, client)
        assert served == list("aabcab")

    run(work)


def test_too_many_of_one_client_are_turned_away_and_others_not() -> None:
    async def work() -> None:
        made = turns(waiting_each=2)
        async with create_task_group() as group:
            for _ in range(3):
                group.start_soon(made.take, "a", 60)
            await settle()
            with pytest.raises(TooMany):
                await made.take("a", 60)
            await made.take("b", 60)
            group.cancel_scope.cancel()

    run(work)


def test_a_queue_that_is_full_turns_everybody_away() -> None:
    async def work() -> None:
        made = turns(at_once=1, waiting=2)
        await made.take("x", 60)
        async with create_task_group() as group:
            group.start_soon(made.take, "a", 60)
            group.start_soon(made.take, "b", 60)
            await settle()
            with pytest.raises(Full):
                await made.take("c", 60)
            group.cancel_scope.cancel()

    run(work)


def test_who_waits_too_long_is_told_and_leaves_no_trace() -> None:
    async def work() -> None:
        made = turns(at_once=1)
        await made.take("a", 60)
        with pytest.raises(Full):
            await made.take("b", 0)
        made.give("a")
        await made.take("c", 0)

    run(work)


def test_a_turn_given_to_one_who_has_gone_goes_on_to_the_next() -> None:
    async def work() -> None:
        made, served = turns(at_once=1), list[str]()

        async def ask(client: str) -> None:
            await made.take(client, 60)
            served.append(client)

        await made.take("a", 60)
        async with create_task_group() as outer:
            async with create_task_group() as inner:
                inner.start_soon(ask, "b")
                await settle()
                outer.start_soon(ask, "c")
                await settle()
                inner.cancel_scope.cancel()
                made.give("a")  # before the task of b has heard of its end
            await settle()
        assert served == ["c"]

    run(work)
