"""The bars of `stook harvest`: one over all portals, and one for each that goes on, in pages."""

from __future__ import annotations

from rich.progress import Progress as Bar
from rich.progress import TaskID

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.tally import Progress, progress_of_runs
from harvester.ended import Ended


class Bars:
    """Shows how far each run is, as the ledger tells it, while a person watches."""

    def __init__(self, bar: Bar, ledger: Ledger, *, total: int) -> None:
        self._bar = bar
        self._ledger = ledger
        self._all = bar.add_task("portals", total=total)
        self._each: dict[str, TaskID] = {}

    def told(self, slug: str, ended: Ended) -> None:
        """A portal's run has ended."""
        self._bar.update(self._all, advance=1, description=f"{slug}: {ended.name.lower()}")
        if slug in self._each:
            self._bar.remove_task(self._each.pop(slug))

    def watch(self) -> None:
        """Brings the bars of the runs that go on up to date; nothing is asked where nobody watches."""
        if self._bar.disable:
            return
        with self._ledger.reading() as connection:
            going = progress_of_runs(connection)
        for one in going:
            if one.slug not in self._each:
                self._each[one.slug] = self._bar.add_task(one.slug, total=None)
            total = one.pages + one.pending
            self._bar.update(self._each[one.slug], description=caption(one), completed=one.pages, total=total)


def caption(one: Progress) -> str:
    """What stands before a run's bar of pages."""
    of = f" of {one.declared:,}" if one.declared else ""
    return f"{one.slug}: {one.records:,}{of} records, pages"
