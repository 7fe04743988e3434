"""A body's coverage and figures for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.indexes.protocol import NOT_STATED
from web.addresses import Addresses
from web.coverage.figures import changed_within_a_year
from web.coverage.profile import Profile
from web.pages.coverage import CoveragePanel, CoverRow, Option
from web.schema import COUNT, STRING, TEXT_OR_NULL, TRUTH, every, record, table

COLUMNS = (
    *("code", "requirement", "paragraphs", "every", "given", "state", "dataset", "title", "how", "sure"),
    *("covers_until", "changed", "others", "peers", "peers_with_it"),
)

_PEERS = every(record(slug=STRING, iri=STRING, name=STRING, datasets=COUNT))
REQUIREMENT_SCHEMA = record(
    "CoveredRequirement",
    code=STRING,
    requirement=STRING,
    paragraphs=STRING,
    every={"enum": ["quarterly", "annually", "once"]},
    given=TEXT_OR_NULL,
    state={"enum": ["current", "old", "undated", "not-found"]},
    dataset=TEXT_OR_NULL,
    title=TEXT_OR_NULL,
    how=TEXT_OR_NULL,
    sure=TRUTH,
    covers_until=TEXT_OR_NULL,
    changed=TEXT_OR_NULL,
    others=COUNT,
    also=every(STRING),
    peers=COUNT,
    peers_with_it=COUNT,
)
COVERAGE_SCHEMA = record(
    "Coverage",
    code=STRING,
    applies=TRUTH,
    reason=TEXT_OR_NULL,
    requirements=every(REQUIREMENT_SCHEMA),
    peers=_PEERS,
    peers_also_publish=every(record(topic=STRING, label=STRING, peers=COUNT)),
)
FIGURES_SCHEMA = record(
    "Figures",
    datasets=COUNT,
    punctual=record(overdue=COUNT, on_time=COUNT, unknown=COUNT),
    changed=table(COUNT),
    changed_within_a_year=COUNT,
    licences=record(open=COUNT, not_open=COUNT, not_stated=COUNT),
    formats=table(COUNT),
)


def coverage_json(panel: CoveragePanel, iris: Addresses) -> dict[str, object]:
    """The coverage of a body."""
    return {
        "code": panel.code,
        "applies": panel.bound,
        "reason": panel.reason or None,
        "requirements": requirement_rows(panel.rows, len(panel.peers), iris),
        "peers": [_peer(one, iris) for one in panel.peers],
        "peers_also_publish": [
            {"topic": gap.code, "label": gap.label, "peers": gap.peers} for gap in panel.gaps
        ],
    }


def requirement_rows(rows: Iterable[CoverRow], peers: int, iris: Addresses) -> list[dict[str, object]]:
    """One line a requirement, as in JSON and in the table for officers."""
    return [
        {
            "code": row.code,
            "requirement": row.title,
            "paragraphs": row.paragraphs,
            "every": row.every,
            "given": row.given or None,
            "state": row.state,
            "dataset": iris.dataset(row.dataset) if row.dataset else None,
            "title": row.dataset_title or None,
            "how": row.how or None,
            "sure": row.sure,
            "covers_until": row.day if row.by == "period" and row.day else None,
            "changed": row.day if row.by == "change" and row.day else None,
            "others": row.others,
            "also": [iris.dataset(each.dataset) for each in row.also],
            "peers": peers,
            "peers_with_it": row.peers,
        }
        for row in rows
    ]


def figures_json(profile: Profile) -> dict[str, object]:
    """The figures of a body; what is not stated is counted under "not-stated"."""
    punctual, openness = profile.punctual, profile.openness
    return {
        "datasets": profile.datasets,
        "punctual": {
            "overdue": punctual.overdue,
            "on_time": punctual.on_time,
            "unknown": punctual.unknown,
        },
        "changed": {value or "not-stated": count for value, count in profile.freshness.items()},
        "changed_within_a_year": changed_within_a_year(profile),
        "licences": {
            "open": openness.get("open", 0),
            "not_open": openness.get("not-open", 0),
            "not_stated": openness.get(NOT_STATED, 0),
        },
        "formats": {value or "not-stated": count for value, count in profile.formats.items()},
    }


def _peer(one: Option, iris: Addresses) -> dict[str, object]:
    return {
        "slug": one.slug,
        "iri": iris.organisation(one.slug),
        "name": one.name,
        "datasets": one.datasets,
    }
