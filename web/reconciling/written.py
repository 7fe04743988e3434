"""Candidates as the API writes them, and its manifest."""

from __future__ import annotations

from web.reconciling.candidates import Candidate, Result
from web.reconciling.kinds import KINDS
from web.schema import ANY, COUNT, STRING, TRUTH, every, record, table
from web.site import Site

VERSIONS = ("0.2",)
_NUMBER = {"type": "number"}
REFERENCE = record("", id=STRING, name=STRING)
_SERVICE = record("", service_url=STRING, service_path=STRING)
SERVICES = ("entity", "type", "property")
"""What can be suggested."""

PREVIEW_WIDTH, PREVIEW_HEIGHT = 420, 320
CANDIDATE_SCHEMA = record(
    "ReconciliationCandidate",
    id=STRING,
    name=STRING,
    description=STRING,
    type=every(REFERENCE),
    score={"type": "number", "minimum": 0, "maximum": 100},
    features=every(record("", id=STRING, value=_NUMBER)),
    match=TRUTH,
)
RESULTS_SCHEMA = {
    "title": "ReconciliationResults",
    **table(record("ReconciliationResult", result=every(CANDIDATE_SCHEMA))),
}
MANIFEST_SCHEMA = record(
    "ReconciliationManifest",
    versions=every(STRING),
    name=STRING,
    identifierSpace=STRING,
    schemaSpace=STRING,
    defaultTypes=every(REFERENCE),
    view=record("", url=STRING),
    preview=record("", url=STRING, width=COUNT, height=COUNT),
    suggest=table(_SERVICE),
    extend=record("", propose_properties=_SERVICE, property_settings=every(ANY)),
)
SUGGESTIONS_SCHEMA = record("ReconciliationSuggestions", result=every(REFERENCE))
FLY_OUT_SCHEMA = record("ReconciliationFlyOut", id=STRING, html=STRING)
PROPOSED_SCHEMA = record("ReconciliationProperties", type=STRING, properties=every(REFERENCE))
EXTENSION_SCHEMA = record("ReconciliationExtension", meta=every(REFERENCE), rows=table(table(every(ANY))))


def manifest(site: Site) -> dict[str, object]:
    """What the service is and what it can be asked (0.2, 3)."""
    base = site.iris.base
    return {
        "versions": list(VERSIONS),
        "name": "Stook: bodies, places, licences, themes and datasets",
        "identifierSpace": f"{base}/",
        "schemaSpace": f"{site.iris.reconcile()}#",
        "documentation": site.iris.developers(),
        "defaultTypes": [kind.reference() for kind in KINDS.values()],
        "view": {"url": base + "/{{id}}"},
        "preview": {
            "url": site.iris.reconcile("preview") + "?id={{id}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {name: _suggest(site, name) for name in SERVICES},
        "extend": {"propose_properties": _service(site, "properties"), "property_settings": []},
    }


def _service(site: Site, name: str) -> dict[str, str]:
    """A service of ours, whose address a client puts together of its two parts."""
    return {"service_url": site.iris.base, "service_path": site.links.reconcile(name)}


def _suggest(site: Site, name: str) -> dict[str, str]:
    flies = site.links.reconcile(f"flyout/{name}") + "?id=${id}"
    return _service(site, f"suggest/{name}") | {"flyout_service_path": flies}


def result_json(result: Result) -> dict[str, object]:
    """The candidates of one query."""
    return {"result": [_candidate(one, match=one is result.match) for one in result.candidates]}


def _candidate(one: Candidate, *, match: bool) -> dict[str, object]:
    features = [{"id": "likeness", "value": round(one.likeness * 100, 1)}]
    if one.agreeing or one.contradicting:
        share = one.agreeing / (one.agreeing + one.contradicting)
        features.append({"id": "properties", "value": round(share * 100, 1)})
    return {
        "id": one.entity.id,
        "name": one.entity.name,
        "description": one.entity.about,
        "type": [one.entity.kind.reference()],
        "score": round(one.score, 1),
        "features": features,
        "match": match,
    }
