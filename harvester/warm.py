"""What the process that forks for each run loads before it forks: importing this module is its work.

The one module of ours in which something happens at import; nothing but `harvester.harvest.nursery` names it.
"""

from __future__ import annotations

from harvester import crawl
from harvester.road import our_mapping
from vocab import load_vocabulary

__all__ = ["crawl"]

load_vocabulary().prepare()  # remembered, so that every fork has it
our_mapping()  # as it is loaded here, whatever is put in its place while the forks run
