"""What takes longer than a pulse may: one piece of work at a time, in a thread beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger()

_PATIENCE_SECONDS = 5.0


@dataclass(slots=True)
class Errand:
    """A thread that is begun when there is something to do."""

    name: str
    _thread: threading.Thread | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether what was begun last goes on."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, work: Callable[[], object]) -> None:
        """Has the work done."""
        self._thread = threading.Thread(target=self._run, args=(work,), name=self.name, daemon=True)
        self._thread.start()

    def stop(self, seconds: float = _PATIENCE_SECONDS) -> None:
        """Waits a little; what is cut off has changed nothing, and is begun again by the next worker."""
        if self._thread and self._thread.is_alive():  # a signal may come before it is started
            self._thread.join(seconds)

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # in a thread it would be seen by nobody; the next pulse begins it again
            log.error("errand failed", errand=self.name, exc_info=error)
