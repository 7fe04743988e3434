"""Which profile of a description a client gets (https://www.w3.org/TR/dx-prof-conneg/).

By `_profile`, a token or the profile's IRI, else by the Accept-Profile header, else the usual one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from catalogue.profiles import dcat_ap, schema_org
from web.negotiation import HTML, JSON, JSON_LD, RDF_FORMS, Form, split_suffix
from web.operations import Parameter
from web.problems import Problem, ProblemRaised, not_acceptable
from web.schema import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One way to describe; `token` is its short name in addresses, `forms` those in which it can be written."""

    token: str
    iri: str
    about: str
    forms: tuple[Form, ...]


DCAT = Profile(
    token="dcat",  # noqa: S106 # the specification's word for a short name
    iri="http://www.w3.org/ns/dcat#",
    about="DCAT 3 with everything that is known here, the record and how each word was read included",
    forms=RDF_FORMS,
)
DCAT_AP = Profile(
    token="dcat-ap",  # noqa: S106
    iri=dcat_ap.IRI,
    about="DCAT-AP 3.0.1 and nothing beside it",
    forms=RDF_FORMS,
)
DCAT_US = Profile(
    token="dcat-us",  # noqa: S106
    iri="https://project-open-data.cio.gov/v1.1/schema",
    about="DCAT-US 1.1, as in data.json",
    forms=(JSON,),
)
SCHEMA_ORG = Profile(
    token="schema-org",  # noqa: S106
    iri=schema_org.CONTEXT,
    about="schema.org, as search engines read it",
    forms=(JSON_LD,),
)
PROFILES = (DCAT, DCAT_AP, DCAT_US, SCHEMA_ORG)

QUERY = "_profile"
_ANY = re.compile(r"(?:^|,)\s*\*")
_RANGE = re.compile(r"<([^<>]{1,400})>\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?")

PARAMETERS = (
    Parameter(
        name=QUERY,
        about="By which profile it is described: "
        + "; ".join(f"{one.token}, {one.about}" for one in PROFILES)
        + ".",
        schema=text(enum=[*(one.token for one in PROFILES), ""]),
    ),
    Parameter(
        name="Accept-Profile",
        about="The same by the profile's IRI in angle brackets, for clients that negotiate; _profile wins.",
        where="header",
    ),
)


def choose_profile(request: Request) -> Profile | None:
    """The profile asked for; None where none is. Raises a 406 that lists them all where it is none of them."""
    stated = request.query_params.get(QUERY, "")
    if stated:
        found = next((one for one in PROFILES if stated in (one.token, one.iri)), None)
        if found is None:
            raise no_profile(request.url.path)
        return found
    return _accepted(request.headers.get("accept-profile", ""), request.url.path)


def told_profile(response: Response, address: str, here: Profile) -> Response:
    """The answer, with a word in its headers of its profile, and where the others of what is at an address are."""
    response.headers["Vary"] = "Accept, Accept-Profile"
    response.headers["Link"] += f", {_links(address, here)}"
    return response


def _links(address: str, here: Profile) -> str:
    others = (_alternate(address, one) for one in PROFILES if one is not here)
    return ", ".join((f'<{here.iri}>; rel="profile"', *others))


def no_profile(address: str) -> ProblemRaised:
    """There is no such profile."""
    listed = [{"token": one.token, "iri": one.iri, "about": one.about} for one in PROFILES]
    names = ", ".join(one.token for one in PROFILES)
    return ProblemRaised(
        Problem(
            status=406,
            title="No such profile",
            detail=f"This can be had by the profiles {names}.",
            more={"profiles": listed},
            headers={"Link": ", ".join(_alternate(address, one) for one in PROFILES)},
        )
    )


def forms_of(profile: Profile | None, usual: Sequence[Form], name: str) -> Sequence[Form]:
    """The forms in which a thing can be had by a profile, its page among them where it is the usual one; without a
    profile all its usual forms. Raises a 406 where the end of the name asks for another."""
    if profile is None:
        return usual
    forms = (*(one for one in usual if one is HTML and profile is DCAT), *profile.forms)
    stated = split_suffix(name, usual)[1]
    if stated and stated not in forms:
        raise not_acceptable(forms)
    return forms


def _accepted(header: str, address: str) -> Profile | None:
    """The best of those that the header names; one that names only others is refused, `*` accepts whatever comes."""
    ranges = [(iri, float(quality or 1)) for iri, quality in _RANGE.findall(header[:4096])]
    liked = [(quality, one) for one in PROFILES for iri, quality in ranges if iri == one.iri and quality > 0]
    if liked:
        return max(liked, key=lambda each: each[0])[1]
    if ranges and not _ANY.search(header):
        raise no_profile(address)
    return None


def _alternate(address: str, profile: Profile) -> str:
    where = f"{address}{'&' if '?' in address else '?'}{QUERY}={profile.token}"
    media_type = profile.forms[0].media_type
    return f'<{where}>; rel="alternate"; type="{media_type}"; formats="{profile.iri}"'
