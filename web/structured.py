"""What a page is about, in schema.org, as a block of data within it.

https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents
"""

from __future__ import annotations

import json
from dataclasses import replace

from markupsafe import Markup

from catalogue.profiles.schema_org import Speaker, to_document
from web.site import Site

NAME = "Stook"
ABOUT = (
    "Descriptions of open data that councils and public bodies publish, "
    "harvested from their portals and mapped to DCAT."
)

_ALL = 1_000  # values of one property where the description is the answer itself
_MOST = 10  # values of one property: a page repeats what it shows, and is to stay small
_LONGEST = 1_000  # characters of a description, for the same reason

# Within a script element only "<" can end it or open a comment (https://html.spec.whatwg.org/#scripting-3); what
# remains is escaped for whoever copies the block into another place. In JSON they stand in strings alone.
_ESCAPES = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})


def speaker(site: Site) -> Speaker:
    """Who says this site's things in schema.org, as fully as anybody reads them."""
    return Speaker(links=site.iris, vocabulary=site.vocabulary, site=NAME, most=_ALL)


def page_speaker(site: Site) -> Speaker:
    """The same in brief, for the block of a page."""
    return replace(speaker(site), most=_MOST, longest=_LONGEST)


def data_block(node: dict[str, object]) -> Markup:
    """A thing as the content of a script element of type application/ld+json, which is data and never runs."""
    written = json.dumps(to_document(node), ensure_ascii=False, separators=(",", ":"))
    return Markup(written.translate(_ESCAPES))  # noqa: S704 # escaped just here
