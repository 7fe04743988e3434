"""What came of one question to a link: a question, and its answer or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BODY_BYTES = 16_384
"""What is read of a body: enough for the head of a page, for a form that asks to sign in, for a service's error."""


class Lost(StrEnum):
    """Why there is no answer. NOWHERE: whatever is asked, there will be none; SLOW: not in time;
    BROKEN: this question was not answered, another may be."""

    NOT = ""
    NOWHERE = "nowhere"
    SLOW = "slow"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to be asked; `is_download` where some dataset calls it a file."""

    url: str
    is_download: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request: HEAD, or GET of the first bytes alone where `ranged`."""

    method: str
    url: str
    ranged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question got. `url` is where redirects led; `media_type` is without parameters, in small letters;
    `length` of the whole, in bytes; `body` its first bytes, unpacked; `retry_after` in seconds.

    Of a question that was `lost` there is only `why`, the end of a sentence that begins with the address.
    """

    question: Question
    url: str
    status: int | None = None
    media_type: str = ""
    length: int | None = None
    body: bytes = b""
    retry_after: float | None = None
    lost: Lost = Lost.NOT
    why: str = ""
