"""All that a body's page says of its coverage, read for a request."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import QueryParams

from catalogue.ledger.scores import organisation_scores, score_history
from catalogue.ledger.status import Organisation
from catalogue.quality.scores import GroupScores, ScoreDay
from vocab import Concept
from web.coverage.documents import coverage_json, figures_json
from web.coverage.figures import make_figures
from web.coverage.panel import make_panel, read_peers
from web.coverage.profile import Profile
from web.pages.coverage import CoveragePanel, Figures
from web.quality_json import group_json
from web.site import Site

FIND = "find"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A body's panel, figures and mean scores, and what they are made of; `days` are what the means were."""

    profile: Profile
    panel: CoveragePanel
    figures: Figures
    scores: GroupScores | None
    days: tuple[ScoreDay, ...]

    def to_json(self, site: Site) -> dict[str, object]:
        """The same for programs."""
        return {
            "coverage": coverage_json(self.panel, site.iris),
            "figures": figures_json(self.profile),
            "scores": group_json(self.scores, self.days),
        }


def read_coverage(site: Site, found: Organisation, body: Concept | None, parameters: QueryParams) -> Coverage:
    """The coverage of a body, beside the peers that a request chooses."""
    profile = site.profiles.of(found.slug, found.name)
    with site.ledger.reading() as connection:
        scores = organisation_scores(connection, found.slug)
        days = score_history(connection, "organisation", found.slug)
    peers = read_peers(site, body, found.slug, parameters)
    return Coverage(
        profile=profile,
        panel=make_panel(site, body, found, profile, peers, parameters.get(FIND, "")),
        figures=make_figures(site, found.slug, profile),
        scores=scores,
        days=days,
    )
