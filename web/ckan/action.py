"""What an action is, and the parameters that many share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from web.ckan.given import Given
from web.ckan.listing import MOST
from web.operations import Parameter
from web.schema import STRING, Schema
from web.site import Site

NATURAL: Schema = {"type": "integer", "minimum": 0}
INTEGER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action: `about` is a sentence, which `help_show` says too; `result` is what it answers, `statuses` with what
    beside 200 and 409. One that is `strict` refuses parameters that it does not know; others pass over them."""

    name: str
    about: str
    answer: Callable[[Site, Given], object]
    result: Schema
    parameters: tuple[Parameter, ...] = ()
    statuses: Mapping[int, str] = field(default_factory=dict)
    strict: bool = False


def said(name: str, about: str, schema: Schema = STRING, *, example: str = "") -> Parameter:
    """A parameter that may be left out."""
    return Parameter(name=name, about=about, schema=schema, example=example)


LIMIT = said("limit", "How many at most.", NATURAL)
OFFSET = said("offset", "After how many to begin.", NATURAL)
ALL_FIELDS = said("all_fields", "Objects instead of names.", FLAG)
COUNTED = said("include_dataset_count", "With the number of datasets (yes).", FLAG)
DATASETS = said("include_datasets", f"With its datasets, at most {MOST}.", FLAG)
ORDER = said(
    "sort", "By name, title or package_count, asc or desc (title asc).", example="package_count desc"
)
TEXT = said("q", "A text in the name.")
PACKAGE_ID = Parameter(name="id", about="Its id, which is its name too.", required=True, of="dataset")
PUBLISHER_ID = Parameter(name="id", about="Its id, which is its name too.", required=True, of="publisher")
ID = Parameter(name="id", about="Its id or name.", required=True)
MISSING = {404: "There is none of that name, or it was withdrawn."}
