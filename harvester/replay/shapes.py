"""The shape of each kind's answers, as far as a fault needs to know it: which addresses give records, and what
stands where in them.

A kind without pages to turn, totals or links to follow says in `lacks` why: the faults that need them cannot happen
there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

_WHOLE = "gives its whole catalogue as one document"
_UNCOUNTED = "does not say how many records it has"
_COUNTED = "is paged by counting what came, and no link is followed"
_UNFILTERED = "is not asked for what has changed alone"
_BY_LISTED_DATES = "lists everything always, with dates that we compare ourselves"
_EMPTY: Mapping[str, Any] = MappingProxyType({})
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a kind's replay answers, by regular expressions.

    `pages` and `later` are looked for in an address (path and query), `total` and `onward` in the body of an
    answer, `identity` and `title` in a record of the recording; what they are after is their group 1. `within`
    is a part of every record that would be lost without a word, if it were called otherwise.
    """

    pages: str  # the addresses that give records
    later: str = (
        ""  # those of them that are asked only after an answer of another; all of them where it is empty
    )
    total: str = ""  # how many records the portal says it has
    onward: str = ""  # the address or token that leads to the next page
    turn: str = ""  # the parameter that takes what `onward` gives; an address where there is none
    lacks: Mapping[str, str] = field(
        default_factory=lambda: _EMPTY
    )  # total, onward, turning, filter → why there is no such thing
    identity: tuple[str, ...]
    title: str
    within: str
    filter: str = ""  # the part of a request that asks for what has changed alone
    poison: str = ""  # what a record cannot be read without; `title` where this is empty
    fallback: str = ""  # the addresses that are asked where those of `pages` fail
    syntax: str  # json, xml, turtle or csv
    small: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)  # options of a recording for short pages
    never: Mapping[str, str] = field(default_factory=lambda: _EMPTY)  # fault → why it cannot happen

    @property
    def spoilt(self) -> str:
        """The addresses that a fault strikes: not the first page where there are others, and no other way left."""
        return "|".join(filter(None, (self.later or self.pages, self.fallback)))


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "aardvark": Shape(
            pages=r"/api/v1/search\?|/catalog\.json\?",
            later=r"/api/v1/search\?.*\bpage=(?!1\b)|/catalog\.json\?",
            total=r'"total_count":(\d+)',
            lacks={"filter": _UNFILTERED, "onward": _COUNTED},
            identity=(r'^\{"id":"([^"]+)"',),
            title=r'"dct_title_s":"([^"]+)"',
            within=r'"dct_references_s":',
            syntax="json",
            small={"page_size": 10},
        ),
        "arcgis_hub": Shape(
            pages=r"/collections/\w+/items\?",
            later=r"/collections/dataset/items\?.*startindex=(?!1\b)",
            total=r'"numberMatched":(\d+)',
            identity=(r'"id":"([0-9a-f]{32})',),
            title=r'"title":"([^"]+)"',
            within=r'"url":',
            filter=r"&filter=[^&]*",
            fallback=r"/api/feed/",
            syntax="json",
            lacks={"onward": _COUNTED},
            small={"page_size": 20},
        ),
        "arcgis_server": Shape(
            pages=r"/(Waste|Trees|Parks|RightsOfWay)/\w+Server(/layers)?\?",
            later=r"/(Waste|Trees|Parks|RightsOfWay)/\w+Server(/layers)?\?",
            lacks={
                "filter": _UNFILTERED,
                "total": _UNCOUNTED,
                "onward": "gives the address of every service in its directory",
                "turning": "gives each service at an address of its own",
            },
            identity=(r'"path":"[^"]*?(\w+)"',),
            title=r'"layers":.*?"name":"([^"]+)"',
            within=r'"description":',
            syntax="json",
            never={
                "poisoned": "arcgis_server calls a layer without a name by its number, so that it can be read"
            },
        ),
        "ckan": Shape(
            pages=r"/package_search\?",
            later=r"/package_search\?.*start=[1-9]",
            total=r'"count":(\d+)',
            identity=(rf'"id":"({_UUID})"',),
            title=r'"title":"([^"]+)"',
            within=r'"resources":',
            filter=r"&fq=[^&]*",
            syntax="json",
            lacks={"onward": _COUNTED},
            small={"rows_max": 20},
        ),
        "csw": Shape(
            pages=r"(?s)GetRecords\b.*startPosition",
            later=r"""(?s)GetRecords\b.*startPosition="?=?(?!1\b)""",
            total=r'numberOfRecordsMatched="(\d+)"',
            onward=r'nextRecord="(\d+)"',
            turn="startPosition",
            identity=(r'"id": "([^"]+)"',),
            title=r"<gmd:title[^>]*>\s*<gco:CharacterString>([^<]+)<",
            within="gmd:distributionInfo>",
            poison=r"(<gmd:title[ >].*?</gmd:title>)",
            filter=r"(?s)<csw:Constraint.*</csw:Constraint>|&constraint[^&]*",
            syntax="xml",
            small={"limit": 10},
        ),
        "datapress": Shape(
            pages=r"export\.json|current_package_list",
            lacks={"filter": _UNFILTERED, "turning": _WHOLE, "total": _UNCOUNTED, "onward": _WHOLE},
            identity=(r'^\{"id":"([^"]+)"',),
            title=r'"title":"([^"]+)"',
            within=r'"resources":',
            syntax="json",
        ),
        "dcat": Shape(
            pages=r"/catalog\.ttl",
            later=r"/catalog\.ttl\?page=",
            total=r"hydra:totalItems (\d+)",
            onward=r'hydra:nextPage "([^"]+)"',
            identity=(r'"iri":"https?://[^"]*/([^"/]+)"',),
            title=r'dct:title \\"([^"\\]+)\\"',
            within="dcat:distribution ",
            poison=r"(dct:title [^;]+;)",
            lacks={"filter": _UNFILTERED},
            syntax="turtle",
            small={"page_size": 20},
        ),
        "dkan": Shape(
            pages=r"/data\.json|/api/[13]/",
            lacks={"filter": _UNFILTERED, "turning": _WHOLE, "total": _UNCOUNTED, "onward": _WHOLE},
            identity=(r'"identifier":"([^"]+)"',),
            title=r'"title":"([^"]+)"',
            within=r'"distribution":',
            syntax="json",
        ),
        "geoserver": Shape(
            pages=r"/geoserver/ows\?",
            later=r"service=WMS",
            lacks={
                "filter": _UNFILTERED,
                "total": _UNCOUNTED,
                "onward": "lists all that a service has in one document",
                "turning": "lists all that a service has in one document",
            },
            identity=(r'^\{"name": "\w+:([^"]+)"', r'"id": "([^"]+)"'),
            title=r'"title": "([^"]+)"',
            within="MetadataURL",
            syntax="xml",
            never={"poisoned": "geoserver gives a layer without a title its name"},
        ),
        "jkan": Shape(
            pages=r"/(data|datasets)\.json",
            lacks={"filter": _UNFILTERED, "turning": _WHOLE, "total": _UNCOUNTED, "onward": _WHOLE},
            identity=(r'^\{"id":"([^"]+)"',),
            title=r"\\ntitle: ([^\\]+)\\n",
            within=r'"distribution":',
            syntax="json",
            never={"poisoned": "jkan leaves a dataset without a title out of its lists"},
        ),
        "lga_inventory": Shape(
            pages=r"/inventory\.xml",
            lacks={"filter": _UNFILTERED, "turning": _WHOLE, "total": _UNCOUNTED, "onward": _WHOLE},
            identity=(r'^\{"id":"(?:[^"]*/)?([^"/]+)"',),
            title=r'"title":"([^"]+)"',
            within="Resources>",
            syntax="xml",
        ),
        "list": Shape(
            pages=r"/datasets\.csv",
            lacks={"filter": _UNFILTERED, "turning": _WHOLE, "total": _UNCOUNTED, "onward": _WHOLE},
            identity=(r'"id": "([^"]+)"',),
            title=r'"title": "([^"]+)"',
            within="Dolen",
            syntax="csv",
            never={"too-deep": "list is a table, which has no depth"},
        ),
        "native_json": Shape(
            pages=r"/documents/[0-3]",
            later=r"/documents/[0-3]",
            lacks={
                "filter": _UNFILTERED,
                "total": _UNCOUNTED,
                "onward": "gives the address of every record in a list",
                "turning": "gives each record at an address of its own",
            },
            identity=(r'^\{"id":"([^"]+)"',),
            title=r'"title":"([^"]+)"',
            within=r'"onlineResources":',
            syntax="json",
        ),
        "oai_pmh": Shape(
            pages=r"verb=ListRecords",
            later=r"verb=ListRecords&resumptionToken=",
            total=r'completeListSize="(\d+)"',
            onward=r"<resumptionToken[^>]*>([^<]+)<",
            turn="resumptionToken",
            identity=(r'"identifier": "oai:[^"]*:([^":]+)"',),
            title=r'"title": \["([^"]+)"',
            within="dc:rights>",
            filter=r"&from=[^&]*",
            syntax="xml",
            small={"page_size": 10},
        ),
        "opendatasoft": Shape(
            pages=r"/catalog/datasets\?",
            later=r"/catalog/datasets\?.*offset=[1-9]",
            total=r'"total_count":(\d+)',
            lacks={"onward": _COUNTED},
            fallback="/catalog/exports/json|/api/v2/|/api/datasets/",
            identity=(r'"dataset_id":"([^"]+)"', r'"dataset_uid":"([^"]+)"'),
            title=r'"metas":.*?"title":"([^"]+)"',
            within=r'"fields":',
            filter=r"&where=[^&]*",
            syntax="json",
            small={"page_size": 12},
        ),
        "pod": Shape(
            pages=r"/data\.json",
            lacks={"filter": _UNFILTERED, "turning": _WHOLE, "total": _UNCOUNTED, "onward": _WHOLE},
            identity=(r'"identifier":\s*"(?:[^"]*/)?([^"/]+)"',),
            title=r'"title":\s*"([^"]+)"',
            within=r'"distribution":',
            syntax="json",
        ),
        "schemaorg": Shape(
            pages=r"/sitemap-2\.xml|/open-data/[a-e]",
            later=r"/sitemap-2\.xml|/open-data/[a-e]",
            lacks={
                "filter": _BY_LISTED_DATES,
                "total": _UNCOUNTED,
                "onward": "gives the address of every page in its sitemaps",
                "turning": "gives each dataset on a page of its own",
            },
            identity=(r'"path": "/open-data/([^"]+)"',),
            title=r'"name": "([^"]+)"',
            within='"distribution":',
            syntax="json",
        ),
        "socrata": Shape(
            pages=r"/api/catalog/v1\?",
            later=r"/api/catalog/v1\?.*(offset=[1-9]|scroll_id=)",
            total=r'"resultSetSize":(\d+)',
            lacks={"filter": _UNFILTERED, "onward": _COUNTED},
            fallback=r"/api/views/|/data\.json",
            identity=(r'"id":"(\w{4}-\w{4})"',),
            title=r'"name":"([^"]+)"',
            within=r'"columns_name":',
            syntax="json",
            small={"page_size": 12},
        ),
        "sparql": Shape(
            pages=r"CONSTRUCT",
            later=r"CONSTRUCT",
            lacks={
                "filter": _UNFILTERED,
                "total": "is asked for every name, and how many they are",
                "onward": "is asked for the names after the last one that came",
                "turning": "is asked for the datasets by their names",
            },
            identity=(r'"iri": "https?://[^"]*/([^"/]+)"',),
            title=r'dct:title \\"([^"\\]+)\\"',
            poison=r'(dct:title \\"[^"\\]+\\"(?:@\w+)? ;)',
            within="dcat:distribution ",
            syntax="turtle",
            never=dict.fromkeys(
                ("slow-drip", "silence"),
                "sparql asks again in ever smaller pieces, each to its time-out: minutes, so that it is not played",
            ),
        ),
        "udata": Shape(
            pages=r"/api/1/datasets/\?",
            later=r"/api/1/datasets/\?.*\bpage=(?!1\b)",
            total=r'"total":(\d+)',
            onward=r'"next_page":"([^"]+)"',
            identity=(r'"id":"([0-9a-f]{24})"',),
            title=r'"title":"([^"]+)"',
            within=r'"resources":',
            lacks={"filter": _UNFILTERED},
            syntax="json",
            small={"page_size": 12},
        ),
        "waf": Shape(
            pages=r"/waf/coast/",
            later=r"/waf/coast/",
            lacks={
                "filter": _BY_LISTED_DATES,
                "total": _UNCOUNTED,
                "onward": "gives the address of every record in its folders",
                "turning": "gives each record at an address of its own",
            },
            identity=(r'"id": "([^"]+)"',),
            title=r"<gmd:title[^>]*>\s*<gco:CharacterString>([^<]+)<",
            poison=r"(<gmd:title[ >].*?</gmd:title>)",
            within="gmd:distributionInfo>",
            syntax="xml",
        ),
    }
)
