"""What can be asked of the site, as data: the routes and the OpenAPI document are both made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from starlette.routing import Route

from web.farewell import Farewell, View, announced
from web.negotiation import HTML, PROBLEM
from web.problems import PROBLEM_SCHEMA
from web.schema import NUMBER as NUMBER
from web.schema import STRING as STRING
from web.schema import Schema as Schema

PROBLEMS: Mapping[str, Schema] = {PROBLEM.media_type: PROBLEM_SCHEMA, HTML.media_type: STRING}
"""How a problem is told nearly everywhere."""

_IN_PATH = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that a request may say; `about` is a sentence, `many` says that it may be repeated.

    `forgiving` says that what does not fit the schema is as if it had not been said. `example` is true in every
    catalogue; `of` says instead what kind of thing it names ("dataset", "publisher", "portal", "story",
    "kin"), so that the documents can name one that this catalogue has.
    """

    name: str
    about: str
    schema: Schema = field(default_factory=lambda: STRING)
    where: Literal["query", "path", "header"] = "query"
    many: bool = False
    required: bool = False
    forgiving: bool = False
    example: str = ""
    of: str = ""


PORTAL = Parameter(name="slug", about="The portal's name in addresses.", where="path", of="portal")
PAGE = Parameter(name="page", about="Which page, from 1.", schema=NUMBER, forgiving=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One question at one address. A view that is a plain function reads the ledger or the index, and Starlette runs
    it in a thread of its pool.

    `path` is Starlette's; `suffixes` are what the address may end with to choose a form, in the order of `media` (a
    name in the path carries its own). `media` are the media types of an answer, the usual one first, none where there
    is nothing at the address itself; `schemas` say of some what is in them. `body` are the media types of a request,
    each with its schema; `statuses` the answers beside 200, each with a sentence, and `problems` the media types of
    those from 400. `group` is its heading in the documents.
    `stable` says whether the promise of stability holds for it (docs/stability.md), `farewell` that it will go.
    """

    path: str
    view: View
    about: str
    group: str
    media: tuple[str, ...]
    methods: tuple[str, ...] = ("GET",)
    suffixes: tuple[str, ...] = ("",)
    parameters: tuple[Parameter, ...] = ()
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    body: Mapping[str, Schema] = field(default_factory=dict)
    body_required: bool = True
    statuses: Mapping[int, str] = field(default_factory=dict)
    problems: Mapping[str, Schema] = field(default_factory=lambda: PROBLEMS)
    stable: bool = True
    farewell: Farewell | None = None

    def routes(self) -> tuple[Route, ...]:
        """One route a suffix, and one for the ending by which the page itself is chosen."""
        view = announced(self.view, self.farewell) if self.farewell else self.view
        endings = (*self.suffixes, *self._page_ending())
        return tuple(Route(self.path + suffix, view, methods=list(self.methods)) for suffix in endings)

    def _page_ending(self) -> tuple[str, ...]:
        """`.html` where the usual answer at a whole address is a page; a name at its end carries its own suffix."""
        paged = self.media[:1] == (HTML.media_type,) and "" in self.suffixes and "GET" in self.methods
        return (HTML.ending,) if paged and not self.path.endswith(("/", "}")) else ()

    def names(self) -> tuple[str, ...]:
        """What stands in the path's braces."""
        return tuple(_IN_PATH.findall(self.path))

    def media_at(self, suffix: str) -> tuple[str, ...]:
        """The media types that an address with this suffix answers in; all where nothing chooses one."""
        if not suffix or len(self.suffixes) != len(self.media):
            return self.media
        return (self.media[self.suffixes.index(suffix)],)

    def is_negotiated(self, suffix: str = "") -> bool:
        """Whether the Accept header has a say, so that nothing may be acceptable."""
        return len(self.media_at(suffix)) > 1 or self.media == (HTML.media_type,)


def plain_path(path: str) -> str:
    """A path with the names in its braces only, as OpenAPI and people write it: without Starlette's converters."""
    return _IN_PATH.sub(r"{\1}", path)
