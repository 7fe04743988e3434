"""The linked views, read from `web/views/*.rq`: a query as it stands, and at its head what it answers.

The head is the lines that begin with `#+ `, together a YAML mapping, as grlc decorates queries:

    #+ title: Keywords
    #+ about: The keywords that most datasets have.
    #+ group: Subjects
    #+ columns: {keyword: Keyword, datasets: Datasets}
    #+ things: []
    #+ parameters:
    #+   words: {kind: words, label: Part of the keyword, example: waste}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from catalogue.errors import QueryRefused
from catalogue.stores import QueryForm, scan_query
from vocab.vocabulary import SCHEMES_FOLDER

FOLDER = Path(__file__).parents[1] / "views"

GROUPS = (
    "Councils",
    "Subjects",
    "Places and languages",
    "Time",
    "Licences",
    "Formats and services",
    "Quality",
    "Portals",
    "Stories",
)
"""The headings of the gallery, in its order."""

PLAIN_KINDS = ("words", "date", "publisher", "portal")
"""What a parameter may be beside the name of a vocabulary, of which it is then a concept."""

SCHEMES = tuple(path.stem for path in sorted(SCHEMES_FOLDER.glob("*.ttl")))

LABEL = "_label"
"""The variable `?x_label` holds what to call the thing that `?x` holds."""

_MARK = "#+ "
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_VARIABLE = re.compile(r"[a-z][a-z0-9_]*")
_LIMIT = re.compile(r"LIMIT (\d+)\s*\Z")
_SAID = {"title", "about", "group", "columns", "things", "parameters"}
_SAID_OF_PARAMETER = {"kind", "label", "hint", "variable", "optional", "default", "example"}


class ViewUnreadable(Exception):
    """A `.rq` file cannot be a view; the message names the file and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One parameter of a view: what fills the variable `variable` of its query.

    `kind` is one of PLAIN_KINDS or the name of a vocabulary. `default` stands where a request does not say the
    parameter at all; said and left empty, an optional one narrows nothing.
    """

    name: str
    kind: str
    label: str
    example: str
    hint: str = ""
    variable: str = ""
    optional: bool = True
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A variable that the answer shows, and its heading. A `thing` has an IRI, and what it is called beside it."""

    name: str
    label: str
    thing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One stored query. `query` is the text of its file; `limit` the most rows that it gives."""

    name: str
    title: str
    about: str
    group: str
    columns: tuple[Column, ...]
    parameters: tuple[Asked, ...]
    query: str
    limit: int


@cache
def load_views(folder: Path = FOLDER) -> Mapping[str, View]:
    """Every view by its name, in the order of the gallery; ViewUnreadable if one is amiss."""
    views = [read_view(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq"))]
    return {one.name: one for one in sorted(views, key=lambda one: (GROUPS.index(one.group), one.title))}


def read_view(name: str, text: str) -> View:
    """A view from the text of its file; ViewUnreadable if its head or its query is amiss."""
    head = _head(name, text)
    _expect(name, set(head) == _SAID, f"a head with just {', '.join(sorted(_SAID))}")
    _expect(name, _NAME.fullmatch(name) is not None, "a file name of small letters and hyphens")
    _expect(name, head["group"] in GROUPS, f"a group that is one of {', '.join(GROUPS)}")
    limit = _LIMIT.search(text)
    if limit is None:
        raise ViewUnreadable(
            f"views/{name}.rq: a LIMIT at its end was expected, so that its answer is bounded"
        )
    columns, things = head["columns"], head["things"]
    _expect(name, set(things) <= set(columns), "things that are columns")
    view = View(
        name=name,
        title=str(head["title"]),
        about=str(head["about"]),
        group=str(head["group"]),
        columns=tuple(
            Column(name=each, label=str(label), thing=each in things) for each, label in columns.items()
        ),
        parameters=tuple(_parameter(name, each, said) for each, said in (head["parameters"] or {}).items()),
        query=text,
        limit=int(limit[1]),
    )
    _check_query(view)
    return view


def _head(name: str, text: str) -> dict[str, Any]:
    lines = [line.removeprefix(_MARK) for line in text.splitlines() if line.startswith(_MARK)]
    try:
        head = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise ViewUnreadable(f"views/{name}.rq: its head is no YAML: {error}") from error
    _expect(name, isinstance(head, dict) and isinstance(head.get("columns"), dict), "a head with its columns")
    return dict(head)


def _parameter(view: str, name: str, said: dict[str, Any]) -> Asked:
    _expect(view, isinstance(name, str), f"a quoted name instead of {name!r}, which YAML takes for no text")
    wrong = set(said) - _SAID_OF_PARAMETER
    _expect(view, not wrong, f"of ?{name} only {', '.join(sorted(_SAID_OF_PARAMETER))}, not {wrong}")
    _expect(view, {"kind", "label", "example"} <= set(said), f"kind, label and example of ?{name}")
    kinds = (*PLAIN_KINDS, *SCHEMES)
    _expect(view, said["kind"] in kinds, f"a kind of ?{name} that is one of {', '.join(kinds)}")
    texts = {key: str(value) for key, value in said.items() if key != "optional"}
    parameter = Asked(name=name, optional=bool(said.get("optional", True)), **{"variable": name, **texts})
    _expect(view, parameter.optional or bool(parameter.default), f"a default of ?{name}, which must be given")
    return parameter


def _check_query(view: View) -> None:
    """The query is a SELECT that gives every column, and every variable that a parameter binds (as the store wants)."""
    try:
        form = scan_query(view.query).form
    except QueryRefused as error:
        raise ViewUnreadable(f"views/{view.name}.rq: {error}") from error
    _expect(view.name, form is QueryForm.SELECT, "a SELECT")
    projection = view.query.partition("SELECT")[2].partition("WHERE")[0]
    given = set(re.findall(r"\?(\w+)(?=[\s)]|$)", projection))
    for variable in (
        *(each.name for each in view.columns),
        *(each.variable for each in view.parameters),
    ):
        _expect(view.name, _VARIABLE.fullmatch(variable) is not None, f"a plain name instead of {variable!r}")
        _expect(view.name, variable in given, f"?{variable} among what is selected")


def _expect(name: str, holds: bool, what: str) -> None:
    if not holds:
        raise ViewUnreadable(f"views/{name}.rq: {what} was expected")
