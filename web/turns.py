"""Whose turn it is where more want to be served than can be: client by client, not request by request."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque

from anyio import Event, move_on_after


class TooMany(Exception):
    """This client has too many requests waiting."""


class Full(Exception):
    """Too many requests wait, or this one has waited too long."""


class Turns:
    """At most `at_once` are served, `each` of one client. All of it happens in the event loop, so nothing is locked."""

    def __init__(self, *, at_once: int, each: int, waiting: int, waiting_each: int) -> None:
        self._at_once = at_once
        self._each = each or at_once
        self._most = waiting
        self._most_each = waiting_each
        self._served: Counter[str] = Counter()
        # The client whose turn is next stands first.
        self._queues: OrderedDict[str, deque[Event]] = OrderedDict()

    async def take(self, client: str, seconds: float) -> None:
        """Returns when it is this client's turn, which is to be given back; raises TooMany or Full."""
        if self._is_free(client):
            self._served[client] += 1
            return
        event = self._enqueue(client)
        try:
            with move_on_after(seconds):
                await event.wait()
        except BaseException:
            self._leave(client, event)
            raise
        if not event.is_set():
            self._leave(client, event)
            raise Full

    def give(self, client: str) -> None:
        """Back, to the next whose turn it is."""
        self._served[client] -= 1
        if not self._served[client]:
            del self._served[client]
        self._call_next()

    def _is_free(self, client: str) -> bool:
        return self._served.total() < self._at_once and self._served[client] < self._each

    def _enqueue(self, client: str) -> Event:
        queue = self._queues.get(client, deque[Event]())
        if len(queue) >= self._most_each:
            raise TooMany
        if sum(map(len, self._queues.values())) >= self._most:
            raise Full
        event = Event()
        queue.append(event)
        self._queues[client] = queue
        return event

    def _call_next(self) -> None:
        client = next((client for client in self._queues if self._is_free(client)), None)
        if client is None:
            return
        queue = self._queues.pop(client)
        self._served[client] += 1
        queue.popleft().set()
        if queue:
            self._queues[client] = queue  # at the end: all others come before it is served again

    def _leave(self, client: str, event: Event) -> None:
        """Nobody waits for this turn any more; if it was just given, it goes on to the next."""
        if event.is_set():
            self.give(client)
            return
        queue = self._queues[client]
        queue.remove(event)
        if not queue:
            del self._queues[client]
