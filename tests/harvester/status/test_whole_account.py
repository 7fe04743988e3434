"""Every record of a portal's last run is accounted for; test_engine_kinds looks at the other kinds as well."""

from __future__ import annotations

from collections.abc import Mapping

from accounting import check_account
from house import House

from harvester.replay.recording import Recording


def test_the_figures_of_every_portal_add_up_to_what_it_listed(
    full_house: House, bundled: Mapping[str, Recording]
) -> None:
    for slug in bundled:
        check_account(full_house, slug)
