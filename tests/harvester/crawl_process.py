"""Runs of the harvester in processes of their own, forked from one that has imported it already."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["harvester.warm"])


def begin(
    slug: str, environment: Mapping[str, str], log: str, *, scheduled: bool = False, full: bool = False
) -> ForkServerProcess:
    """Starts `harvester.crawl` for a portal; what it logs is added to the file `log`."""
    options = {"scheduled": scheduled, "full": full}
    process = _CONTEXT.Process(target=_crawl, args=(slug, dict(environment), log, options))
    process.start()
    return process


def _crawl(slug: str, environment: dict[str, str], log: str, options: Mapping[str, bool]) -> None:
    from harvester.crawl import main

    os.environ.update(environment)
    held = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(held, 2)
    sys.exit(main(slug, **options))
