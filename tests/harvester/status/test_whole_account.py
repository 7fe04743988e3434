"""Every record of a portal's last run is accounted for; test_engine_kinds looks at the other portals as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from accounting import check_account
from councils import COUNCILS
from house import House

from harvester.ended import Ended
from harvester.replay.recording import Recording, bundled_recordings


def test_the_figures_of_every_portal_add_up_to_what_it_listed(
    full_house: House, bundled: Mapping[str, Recording]
) -> None:
    for slug in bundled:
        check_account(full_house, slug)


def test_no_portal_of_the_demonstration_is_left_out(
    house: House,
    serve: Callable[..., AbstractContextManager[tuple[str, object]]],
    bundled: Mapping[str, Recording],
) -> None:
    """Those of which no other test asks."""
    known = {council.slug for council in COUNCILS} | set(bundled)
    others = [one for one in bundled_recordings() if one.slug not in known]
    with serve(others) as (address, _):
        house.allow(address)
        for one in others:
            house.register(one, address)
            assert house.crawl(one.slug) is Ended.COMPLETE
            check_account(house, one.slug)
