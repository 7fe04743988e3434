"""A SPARQL server by its setting: where it answers queries, where it takes updates, and as whom one asks it.

    sparql:https://HOST/QUERY[#update=ADDRESS&user=NAME&password=secret:NAME&token=secret:NAME]

What stands after `#` is ours: no client sends it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from catalogue.errors import SettingsError
from catalogue.iri import is_web_address

Secret = Callable[[str], str]
"""Gives what a reference `secret:NAME` stands for; SettingsError for anything else."""


def no_secret(reference: str) -> str:
    """For whoever has none."""
    if reference:
        raise SettingsError(f"the reference {reference.partition(':')[0]}:… cannot be read here")
    return ""


_OPTIONS = ("update", "user", "password", "token")
_ENDS = re.compile(r"/query/?$")
_REPOSITORY = re.compile(r"/repositories/[^/]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The two addresses of a server; `headers` say who asks, and are kept out of every text."""

    query: str
    update: str
    headers: Mapping[str, str] = field(repr=False)


def read_server(location: str, secret: Secret) -> Server:
    """The server that stands after `sparql:`; SettingsError says what is amiss and never what was secret."""
    address, _, fragment = location.partition("#")
    options = dict(parse_qsl(fragment, keep_blank_values=True))
    unknown = sorted(options.keys() - set(_OPTIONS))
    if unknown:
        raise SettingsError(
            f"store 'sparql:…#{unknown[0]}=': unknown; expected {', '.join(_OPTIONS)} after '#'"
        )
    return Server(
        query=_address(address),
        update=_address(options.get("update") or _usual_update(address)),
        headers=_headers(options, secret),
    )


def _address(address: str) -> str:
    if not is_web_address(address):
        raise SettingsError(
            "store 'sparql:…': expected the server's web address, as in 'sparql:http://127.0.0.1:3030/stook/query'"
        )
    if urlsplit(address).username is not None:
        raise SettingsError(
            "store 'sparql:…': holds a name in its address; write '#user=NAME&password=secret:NAME' after it"
        )
    return address


def _usual_update(address: str) -> str:
    """Where servers take updates that say nothing else: Fuseki and Oxigraph, RDF4J and GraphDB, then QLever."""
    if _ENDS.search(address):
        return _ENDS.sub("/update", address)
    return f"{address}/statements" if _REPOSITORY.search(address) else address


def _headers(options: Mapping[str, str], secret: Secret) -> dict[str, str]:
    token = secret(options.get("token", ""))
    if token:
        return {"Authorization": f"Bearer {token}"}
    if not options.get("user"):
        return {}
    login = f"{options['user']}:{secret(options.get('password', ''))}"
    return {"Authorization": f"Basic {b64encode(login.encode()).decode()}"}
