"""How a mail's heads are written: an address in one piece, which the library would break or encode when it is long.

Mail programs read List-Unsubscribe as it stands (RFC 2369, 2), and find no address in an encoded word.
"""

from __future__ import annotations

from email.policy import EmailPolicy
from typing import Any

_WHOLE = "list-unsubscribe"


class LettersPolicy(EmailPolicy):
    """The policy of our mails."""

    def fold(self, name: str, value: Any) -> str:
        """One head; that with an address on a line of its own."""
        return self._whole(name, value) if name.lower() == _WHOLE else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as bytes."""
        whole = name.lower() == _WHOLE
        return self._whole(name, value).encode() if whole else super().fold_binary(name, value)

    def _whole(self, name: str, value: Any) -> str:
        return f"{name}: {value}{self.linesep}"
