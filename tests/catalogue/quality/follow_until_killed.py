"""Links that come and go, and scores that follow them, until the process is killed."""

from __future__ import annotations

import sys
from itertools import count

from made_up_ledger import later
from sqlalchemy import update

from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.quality_schema import checked_links
from catalogue.ledger.scoring import Scorer
from vocab import load_vocabulary

if __name__ == "__main__":
    ledger = open_ledger(sys.argv[1])
    for turn in count(1):
        state = "works" if turn % 2 else "dead"
        with ledger.writing() as connection:
            connection.execute(update(checked_links).values(state=state, since=later(turn)))
        Scorer(ledger, load_vocabulary(), later(turn)).follow(anew=turn % 3 == 0)
        if turn == 1:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
