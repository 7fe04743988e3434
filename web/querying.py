"""How the site asks its store for somebody: within limits, in turn, at that client's expense; and how it says so."""

from __future__ import annotations

import time
from asyncio import get_running_loop
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from starlette.requests import Request

from catalogue.errors import AnswerTooLarge, CatalogueError, QueryRefused, QueryTimeout
from catalogue.settings import Settings
from catalogue.stores import Answer, Query, StoreReader
from web.clients import client_of, read_networks
from web.kept import KeptAnswers
from web.problems import Problem, ProblemRaised, busy, problem_of
from web.shares import Budget, Share
from web.turns import Full, TooMany, Turns
from web.wording import say_size

_WAITING = 512
_WAITING_EACH = 32
_REACHED = {QueryTimeout: "seconds", AnswerTooLarge: "answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one query may take; 0 rows is without end."""

    seconds: float
    rows: int
    bytes: int

    @property
    def sentence(self) -> str:
        """For people."""
        rows = f" and {self.rows:,} rows" if self.rows else ""
        return f"A query may run {self.seconds:g} seconds; its answer may have {say_size(str(self.bytes))}{rows}."

    @property
    def header(self) -> str:
        """A dictionary as RFC 9651 has it."""
        rows = f", rows={self.rows}" if self.rows else ""
        return f"seconds={self.seconds:g}, bytes={self.bytes}{rows}"


class Querying:
    """The store with its limits, everybody's shares of it, and the queue before it."""

    def __init__(
        self, settings: Settings, store: StoreReader, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.limits = Limits(
            seconds=settings.query_seconds, rows=settings.query_rows, bytes=settings.query_bytes
        )
        self.kept = KeptAnswers()
        self._store = store
        self._now = now
        self._trusted = read_networks(settings.trusted_proxies)
        self.seconds = Share(
            Budget(name="query-seconds", what="seconds of work", minute=settings.query_minute_seconds), now
        )
        self.errors = Share(
            Budget(
                name="query-errors", what="queries with errors", minute=settings.query_minute_errors, each=1
            ),
            now,
        )
        self._each = settings.query_parallel
        # Its own threads, so that slow queries never hold up a page; turns keep them few.
        self._threads = ThreadPoolExecutor(settings.query_workers, thread_name_prefix="query")
        self._turns = Turns(
            at_once=settings.query_workers,
            each=settings.query_parallel,
            waiting=_WAITING,
            waiting_each=_WAITING_EACH,
        )

    def visit(self, request: Request) -> Visit:
        """Whoever sent a request, at our counter."""
        peer = request.client.host if request.client else ""
        forwarded = request.headers.getlist("x-forwarded-for")
        return Visit(self, client_of(peer, forwarded, self._trusted))

    async def ask(self, client: str, query: Query) -> Answer:
        """The answer when it is this client's turn; what it took is charged to it."""
        await self._take(client)
        began = self._now()
        try:
            within = replace(
                query, seconds=self.limits.seconds, max_bytes=self.limits.bytes, max_rows=self.limits.rows
            )
            return await get_running_loop().run_in_executor(self._threads, self._store.query, within)
        finally:
            self.seconds.use(client, self._now() - began)
            self._turns.give(client)

    async def _take(self, client: str) -> None:
        try:
            await self._turns.take(client, self.limits.seconds)
        except TooMany as error:
            detail = (
                f"More than {_WAITING_EACH} of your queries wait already, and {self._each} run at once. "
                "Send the next when one has been answered."
            )
            raise ProblemRaised(_too_many(detail, 1)) from error
        except Full as error:
            raise busy() from error


class Visit:
    """One request of one client: what it may still do, and what its answer says of that."""

    def __init__(self, querying: Querying, client: str) -> None:
        self._querying = querying
        self.client = client

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Counts what fails, and lets every error say the limits; 429 where this client has had too many."""
        self._check(self._querying.errors)
        try:
            yield
        except CatalogueError as error:
            self.count(error)
            raise ProblemRaised(self._said(problem_of(error), error)) from error
        except ProblemRaised as raised:
            raise ProblemRaised(self._said(raised.problem)) from raised

    async def ask(self, query: Query, *, key: str = "") -> Answer:
        """The answer of the store; errors are those of `Store.query`, and 429 or 503 of our own.

        `key` names the query and the store's generation, as an ETag does: what was answered lately costs nothing.
        """
        kept = self._querying.kept.get(key)
        if kept is not None:
            return kept
        self._check(self._querying.seconds)
        answer = await self._querying.ask(self.client, query)
        if key:
            self._querying.kept.keep(key, answer)
        return answer

    def count(self, error: CatalogueError) -> None:
        """One query that failed by its own fault."""
        if isinstance(error, QueryRefused | QueryTimeout | AnswerTooLarge):
            self._querying.errors.use(self.client, 1)

    def headers(self) -> dict[str, str]:
        """What was and is left, in the words of draft-ietf-httpapi-ratelimit-headers."""
        shares = [s for s in (self._querying.seconds, self._querying.errors) if s.budget.minute]
        headers = {"Stook-Limits": self._querying.limits.header}
        if shares:
            policies = (f'"{s.budget.name}";q={s.budget.minute:.0f};w=60' for s in shares)
            headers["RateLimit-Policy"] = ", ".join(policies)
            rests = (f'"{s.budget.name}";r={s.left(self.client)}' for s in shares)
            headers["RateLimit"] = ", ".join(rests)
        return headers

    def _check(self, share: Share) -> None:
        wait = share.wait(self.client)
        if wait:
            budget = share.budget
            detail = (
                f"Your {budget.minute:g} {budget.what} a minute are used up. Try again in {wait} seconds."
            )
            raise ProblemRaised(self._said(_too_many(detail, wait)))

    def _said(self, problem: Problem, error: CatalogueError | None = None) -> Problem:
        name = next((name for kind, name in _REACHED.items() if isinstance(error, kind)), "")
        reached = {"Stook-Limit-Reached": name} if name else {}
        return replace(problem, headers={**problem.headers, **self.headers(), **reached})


def _too_many(detail: str, seconds: int) -> Problem:
    return Problem(
        status=429, title="Too many requests", detail=detail, headers={"Retry-After": str(seconds)}
    )
