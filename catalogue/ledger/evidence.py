"""The evidence of stories among the links that are checked: for as long as a story that is shown leads there.

A story leads to its evidence under its own name, which no dataset can have, and belongs to no portal; so neither what
follows the changes of datasets nor the report of a portal meets it.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from catalogue.ledger.columns_schema import reuses
from catalogue.ledger.links import drop_uses, link_numbers
from catalogue.ledger.quality_schema import link_uses
from catalogue.linkage.leading import Role, asked_as, can_be_asked, link_digest
from catalogue.reuses.story import Story


def follow_evidence(connection: Connection, story: Story, url: str) -> None:
    """Has the evidence of a story checked from now on, in the place of what it led to before."""
    number = _number(connection, url) if can_be_asked(url) else None
    held = _uses(connection, story)
    if number is not None and number not in {key[0] for key in held}:
        use = {"link_id": number, "entry_id": story.thing, "role": Role.EVIDENCE.value, "portal": ""}
        connection.execute(insert(link_uses).values(**use))
    drop_uses(connection, [key for key in held if key[0] != number])
    connection.execute(update(reuses).where(reuses.c.id == story.id).values(link=number))


def forget_evidence(connection: Connection, story: Story) -> None:
    """Has it checked no more, unless somebody else leads there."""
    follow_evidence(connection, story, "")


def _number(connection: Connection, url: str) -> int:
    digest = link_digest(url)
    return link_numbers(connection, {digest: asked_as(url)})[digest]


def _uses(connection: Connection, story: Story) -> list[tuple[int, str, str]]:
    wanted = select(link_uses.c.link_id, link_uses.c.entry_id, link_uses.c.role)
    return [tuple(row) for row in connection.execute(wanted.where(link_uses.c.entry_id == story.thing))]
