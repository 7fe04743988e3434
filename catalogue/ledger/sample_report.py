"""What the ledger tells of the files of a portal: of how many the first rows were read, and why of others not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.sampling import State
from catalogue.ledger.schema import entries

NOT_READ = (State.UNFIT, State.REFUSED, State.FAILED)
"""What is told of a portal where nothing else is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledFile:
    """A file of a dataset of a portal, and how it stands; `remark` is the end of a sentence that begins "The file"."""

    dataset: str
    title: str
    url: str
    state: State
    remark: str
    read: str


def portal_sample_counts(connection: Connection, slug: str) -> dict[State, int]:
    """How many of a portal's files stand how."""
    mine = select(sample_uses.c.sample_id).where(sample_uses.c.portal == slug)
    counted = select(samples.c.state, func.count()).where(samples.c.id.in_(mine)).group_by(samples.c.state)
    return {State(state): int(count) for state, count in connection.execute(counted)}


def portal_samples(
    connection: Connection, slug: str, states: Sequence[State], *, limit: int, offset: int = 0
) -> tuple[SampledFile, ...]:
    """A portal's files in some states, by the title of their dataset."""
    wanted = (
        select(
            entries.c.id, entries.c.title, samples.c.url, samples.c.state, samples.c.remark, samples.c.read
        )
        .select_from(samples)
        .join(sample_uses)
        .join(entries, entries.c.id == sample_uses.c.entry_id)
        .where(sample_uses.c.portal == slug, samples.c.state.in_([state.value for state in states]))
        .order_by(entries.c.title, samples.c.id, entries.c.id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        SampledFile(
            dataset=row.id,
            title=row.title,
            url=row.url,
            state=State(row.state),
            remark=row.remark,
            read=row.read,
        )
        for row in connection.execute(wanted)
    )
