"""Where a portal is at home: the body whose portal it is, its nation, and whether it is British at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from catalogue.portal import Portal
from vocab import Concept, Vocabulary, fold
from vocab.bodies import Bodies, bodies_of
from vocab.rules.units import WHOLE

_BRITISH = frozenset({"uk", "scot", "wales", "cymru", "london"})
_ANYWHERE = frozenset({"ai", "co", "io", "me", "tv"})  # countries' domains that the world uses
_AMERICAN = frozenset({"edu", "gov", "mil"})
_NATIONS = {"scot": "Scotland", "wales": "Wales", "cymru": "Wales"}
_HOSTED = (".hub.arcgis.com", ".opendata.arcgis.com")
_AGGREGATORS = frozenset({"community", "open data portal"})
"""Kinds of body whose portal carries what others publish, so that nothing there is its own by default."""


class Place(Enum):
    """How sure we are that the British lists of bodies speak of this portal's publishers."""

    BRITISH = auto()
    ABROAD = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Home:
    """A portal's body (None for a portal of many publishers), its nation where known, and its place.

    Told by identity, so that it may be the key of a cache: each portal has one.
    """

    body: Concept | None
    nation: str
    place: Place
    host: str
    title: str
    bodies: Bodies


def home_of(portal: Portal, vocabulary: Vocabulary) -> Home:
    """The home of a portal, remembered, since every record of it asks.

    Its body is as registered, else by its web domain, its name at ArcGIS or its title.
    """
    facts = (portal.body, portal.origin, portal.address, portal.title)
    others = portal.setting("lists") == "others"
    said = (portal.setting("publisher"), portal.setting("country"))
    return _home(facts, said, _Same(bodies_of(vocabulary)), others=others)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """The bodies as a key of a cache: the same object, not an equal one, since comparing them is slow."""

    bodies: Bodies

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.bodies is self.bodies

    def __hash__(self) -> int:
        return id(self.bodies)


@lru_cache(maxsize=1024)
def _home(facts: tuple[str, str, str, str], said: tuple[str, str], same: _Same, *, others: bool) -> Home:
    registered, origin, address, title = facts
    publisher, country = said
    bodies = same.bodies
    hosts = [host for host in (_host(origin), _host(address)) if host]
    owner = next((body for host in hosts if (body := bodies.at(host))), None)
    body = bodies.find(registered) if registered else None
    if body is None:
        body = _own(owner) or _at_arcgis(hosts, bodies) or _own(_titled(title, bodies))
    known = body or owner or _titled(title, bodies) or _titled(publisher, bodies)
    host = hosts[0] if hosts else ""
    nation = next((one.facts.get("nation", "") for one in (body, owner) if one), "")
    return Home(
        body=None if others else body,
        nation=nation or _NATIONS.get(host.rpartition(".")[2], ""),
        place=_place(host, country, known=known is not None),
        host=host,
        title=title,
        bodies=bodies,
    )


def _host(address: str) -> str:
    """The name that an address leads to; "" for a number, as of a machine that replays what was recorded."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    last = host.rpartition(".")[2]
    return host if "." in host and last.isalpha() and last != "localhost" else ""


def _own(body: Concept | None) -> Concept | None:
    return body if body and body.facts.get("tier") not in _AGGREGATORS else None


def _titled(title: str, bodies: Bodies) -> Concept | None:
    """The body that a title names whole: "Leeds City Council open data", not "Lincoln open data"."""
    if not title or (WHOLE.isdisjoint(fold(title).split()) and not bodies.named_in_full(title)):
        return None
    reading = bodies.named(title)
    return reading.body if reading and reading.sure else None


def _at_arcgis(hosts: list[str], bodies: Bodies) -> Concept | None:
    """The body whose joined name ends the name of a site at ArcGIS: `maps-southayrshire.opendata.arcgis.com`.

    A town's bare name is not enough, since ArcGIS serves its namesakes in America as well.
    """
    for host in hosts:
        for ending in _HOSTED:
            words = host.removesuffix(ending).split("-") if host.endswith(ending) else []
            for start in range(len(words)):
                body = bodies.joined("".join(words[start:]))
                if body and _telling(words[start:], body):
                    return body
    return None


def _telling(words: list[str], body: Concept) -> bool:
    joined = "".join(words)
    longest = max((name for name in _spaced(body) if name.replace(" ", "") == joined), key=len, default="")
    return " " in longest and not longest.startswith("city of ")


def _spaced(body: Concept) -> list[str]:
    texts = [label.text for label in (*body.labels, *body.alternatives)]
    return [fold(text) for text in (*texts, *body.hidden)]


def _place(host: str, country: str, *, known: bool) -> Place:
    if country:
        return Place.BRITISH if country.upper() in {"GB", "UK"} else Place.ABROAD
    last: Final = host.rpartition(".")[2]
    if known or last in _BRITISH:
        return Place.BRITISH
    if last in _AMERICAN or (len(last) == 2 and last not in _ANYWHERE):
        return Place.ABROAD
    return Place.UNKNOWN
