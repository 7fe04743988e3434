"""Stories of what good came of data, as everybody may read them: one, a list that words or a theme narrow, and those
that a dataset, an organisation or a kind of identifier was used in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, exists, func, or_, select, true

from catalogue.ledger.chunks import chunks
from catalogue.ledger.columns_schema import reuse_uses, reuses
from catalogue.ledger.links import Link, read_link
from catalogue.ledger.quality_schema import checked_links
from catalogue.ledger.schema import entries, portals
from catalogue.linkage.standing import State as LinkState
from catalogue.reuses.story import Content, State, Story, What, make_uses
from vocab import fold

THEME = "theme"
"""How the themes of a story's datasets stand among what it used."""
MOST = 20
"""Stories that are told beside a thing."""
_MOST_WORDS = 12
_SAID = ("title", "who", "kind", "changed", "story", "evidence")
_PLAIN = ("id", "slug", "featured", "made_up", "told", "modified", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which stories are meant: those with all words of a text, with datasets of a theme (by its code), and that used a
    `dataset`, an `organisation` or a kind of `identifier`."""

    text: str = ""
    theme: str = ""
    dataset: str = ""
    organisation: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedDataset:
    """A dataset that a story used, as it stands now: `state` is that of its entry, or "gone" where it is known no more;
    its title is then the one that it had."""

    id: str
    title: str
    state: str
    publisher: str = ""
    publisher_name: str = ""


def story_at(connection: Connection, slug: str) -> Story | None:
    """The story at an address, whatever became of it; never one that was not shown yet."""
    found = read_stories(connection, select(reuses).where(reuses.c.slug == slug, reuses.c.told != ""))
    return found[0] if found else None


def story_slugs(connection: Connection, *, limit: int = 50_000) -> tuple[str, ...]:
    """The addresses of the stories that are shown."""
    wanted = select(reuses.c.slug).where(_SHOWN).order_by(reuses.c.id).limit(limit)
    return tuple(connection.scalars(wanted))


def list_stories(connection: Connection, wanted: Wanted, *, limit: int, offset: int = 0) -> tuple[Story, ...]:
    """The stories that are shown, the newest first."""
    return read_stories(connection, _newest(select(reuses).where(_meant(wanted))).limit(limit).offset(offset))


def count_stories(connection: Connection, wanted: Wanted) -> int:
    """How many there are of them."""
    return int(connection.scalar(select(func.count()).select_from(reuses).where(_meant(wanted))) or 0)


def first_stories(connection: Connection, *, limit: int) -> tuple[Story, ...]:
    """Those for the first page: the ones that operators chose, then the newest."""
    shown = select(reuses).where(_SHOWN).order_by(reuses.c.featured.desc())
    return read_stories(connection, _newest(shown).limit(limit))


def reuses_of(connection: Connection, what: str, name: str, *, limit: int = MOST) -> tuple[Story, ...]:
    """The stories in which a thing ("dataset", "organisation" or "identifier") was used, the newest first."""
    return list_stories(connection, Wanted(**{what: name}), limit=limit)


def count_reuses(connection: Connection, what: str, name: str) -> int:
    """How many stories there are of a thing."""
    return count_stories(connection, Wanted(**{what: name}))


def portal_stories(connection: Connection, portal: str, *, limit: int) -> tuple[Story, ...]:
    """The stories that used datasets of a portal, the newest first."""
    mine = exists().where(
        reuse_uses.c.reuse_id == reuses.c.id,
        reuse_uses.c.what == What.DATASET.value,
        reuse_uses.c.name == entries.c.id,
        entries.c.portal_id == portals.c.id,
        portals.c.slug == portal,
    )
    return read_stories(connection, _newest(select(reuses).where(_SHOWN, mine)).limit(limit))


def count_themes(connection: Connection) -> Mapping[str, int]:
    """How many stories used datasets of each theme, by its code."""
    counted = (
        select(reuse_uses.c.name, func.count())
        .join(reuses)
        .where(_SHOWN, reuse_uses.c.what == THEME)
        .group_by(reuse_uses.c.name)
        .order_by(reuse_uses.c.name)
    )
    return {name: count for name, count in connection.execute(counted)}


def datasets_of(connection: Connection, stories: Iterable[Content]) -> Mapping[str, UsedDataset]:
    """The datasets that some stories used, as they stand now, by identifier."""
    then = {use.name: use.title for one in stories for use in one.uses if use.what is What.DATASET}
    found = {name: UsedDataset(id=name, title=title or name, state="gone") for name, title in then.items()}
    columns = entries.c
    for chunk in chunks(list(then)):
        wanted = select(
            columns.id, columns.title, columns.state, columns.publisher, columns.publisher_name
        ).where(columns.id.in_(chunk))
        for row in connection.execute(wanted).mappings():
            found[row["id"]] = UsedDataset(**row)
    return found


def evidence_of(connection: Connection, stories: Iterable[Story]) -> Mapping[int, Link]:
    """How the evidence of some stories stands, by the number of the story; what was never asked is left out."""
    numbers = {one.id: one.link for one in stories if one.link is not None}
    links: dict[int, Link] = {}
    for chunk in chunks(sorted(set(numbers.values()))):
        wanted = select(checked_links).where(checked_links.c.id.in_(chunk), checked_links.c.checked != "")
        links |= {row["id"]: read_link(row) for row in connection.execute(wanted).mappings()}
    return {number: links[link] for number, link in numbers.items() if link in links}


def lost_stories(connection: Connection, *, limit: int) -> tuple[Story, ...]:
    """Those that are shown and whose evidence is dead, the longest first."""
    wanted = select(reuses).join(checked_links, checked_links.c.id == reuses.c.link).where(_SHOWN, _LOST)
    return read_stories(connection, wanted.order_by(checked_links.c.first_failure, reuses.c.id).limit(limit))


def count_lost(connection: Connection) -> int:
    """How many they are."""
    joined = reuses.join(checked_links, checked_links.c.id == reuses.c.link)
    counted = select(func.count()).select_from(joined).where(_SHOWN, _LOST)
    return int(connection.scalar(counted) or 0)


def read_stories(connection: Connection, wanted: Select[Any]) -> tuple[Story, ...]:
    """The stories that a selection of lines of the table finds, with what they used."""
    rows = connection.execute(wanted).mappings().all()
    used = uses_of(connection, [row["id"] for row in rows])
    return tuple(make_story(row, used.get(row["id"], ())) for row in rows)


def uses_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What some stories used, by their numbers: sort, name and title then."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for chunk in chunks(numbers):
        wanted = select(reuse_uses).where(reuse_uses.c.reuse_id.in_(chunk), reuse_uses.c.what != THEME)
        for row in connection.execute(wanted.order_by(reuse_uses.c.title, reuse_uses.c.name)):
            found.setdefault(row.reuse_id, []).append((row.what, row.name, row.title))
    return found


def make_story(row: RowMapping, uses: Iterable[tuple[str, str, str]]) -> Story:
    """A line of the table as a story."""
    content = Content(**{name: row[name] for name in _SAID}, uses=make_uses(uses))
    return Story(state=State(row["state"]), content=content, **{name: row[name] for name in _PLAIN})


_SHOWN = reuses.c.state == State.SHOWN.value
_LOST = checked_links.c.state == LinkState.DEAD.value


def _newest(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(reuses.c.told.desc(), reuses.c.id.desc())


def _meant(wanted: Wanted) -> ColumnElement[bool]:
    words = fold(wanted.text).split()[:_MOST_WORDS]
    tests = [reuses.c.words.contains(word, autoescape=True) for word in words]
    themed = _uses(THEME, wanted.theme) if wanted.theme else true()
    used = [_using(what, name) for what in What if (name := getattr(wanted, what.value))]
    return and_(_SHOWN, themed, *used, *tests)


def _using(what: str, name: str) -> ColumnElement[bool]:
    """An organisation is used where it is named, and where a dataset is that it publishes."""
    if what != What.ORGANISATION:
        return _uses(what, name)
    published = exists().where(
        reuse_uses.c.reuse_id == reuses.c.id,
        reuse_uses.c.what == What.DATASET.value,
        reuse_uses.c.name == entries.c.id,
        entries.c.publisher == name,
    )
    return or_(_uses(what, name), published)


def _uses(what: str, name: str) -> ColumnElement[bool]:
    return exists().where(
        reuse_uses.c.reuse_id == reuses.c.id, reuse_uses.c.what == what, reuse_uses.c.name == name
    )
