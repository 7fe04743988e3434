"""How a run ends, as its process tells those who started it."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from enum import Enum


class Ended(Enum):
    """How one portal's run ended; the value is the exit status of a command over it."""

    COMPLETE = 0
    PARTIAL = 1
    FAILED = 2
    INTERRUPTED = 3

    @property
    def status(self) -> int:
        """The exit status of the run's own process: never 1, with which Python ends after a trace."""
        return self.value + 10 if self.value else 0

    @classmethod
    def of(cls, status: int) -> Ended:
        """The ending of a run's process; one that was killed or broke was interrupted, and its run can be taken up."""
        return next((ended for ended in cls if ended.status == status), cls.INTERRUPTED)

    @classmethod
    def knows(cls, status: int) -> bool:
        """Whether a run's process ended by itself or was asked to; one that was not has died."""
        return status in (*(ended.status for ended in cls), -signal.SIGTERM, -signal.SIGINT)


def worst(ended: Sequence[Ended]) -> Ended:
    """The ending that a command over several portals reports: all complete, some not, or none."""
    if all(one is Ended.COMPLETE for one in ended):
        return Ended.COMPLETE
    return Ended.FAILED if all(one is Ended.FAILED for one in ended) else Ended.PARTIAL
