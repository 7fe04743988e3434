"""One round as Scrapy's process: that of a command, or one that a worker starts beside itself."""

from __future__ import annotations

from catalogue.clock import now_utc, shifted
from catalogue.console import set_up_logs
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.sampling import samples_wanted
from catalogue.ledger.taking import Wanted
from catalogue.settings import Settings, load_settings
from catalogue.signing import signing_key
from harvester.linking.service import LONGEST, first_host, let_work
from harvester.sampling.manners import sample_turns, scrapy_for_samples
from harvester.sampling.round import SampleRound
from harvester.sampling.telling import sketch_key
from vocab import load_vocabulary


def make_round(ledger: Ledger, settings: Settings, wanted: Wanted) -> SampleRound:
    """A round over what is wanted, with the key of this catalogue's sketches."""
    key = sketch_key(signing_key(settings.home))
    return SampleRound(ledger, settings, wanted, load_vocabulary(), key)


def run_samples(round_: SampleRound) -> None:
    """Lets Scrapy work until the round is done. Call once in a process."""
    let_work(round_, scrapy_for_samples(round_.settings, sample_turns(round_.ledger, round_.settings)))


def main() -> int:
    """One round over all that is due, as a process: of some minutes, so that what it found is shown meanwhile."""
    set_up_logs()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    try:
        now = now_utc()
        with ledger.reading() as connection:
            wanted = samples_wanted(connection, now=now)
        round_ = make_round(ledger, settings, wanted)
        round_.until, round_.after = shifted(now, LONGEST), first_host()
        run_samples(round_)
    finally:
        ledger.close()
    return 0
