"""llms.txt: what this site is and how it is asked by machine, as Markdown made from its operations.

https://llmstxt.org/
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from web.addresses import Addresses
from web.operations import Operation, plain_path
from web.structured import ABOUT, NAME

_HOW = """Everything can be read by anybody: no key, no account, no cookies. Prefer what stands below to reading pages.

- Most things have one address in many forms: end it with `.json`, `.ttl`, `.jsonld`, `.nt` or `.rdf`, or send `Accept`.
- Search for people's words with `/search.json?q=`; anything else can be asked of `/sparql` (SPARQL 1.1, read only).
- Answers carry an `ETag`: send it as `If-None-Match` and nothing is sent twice.
- A problem is told as `application/problem+json`; 429 and 503 say in `Retry-After` when to come again.
- Descriptions are the publishers' own. Each dataset states its licence, or that none is stated: the data is not ours.
"""
_OPTIONAL = frozenset(("Running it",))


def make_llms(operations: Sequence[Operation], iris: Addresses) -> str:
    """The file: what this is, how to ask, then each address by its heading, what merely runs the site last."""
    shown = sorted((one for one in operations if one.media), key=lambda one: one.group in _OPTIONAL)
    order = {group: place for place, group in enumerate(dict.fromkeys(one.group for one in shown))}
    grouped = groupby(sorted(shown, key=lambda one: order[one.group]), key=lambda one: one.group)
    sections = (_section(group, list(found), iris.base) for group, found in grouped)
    return f"# {NAME}\n\n> {ABOUT}\n\n{_HOW}\n" + "\n".join(sections)


def _section(group: str, found: Sequence[Operation], base: str) -> str:
    heading = "Optional" if group in _OPTIONAL else group
    return f"## {heading}\n\n" + "".join(_line(one, base) for one in found)


def _line(one: Operation, base: str) -> str:
    path = plain_path(one.path)
    asked = [each.name for each in one.parameters if each.where == "query"]
    parameters = f" Parameters: {', '.join(f'`{name}`' for name in asked)}." if asked else ""
    return f"- [{path}]({base}{path}): {one.about}{parameters}\n"
