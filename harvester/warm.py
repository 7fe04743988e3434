"""What the process that forks for each run loads before it forks: importing this module is its work.

The one module of ours in which something happens at import; nothing but `harvester.nursery` names it.
"""

from __future__ import annotations

import gc

from scrapy.core import engine
from scrapy.core.downloader import contextfactory
from scrapy.utils.misc import load_object

from harvester import crawl
from harvester.asking.manners import LOADED
from harvester.checking import look
from harvester.road import our_mapping
from harvester.spiders import kinds
from vocab import load_vocabulary

__all__ = ["contextfactory", "crawl", "engine", "look"]

kinds()
for name in LOADED:
    load_object(name)
load_vocabulary().prepare()  # remembered, so that every fork has it
our_mapping()  # as it is loaded here, whatever is put in its place while the forks run
gc.freeze()  # what stands here never becomes garbage; to look through it cost each run a tenth of a second
