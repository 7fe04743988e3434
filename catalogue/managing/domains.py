"""The domain that somebody registered, of which a host or a mailbox is a part (https://publicsuffix.org/list/)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from types import MappingProxyType

from tldextract import TLDExtract

# The copy of the list that came with the library: nothing is fetched, wherever this runs. Its private part says under
# which domains everybody may have a name of their own, such as github.io.
_SPLIT = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registrable(host: str) -> str:
    """The registered domain of a host, in small letters; "" for a number, and for what is only a public suffix."""
    plain = host.strip(". ").lower()
    if _is_number(plain):
        return ""
    parts = _SPLIT(plain)
    if parts.suffix:
        return parts.top_domain_under_public_suffix
    # "If no rules match, the prevailing rule is '*'": the last label of an unknown name is its suffix.
    labels = plain.split(".")
    return ".".join(labels[-2:]) if len(labels) > 1 else ""


def is_shared(host: str, what: str) -> bool:
    """Whether a host is under a domain where anybody has "mailboxes", or firms' customers have "portals"."""
    return shared_domains().get(registrable(host)) == what


@cache
def shared_domains() -> Mapping[str, str]:
    """Domains that say nothing about whose they are, with what is shared there."""
    text = (files(__package__) / "shared_domains.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({row["domain"]: row["what"] for row in csv.DictReader(lines)})


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
