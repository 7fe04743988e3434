"""One dataset by a profile that was asked for, in the forms that the profile has."""

from __future__ import annotations

from catalogue.profiles.dcat_ap import dcat_ap_triples
from catalogue.profiles.dcat_us import dcat_us_dataset
from catalogue.profiles.schema_org import to_document
from catalogue.snapshot import Snapshot
from web.answers import Writer, to_json
from web.negotiation import JSON, JSON_LD, RDF_FORMS, Form
from web.profiles import DCAT_AP, DCAT_US, SCHEMA_ORG, Profile
from web.rdf import serialise
from web.site import Site
from web.structured import speaker


def profile_writers(profile: Profile | None, snapshot: Snapshot, site: Site) -> dict[str, Writer]:
    """The writers that a profile has of its own; none where it is the usual one."""
    if profile is DCAT_AP:
        return {form.name: _dcat_ap(form, snapshot, site) for form in RDF_FORMS}
    if profile is DCAT_US:
        return {JSON.name: lambda: to_json(dcat_us_dataset(snapshot, site.iris, site.vocabulary))}
    if profile is SCHEMA_ORG:
        return {JSON_LD.name: lambda: to_json(_schema_org(snapshot, site))}
    return {}


def _dcat_ap(form: Form, snapshot: Snapshot, site: Site) -> Writer:
    return lambda: serialise(dcat_ap_triples(snapshot, site.iris, site.vocabulary), form)


def _schema_org(snapshot: Snapshot, site: Site) -> dict[str, object]:
    portal = site.names.table().portals.get(snapshot.entry.portal, "")
    return to_document(speaker(site).dataset(snapshot, portal=portal))
