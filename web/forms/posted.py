"""What a form sent, read: bounded, in UTF-8, without control characters, and proven to come from a page of ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from web.asking import read_pairs
from web.forms.again import is_from_here, show_again
from web.forms.proof import FIELD, check_proof
from web.problems import ProblemRaised

_LONGEST = 4000
_MOST_LINES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The fields of a form; what a field of one name repeats stands in `many`."""

    many: Mapping[str, tuple[str, ...]]

    def text(self, name: str, *, longest: int = 200) -> str:
        """What one field says, on one line; "" where it says nothing."""
        return " ".join(_cleaned(self.whole(name)).split())[:longest].strip()

    def whole(self, name: str) -> str:
        """What one field says as it was sent, for whoever reads it with bounds of their own."""
        return next(iter(self.many.get(name, ())), "")

    def prose(self, name: str, *, longest: int = _LONGEST) -> str:
        """What a field of several lines says."""
        lines = _cleaned(self.whole(name)).splitlines()[:_MOST_LINES]
        return "\n".join(" ".join(line.split()) for line in lines).strip()[:longest]

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return any(self.many.get(name, ()))

    def values(self) -> dict[str, str]:
        """What was typed, for showing it again; never the proof."""
        return {name: self.prose(name) for name in self.many if name != FIELD}


Taken = Callable[[Request, Posted], Response]


def takes_form(view: Taken) -> Callable[[Request], Awaitable[Response]]:
    """A view of a form: the body is read and its proof checked, then `view` runs in a thread of the pool.

    A form of ours whose proof no longer counts is shown again with what was typed.
    """

    @wraps(view)
    async def taking(request: Request) -> Response:
        posted = read_posted(await read_pairs(request))
        try:
            check_proof(request, posted.whole(FIELD))
        except ProblemRaised:
            if not is_from_here(request):
                raise
            return await to_thread.run_sync(partial(show_again, request, posted.many))
        return await to_thread.run_sync(partial(view, request, posted))

    return taking


def read_posted(pairs: list[tuple[str, str]]) -> Posted:
    """The fields of some pairs, in their order."""
    many: dict[str, list[str]] = {}
    for name, value in pairs:
        many.setdefault(name, []).append(value)
    return Posted(many={name: tuple(values) for name, values in many.items()})


def _cleaned(text: str) -> str:
    return "".join(char if char.isprintable() or char in "\n\r\t" else " " for char in text[:_LONGEST])
