"""The portal kinds, found by file: a new kind is one module here with one PortalSpider in it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from catalogue.errors import PortalError
from catalogue.portal import Portal
from harvester.spider import PortalSpider


@cache
def kinds() -> Mapping[str, type[PortalSpider]]:
    """Every kind's spider by its `kind`, in the alphabet's order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [_spider_of(importlib.import_module(f"{__name__}.{name}")) for name in names]
    return MappingProxyType({spider.kind: spider for spider in found})


def spider_for(portal: Portal) -> PortalSpider:
    """The spider that reads a portal; raises PortalError where nobody knows its kind."""
    known = kinds()
    if portal.kind not in known:
        raise PortalError(f"portals/{portal.slug}: kind {portal.kind!r} is not one of {', '.join(known)}")
    return known[portal.kind](portal)


def _spider_of(module: ModuleType) -> type[PortalSpider]:
    """The one spider that a module defines itself."""
    found = [
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, PortalSpider) and item.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise TypeError(f"{module.__name__} defines {len(found)} spiders; a kind's module defines one")
    return found[0]
