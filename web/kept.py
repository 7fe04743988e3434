"""Answers of the store kept for whoever asks the same again, until they are the oldest of too many bytes."""

from __future__ import annotations

from collections import OrderedDict

from catalogue.stores import Answer

MOST_BYTES = 32 * 1024**2
_LARGEST = 256 * 1024


class KeptAnswers:
    """Small answers by a key that names the state of the store too, so that none is ever out of date."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._left = most_bytes
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, key: str) -> Answer | None:
        """What was kept; it is now the newest."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def keep(self, key: str, answer: Answer) -> None:
        """Keeps a small answer, and drops the oldest for it."""
        if len(answer.body) > _LARGEST or key in self._answers:
            return
        self._answers[key] = answer
        self._left -= _size(answer)
        while self._left < 0:
            _, oldest = self._answers.popitem(last=False)
            self._left += _size(oldest)


def _size(answer: Answer) -> int:
    return len(answer.body) + 500  # what an entry itself takes, about
