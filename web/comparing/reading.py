"""The datasets that are compared, as the ledger holds them at one moment."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from catalogue.document import first_text
from catalogue.ledger.held import Held, list_held
from catalogue.ledger.scores import scores_of
from web.comparing.side import Side
from web.site import Site
from web.trust.reading import read_grounds


def read_sides(site: Site, connection: Connection, names: Sequence[str]) -> tuple[Side, ...]:
    """Those that there are, in the order of their names."""
    held = list_held(connection, tuple(names))
    scores = scores_of(connection, names)
    return tuple(
        Side(
            grounds=read_grounds(site, connection, held[name]),
            title=_title(held[name]),
            lang=_lang(held[name]),
            scores=scores.get(name),
        )
        for name in names
        if name in held
    )


def _title(held: Held) -> str:
    return first_text(held.snapshot.entry.dataset.title) or "Without a title"


def _lang(held: Held) -> str:
    titles, shown = held.snapshot.entry.dataset.title, _title(held)
    return next((text.lang for text in titles if text.value == shown), "")
