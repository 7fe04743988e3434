"""A fair share for each client: what it may use in a minute, kept without a list of its requests."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MINUTE = 60.0
_MOST_CLIENTS = 20_000
_NOTHING = 1e-6  # what is lost where numbers are rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """So much of something in a minute; 0 is without end. `what` names it in a sentence, `name` in headers.

    `each` is the least that one request may take: who has less left, waits.
    """

    name: str
    what: str
    minute: float
    each: float = 0.0


@dataclass(slots=True)
class _Used:
    amount: float
    at: float


class Share:
    """What each client has used of one budget: it falls evenly, a whole budget in a minute.

    The cost of a query is known when it has ended, so a client may use more than there is once, and waits the
    longer.
    """

    def __init__(self, budget: Budget, now: Callable[[], float]) -> None:
        self.budget = budget
        self._now = now
        self._used: OrderedDict[str, _Used] = OrderedDict()

    def left(self, client: str) -> int:
        """How much may still be used, in whole units."""
        return max(0, math.floor(self.budget.minute - self._of(client)))

    def wait(self, client: str) -> int:
        """Seconds until something may be used again; 0 if at once."""
        over = self._of(client) + self.budget.each - self.budget.minute
        if not self.budget.minute or over < _NOTHING:
            return 0
        return math.ceil(over * MINUTE / self.budget.minute + _NOTHING)

    def use(self, client: str, amount: float) -> None:
        """Notes what was used."""
        if self.budget.minute:
            self._used[client] = _Used(self._of(client) + amount, self._now())
            self._used.move_to_end(client)
            self._forget()

    def _of(self, client: str) -> float:
        used = self._used.get(client)
        if used is None:
            return 0.0
        return max(0.0, used.amount - (self._now() - used.at) * self.budget.minute / MINUTE)

    def _forget(self) -> None:
        """Drops who has not used anything for longest: long before, its budget was whole again."""
        oldest = next(iter(self._used.values()))
        if len(self._used) > _MOST_CLIENTS or self._now() - oldest.at > 10 * MINUTE:
            self._used.popitem(last=False)
