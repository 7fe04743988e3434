"""Asks a catalogue what CKAN's clients can ask, and tells as JSON what they found; run by the Python that has them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import ckanapi
from frictionless import Catalog, Package
from frictionless.portals import CkanControl


def main(address: str, identifier: str, withdrawn: str) -> None:
    """Everything, under what was asked."""
    told = {
        "get": every_action(ckanapi.RemoteCKAN(address, get_only=True), identifier),
        "post": every_action(ckanapi.RemoteCKAN(address), identifier),
        "errors": errors(ckanapi.RemoteCKAN(address).call_action, withdrawn),
        "frictionless": frictionless(address, identifier),
    }
    print(json.dumps(told))  # noqa: T201 - the answer


def every_action(ckan: Any, identifier: str) -> dict[str, Any]:
    """One call of each action, and what of its result can be told in a few words."""
    call = ckan.call_action
    package = call("package_show", {"id": identifier})
    found = call("package_search", {"fq": "tags:bins", "sort": "metadata_modified desc", "rows": 5})
    facets = call("package_search", {"fq": "tags:bins", "rows": 0, "facet.field": '["tags"]'})["facets"]
    organization = call("organization_show", {"id": package["owner_org"], "include_datasets": True})
    return {
        "site_read": call("site_read"),
        "status_show": call("status_show")["ckan_version"],
        "package_list": len(call("package_list")),
        "package_show": package["title"],
        "package_search": [found["count"], found["results"][0]["id"]],
        "facets": facets,
        "organization_list": len(call("organization_list", {"all_fields": True})),
        "organization_show": [one["id"] for one in organization["packages"]],
        "group_list": call("group_list"),
        "group_show": call("group_show", {"id": package["groups"][0]["id"]})["title"],
        "tag_list": call("tag_list", {"query": "bin"}),
        "license_list": package["license_id"] in [one["id"] for one in call("license_list")],
        "current_package_list_with_resources": len(call("current_package_list_with_resources", {"limit": 5})),
        "resource_show": call("resource_show", {"id": package["resources"][0]["id"]})["name"],
        "package_autocomplete": [one["name"] for one in call("package_autocomplete", {"q": "household"})],
        "help_show": "fq" in call("help_show", {"name": "package_search"}),
    }


def errors(call: Callable[..., Any], withdrawn: str) -> dict[str, str]:
    """What is raised by calls that cannot be answered."""
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "nothing": ("package_show", {"id": "nothing"}),
        "withdrawn": ("package_show", {"id": withdrawn}),
        "missing": ("package_show", {}),
        "number": ("package_search", {"rows": "many"}),
        "query": ("package_search", {"q": "title:(bins"}),
        "write": ("package_create", {"name": "mine"}),
        "unknown": ("make_tea", {}),
    }
    return {name: _raised(lambda asked=asked: call(*asked)) for name, asked in calls.items()}


def _raised(called: Callable[[], Any]) -> str:
    try:
        called()
    except ckanapi.errors.CKANAPIError as error:
        return type(error).__name__
    return ""


def frictionless(address: str, identifier: str) -> dict[str, Any]:
    """A catalogue, parts of it, and one package."""

    def names(**chosen: Any) -> list[str]:
        control = CkanControl(baseurl=address, **chosen)
        return [dataset.name for dataset in Catalog(control=control).datasets]

    package = Package(control=CkanControl(baseurl=address, dataset=identifier))
    return {
        "catalog": len(names(num_packages=1000)),
        "search": names(search={"q": "title:household"}),
        "group": names(group_id="envi"),
        "organization": names(organization_name="leeds-city-council"),
        "package": {
            "title": package.title,
            "paths": [resource.path for resource in package.resources],
            "licenses": [licence["title"] for licence in package.licenses],
            "keywords": package.keywords,
        },
    }


if __name__ == "__main__":
    main(*sys.argv[1:4])
