"""What can be asked of the site, as data: the routes and the OpenAPI document are both made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.routing import Route

from web.farewell import Farewell, View, announced

Schema = Mapping[str, Any]
"""A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it."""

STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 1}

_IN_PATH = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that a request may say; `about` is a sentence, `many` says that it may be repeated."""

    name: str
    about: str
    schema: Schema = field(default_factory=lambda: STRING)
    where: Literal["query", "path", "header"] = "query"
    many: bool = False
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One question at one address. A view that is a plain function reads the ledger or the index, and Starlette runs
    it in a thread of its pool.

    `path` is Starlette's; `suffixes` are what the address may end with to choose a form (a name in the path carries
    its own). `media` are the media types of an answer, the usual one first; `body` those of a request, each with its
    schema; `statuses` the answers beside 200, each with a sentence. `group` is its heading in the documents.
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
    body: Mapping[str, Schema] = field(default_factory=dict)
    statuses: Mapping[int, str] = field(default_factory=dict)
    stable: bool = True
    farewell: Farewell | None = None

    def routes(self) -> tuple[Route, ...]:
        """One route a suffix."""
        view = announced(self.view, self.farewell) if self.farewell else self.view
        return tuple(Route(self.path + suffix, view, methods=list(self.methods)) for suffix in self.suffixes)

    def names(self) -> tuple[str, ...]:
        """What stands in the path's braces."""
        return tuple(_IN_PATH.findall(self.path))
