"""Short names of portals that register themselves."""

from __future__ import annotations

import pytest

from catalogue.portal import check_slug
from catalogue.registering.slugs import free_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Leeds City Council", "leeds-city-council"),
        ("Cyngor Sir Ynys Môn", "cyngor-sir-ynys-mon"),
        ("<script>alert(1)</script>", "alert-1"),
        ("数据", "portal"),
        ("", "portal"),
        ("a" * 200, "a" * 72),
    ],
)
def test_a_title_makes_a_sound_name(title: str, slug: str) -> None:
    assert check_slug(free_slug(title, ())) == slug


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_slug("Leeds", {"leeds", "leeds-2"}) == "leeds-3"
