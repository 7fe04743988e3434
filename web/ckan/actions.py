"""The actions that are answered, a line each: their names and parameters are CKAN's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from web.ckan import browsing, groups, organizations, schemas, tags
from web.ckan.action import (
    ALL_FIELDS,
    COUNTED,
    DATASETS,
    FLAG,
    ID,
    INTEGER,
    LIMIT,
    MISSING,
    NATURAL,
    OFFSET,
    ORDER,
    PACKAGE_ID,
    PUBLISHER_ID,
    TEXT,
    Action,
    said,
)
from web.ckan.given import Given
from web.ckan.itself import nothing_of, status
from web.ckan.refusals import not_found, refused
from web.ckan.searching import FACET_LIMIT, LAST_START, MOST_ROWS, RANKING, package_search
from web.operations import Parameter
from web.schema import NUMBER, STRING, TRUTH, Schema, every
from web.site import Site

_START: Schema = {"type": "integer", "minimum": 0, "maximum": LAST_START}
_UNREADABLE = {400: "The search cannot be read; says where."}


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
        answer=status,
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
        parameters=(LIMIT, OFFSET),
    ),
    Action(
        name="package_show",
        about="One dataset with its resources.",
        answer=browsing.show_package,
        result=schemas.PACKAGE,
        parameters=(PACKAGE_ID,),
        statuses=MISSING,
    ),
    Action(
        name="package_search",
        about="Datasets that words, filters and ranges of dates find, with facets.",
        answer=package_search,
        result=schemas.SEARCHED,
        parameters=(
            said(
                "q", "What is sought: words, or a query in Solr's everyday syntax.", example="bin collection"
            ),
            said(
                "fq", "A filter in that syntax; may be repeated.", example="organization:leeds-city-council"
            ),
            Parameter(name="fq_list", about="Further filters.", many=True),
            said(
                "sort",
                "Keys with asc or desc: score, metadata_modified, metadata_created, title_string, name.",
                example="metadata_modified desc",
            ),
            said("rows", f"How many; at most {MOST_ROWS} (10).", NATURAL),
            said("start", f"After how many to begin; at most {LAST_START}.", _START),
            said("facet", "Whether facets are counted (true).", {"enum": ["true", "false"]}),
            said(
                "facet.field",
                "The facets to count: a JSON list, a Python list, repeated, or with commas.",
                example='["organization", "tags"]',
            ),
            said("facet.limit", f"Values of each facet ({FACET_LIMIT}); below 0 for all.", INTEGER),
            said("facet.mincount", "The least number of datasets of a value (1).", NATURAL),
            said("fl", "The fields of each dataset to give; all without it."),
            said("include_private", "Taken and of no effect: there are none.", FLAG),
            said("include_drafts", "Taken and of no effect.", FLAG),
            said("include_deleted", "Taken and of no effect.", FLAG),
            *(said(name, "Taken and of no effect: how Solr ranks.") for name in RANKING),
            said("use_default_schema", "Taken and of no effect: there is one alone.", FLAG),
        ),
        statuses=_UNREADABLE,
        strict=True,
    ),
    Action(
        name="package_autocomplete",
        about="Datasets with a word in their title that begins so.",
        answer=browsing.complete_packages,
        result=every(schemas.BEGINNING),
        parameters=(said("q", "The beginning of a title."), LIMIT),
    ),
    Action(
        name="current_package_list_with_resources",
        about="Datasets with their resources, those changed last first.",
        answer=browsing.list_current,
        result=schemas.PACKAGES,
        parameters=(LIMIT, OFFSET, said("page", "Which page, instead of an offset.", NUMBER)),
    ),
    Action(
        name="resource_show",
        about="One resource.",
        answer=browsing.show_resource,
        result=schemas.RESOURCE,
        parameters=(ID,),
        statuses=MISSING,
    ),
    Action(
        name="organization_list",
        about="The publishers.",
        answer=organizations.list_organizations,
        result=schemas.NAMES_OR_GROUPS,
        parameters=(
            ALL_FIELDS,
            COUNTED,
            ORDER,
            LIMIT,
            OFFSET,
            said("organizations", "Only these names, with commas between."),
            TEXT,
        ),
    ),
    Action(
        name="organization_show",
        about="One publisher.",
        answer=browsing.show_organization,
        result=schemas.GROUP,
        parameters=(PUBLISHER_ID, DATASETS, COUNTED),
        statuses=MISSING,
    ),
    Action(
        name="organization_autocomplete",
        about="Publishers with a text in their name.",
        answer=browsing.complete_organizations,
        result=every(schemas.NAMED),
        parameters=(TEXT, LIMIT),
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
            ALL_FIELDS,
            COUNTED,
            ORDER,
            LIMIT,
            OFFSET,
            said("groups", "Only these names, with commas between."),
            TEXT,
        ),
    ),
    Action(
        name="group_show",
        about="One theme.",
        answer=browsing.show_group,
        result=schemas.GROUP,
        parameters=(ID, DATASETS, COUNTED),
        statuses=MISSING,
    ),
    Action(
        name="group_package_show",
        about="The datasets of a theme, or of a publisher.",
        answer=browsing.list_group_packages,
        result=schemas.PACKAGES,
        parameters=(ID, LIMIT, OFFSET),
        statuses=MISSING,
    ),
    Action(
        name="group_autocomplete",
        about="Themes with a text in their name.",
        answer=browsing.complete_groups,
        result=every(schemas.NAMED),
        parameters=(TEXT, LIMIT),
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
        parameters=(said("query", "A text in the name."), ALL_FIELDS, LIMIT, OFFSET),
    ),
    Action(
        name="tag_show",
        about="One keyword.",
        answer=tags.show_tag,
        result=schemas.TAG,
        parameters=(ID, DATASETS),
        statuses=MISSING,
    ),
    Action(
        name="tag_search",
        about="Keywords with a text in them, and how many there are.",
        answer=tags.search_tags,
        result=schemas.TAGS,
        parameters=(said("query", "A text in the name."), LIMIT, OFFSET),
    ),
    Action(
        name="tag_autocomplete",
        about="Keywords with a text in them, as names.",
        answer=tags.complete_tags,
        result=schemas.NAMES,
        parameters=(said("query", "A text in the name."), LIMIT),
    ),
    Action(
        name="format_autocomplete",
        about="Formats of files with a text in their name.",
        answer=tags.complete_formats,
        result=schemas.NAMES,
        parameters=(Parameter(name="q", about="A text in the name.", required=True), LIMIT),
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
        answer=nothing_of,
        result=schemas.NOTHING,
        parameters=(ID,),
    ),
    Action(
        name="package_relationships_list",
        about="How a dataset stands to others, in CKAN's terms: nothing is said.",
        answer=nothing_of,
        result=schemas.NOTHING,
        parameters=(ID,),
    ),
)


@cache
def actions() -> Mapping[str, Action]:
    """The actions that are answered, by name."""
    return {action.name: action for action in _ACTIONS}
