"""The actions that are answered, a line each: their names and parameters are CKAN's."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from web.ckan import browsing, groups, organizations, schemas, tags
from web.ckan.given import Given
from web.ckan.organizations import MOST
from web.ckan.refusals import not_found
from web.ckan.searching import FACET_LIMIT, LAST_START, MOST_ROWS, RANKING, package_search
from web.operations import Parameter
from web.schema import NUMBER, STRING, TRUTH, Schema, every
from web.site import Site

REFUSED_FILE = Path(__file__).with_name("refused.csv")
VERSION = "2.11"
"""The version of CKAN whose answers these are."""

_NATURAL: Schema = {"type": "integer", "minimum": 0}
_INTEGER: Schema = {"type": "integer"}
_START: Schema = {"type": "integer", "minimum": 0, "maximum": LAST_START}
_FLAG: Schema = {"type": "boolean"}


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


def _said(name: str, about: str, schema: Schema = STRING, *, example: str = "") -> Parameter:
    return Parameter(name=name, about=about, schema=schema, example=example)


_LIMIT = _said("limit", "How many at most.", _NATURAL)
_OFFSET = _said("offset", "After how many to begin.", _NATURAL)
_ALL_FIELDS = _said("all_fields", "Objects instead of names.", _FLAG)
_COUNTED = _said("include_dataset_count", "With the number of datasets (yes).", _FLAG)
_DATASETS = _said("include_datasets", f"With its datasets, at most {MOST}.", _FLAG)
_ORDER = _said(
    "sort", "By name, title or package_count, asc or desc (title asc).", example="package_count desc"
)
_TEXT = _said("q", "A text in the name.")
_PACKAGE_ID = Parameter(name="id", about="Its id, which is its name too.", required=True, of="dataset")
_PUBLISHER_ID = Parameter(name="id", about="Its id, which is its name too.", required=True, of="publisher")
_ID = Parameter(name="id", about="Its id or name.", required=True)
_MISSING = {404: "There is none of that name, or it was withdrawn."}
_UNREADABLE = {400: "The search cannot be read; says where."}


def _status(site: Site, _: Given) -> dict[str, object]:
    return {
        "site_title": "Stook",
        "site_description": "",
        "site_url": site.iris.base,
        "ckan_version": VERSION,
        "error_emails_to": None,
        "locale_default": "en",
        "extensions": [],
    }


def _nothing_of(_: Site, given: Given) -> list[object]:
    """What nothing here has."""
    given.required("id")
    return []


def _help(_: Site, given: Given) -> str:
    name = given.required("name")
    if name in refused():
        return "Needs an account, which nobody has here: this catalogue is read by its API, not written."
    found = actions().get(name)
    if found is None:
        raise not_found()
    lines = [f":param {one.name}: {one.about}" for one in found.parameters]
    return "\n".join([found.about, "", *lines])


_ACTIONS = (
    Action(
        name="site_read", about="Whether the site can be read: it can.", answer=lambda *_: True, result=TRUTH
    ),
    Action(
        name="status_show",
        about="What this site is, and whose API it speaks.",
        answer=_status,
        result=schemas.STATUS,
    ),
    Action(
        name="help_show",
        about="What an action does, and its parameters.",
        answer=_help,
        result=STRING,
        parameters=(Parameter(name="name", about="The action.", required=True, example="package_search"),),
        statuses={404: "There is no such action."},
    ),
    Action(
        name="package_list",
        about="The names of all datasets, in their order.",
        answer=browsing.list_packages,
        result=schemas.NAMES,
        parameters=(_LIMIT, _OFFSET),
    ),
    Action(
        name="package_show",
        about="One dataset with its resources.",
        answer=browsing.show_package,
        result=schemas.PACKAGE,
        parameters=(_PACKAGE_ID,),
        statuses=_MISSING,
    ),
    Action(
        name="package_search",
        about="Datasets that words, filters and ranges of dates find, with facets.",
        answer=package_search,
        result=schemas.SEARCHED,
        parameters=(
            _said(
                "q", "What is sought: words, or a query in Solr's everyday syntax.", example="bin collection"
            ),
            _said(
                "fq", "A filter in that syntax; may be repeated.", example="organization:leeds-city-council"
            ),
            Parameter(name="fq_list", about="Further filters.", many=True),
            _said(
                "sort",
                "Keys with asc or desc: score, metadata_modified, metadata_created, title_string, name.",
                example="metadata_modified desc",
            ),
            _said("rows", f"How many; at most {MOST_ROWS} (10).", _NATURAL),
            _said("start", f"After how many to begin; at most {LAST_START}.", _START),
            _said("facet", "Whether facets are counted (true).", {"enum": ["true", "false"]}),
            _said(
                "facet.field",
                "The facets to count: a JSON list, a Python list, repeated, or with commas.",
                example='["organization", "tags"]',
            ),
            _said("facet.limit", f"Values of each facet ({FACET_LIMIT}); below 0 for all.", _INTEGER),
            _said("facet.mincount", "The least number of datasets of a value (1).", _NATURAL),
            _said("fl", "The fields of each dataset to give; all without it."),
            _said("include_private", "Taken and of no effect: there are none.", _FLAG),
            _said("include_drafts", "Taken and of no effect.", _FLAG),
            _said("include_deleted", "Taken and of no effect.", _FLAG),
            *(_said(name, "Taken and of no effect: how Solr ranks.") for name in RANKING),
            _said("use_default_schema", "Taken and of no effect: there is one alone.", _FLAG),
        ),
        statuses=_UNREADABLE,
        strict=True,
    ),
    Action(
        name="package_autocomplete",
        about="Datasets with a word in their title that begins so.",
        answer=browsing.complete_packages,
        result=every(schemas.BEGINNING),
        parameters=(_said("q", "The beginning of a title."), _LIMIT),
    ),
    Action(
        name="current_package_list_with_resources",
        about="Datasets with their resources, those changed last first.",
        answer=browsing.list_current,
        result=schemas.PACKAGES,
        parameters=(_LIMIT, _OFFSET, _said("page", "Which page, instead of an offset.", NUMBER)),
    ),
    Action(
        name="resource_show",
        about="One resource.",
        answer=browsing.show_resource,
        result=schemas.RESOURCE,
        parameters=(_ID,),
        statuses=_MISSING,
    ),
    Action(
        name="organization_list",
        about="The publishers.",
        answer=organizations.list_organizations,
        result=schemas.NAMES_OR_GROUPS,
        parameters=(
            _ALL_FIELDS,
            _COUNTED,
            _ORDER,
            _LIMIT,
            _OFFSET,
            _said("organizations", "Only these names, with commas between."),
            _TEXT,
        ),
    ),
    Action(
        name="organization_show",
        about="One publisher.",
        answer=browsing.show_organization,
        result=schemas.GROUP,
        parameters=(_PUBLISHER_ID, _DATASETS, _COUNTED),
        statuses=_MISSING,
    ),
    Action(
        name="organization_autocomplete",
        about="Publishers with a text in their name.",
        answer=browsing.complete_organizations,
        result=every(schemas.NAMED),
        parameters=(_TEXT, _LIMIT),
    ),
    Action(
        name="organization_list_for_user",
        about="The publishers that a visitor may edit: none.",
        answer=lambda *_: [],
        result=schemas.NOTHING,
    ),
    Action(
        name="group_list",
        about="The themes that datasets have.",
        answer=groups.list_groups,
        result=schemas.NAMES_OR_GROUPS,
        parameters=(
            _ALL_FIELDS,
            _COUNTED,
            _ORDER,
            _LIMIT,
            _OFFSET,
            _said("groups", "Only these names, with commas between."),
            _TEXT,
        ),
    ),
    Action(
        name="group_show",
        about="One theme.",
        answer=browsing.show_group,
        result=schemas.GROUP,
        parameters=(_ID, _DATASETS, _COUNTED),
        statuses=_MISSING,
    ),
    Action(
        name="group_package_show",
        about="The datasets of a theme, or of a publisher.",
        answer=browsing.list_group_packages,
        result=schemas.PACKAGES,
        parameters=(_ID, _LIMIT, _OFFSET),
        statuses=_MISSING,
    ),
    Action(
        name="group_autocomplete",
        about="Themes with a text in their name.",
        answer=browsing.complete_groups,
        result=every(schemas.NAMED),
        parameters=(_TEXT, _LIMIT),
    ),
    Action(
        name="group_list_authz",
        about="The themes that a visitor may edit: none.",
        answer=lambda *_: [],
        result=schemas.NOTHING,
    ),
    Action(
        name="tag_list",
        about="The keywords of datasets.",
        answer=tags.list_tags,
        result=schemas.NAMES_OR_TAGS,
        parameters=(_said("query", "A text in the name."), _ALL_FIELDS, _LIMIT, _OFFSET),
    ),
    Action(
        name="tag_show",
        about="One keyword.",
        answer=tags.show_tag,
        result=schemas.TAG,
        parameters=(_ID, _DATASETS),
        statuses=_MISSING,
    ),
    Action(
        name="tag_search",
        about="Keywords with a text in them, and how many there are.",
        answer=tags.search_tags,
        result=schemas.TAGS,
        parameters=(_said("query", "A text in the name."), _LIMIT, _OFFSET),
    ),
    Action(
        name="tag_autocomplete",
        about="Keywords with a text in them, as names.",
        answer=tags.complete_tags,
        result=schemas.NAMES,
        parameters=(_said("query", "A text in the name."), _LIMIT),
    ),
    Action(
        name="format_autocomplete",
        about="Formats of files with a text in their name.",
        answer=tags.complete_formats,
        result=schemas.NAMES,
        parameters=(Parameter(name="q", about="A text in the name.", required=True), _LIMIT),
    ),
    Action(
        name="license_list",
        about="The licences that are known here.",
        answer=tags.list_licences,
        result=every(schemas.LICENCE),
    ),
    Action(
        name="vocabulary_list",
        about="Vocabularies of tags: there are none.",
        answer=lambda *_: [],
        result=schemas.NOTHING,
    ),
    Action(
        name="resource_view_list",
        about="Previews of a resource: there are none.",
        answer=_nothing_of,
        result=schemas.NOTHING,
        parameters=(_ID,),
    ),
    Action(
        name="package_relationships_list",
        about="How a dataset stands to others, in CKAN's terms: nothing is said.",
        answer=_nothing_of,
        result=schemas.NOTHING,
        parameters=(_ID,),
    ),
)


@cache
def actions() -> Mapping[str, Action]:
    """The actions that are answered, by name."""
    return {action.name: action for action in _ACTIONS}


@cache
def refused() -> frozenset[str]:
    """The names of CKAN's actions that a visitor without an account may not use."""
    lines = REFUSED_FILE.read_text("utf-8").splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    return frozenset(name for name, *_ in rows if name != "action")
