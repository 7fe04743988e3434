"""How stories follow the datasets that they used: their themes, by a mark of its own."""

from __future__ import annotations

from sqlalchemy import Connection, select

from catalogue.ledger.columns_schema import reuse_uses, reuses
from catalogue.ledger.following import get_mark, set_mark
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.reuse_deeds import follow_themes
from catalogue.ledger.reuses import read_stories
from catalogue.ledger.schema import entries
from catalogue.ledger.status import last_change
from catalogue.reuses.story import State, Story, What
from vocab import Vocabulary

_MARK = "stories"
_BATCH = 500


def follow_stories(ledger: Ledger, vocabulary: Vocabulary, *, anew: bool = False) -> None:
    """Brings the themes of stories up to the ledger's last change; `anew` looks at every story again.

    Stories are few: one look finds those of which a dataset has changed, and mostly there are none.
    """
    with ledger.reading() as connection:
        last = last_change(connection)
        found = changed_stories(connection, 0 if anew else get_mark(connection, _MARK))
    if not found:
        return
    with ledger.writing() as connection:
        for story in found:
            follow_themes(connection, story.id, story.content, vocabulary)
        set_mark(connection, _MARK, last)


def changed_stories(connection: Connection, mark: int) -> tuple[Story, ...]:
    """The stories that are shown and used a dataset that changed after a mark."""
    changed = (
        select(reuse_uses.c.reuse_id)
        .join(entries, entries.c.id == reuse_uses.c.name)
        .where(reuse_uses.c.what == What.DATASET.value, entries.c.change > mark)
    )
    shown = reuses.c.state == State.SHOWN.value
    return read_stories(connection, select(reuses).where(shown, reuses.c.id.in_(changed)))


def every_story(connection: Connection) -> tuple[Story, ...]:
    """Every story that is shown, in the order in which they were told."""
    found: list[Story] = []
    last = 0
    while True:
        after = select(reuses).where(reuses.c.state == State.SHOWN.value, reuses.c.id > last)
        batch = read_stories(connection, after.order_by(reuses.c.id).limit(_BATCH))
        found += batch
        if len(batch) < _BATCH:
            return tuple(found)
        last = batch[-1].id
