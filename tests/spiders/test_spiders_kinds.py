"""The portal kinds: found by file, refused in words."""

import pytest

from catalogue.errors import PortalError
from catalogue.portal import Portal
from harvester.spiders import kinds, spider_for


def test_every_kind_is_found_by_its_file() -> None:
    assert {"arcgis_hub", "ckan", "dcat", "pod"} <= set(kinds())


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_kind_has_a_title_and_a_module_of_its_name(kind: str) -> None:
    spider = kinds()[kind]
    assert (spider.kind, spider.__module__) == (kind, f"harvester.spiders.{kind}")
    assert spider.title


def test_a_portal_gets_the_spider_of_its_kind() -> None:
    portal = Portal(slug="leeds", title="Leeds", kind="ckan", address="https://madeup.example")
    assert spider_for(portal).portal is portal


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    portal = Portal(slug="leeds", title="Leeds", kind="ckna", address="https://madeup.example")
    with pytest.raises(
        PortalError, match=r"^portals/leeds: kind 'ckna' is not one of (\w+, )*ckan, (\w+, )*pod"
    ):
        spider_for(portal)
