"""What operators do with stories: each deed once, with its line in the audit log, about what they have seen and nothing
else.

Every function belongs into one transaction. It returns whether anything was done.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from catalogue.ledger.audit import write_audit
from catalogue.ledger.columns_schema import reuse_uses, reuses
from catalogue.ledger.evidence import follow_evidence, forget_evidence
from catalogue.ledger.held import shown_of
from catalogue.ledger.news import Topic, tell_news
from catalogue.ledger.reuse_filing import file_story, must_file, set_content
from catalogue.ledger.reuses import THEME
from catalogue.registering.slugs import free_slug
from catalogue.reuses.story import Content, Filed, State, What, to_plain
from catalogue.signing import new_token
from vocab import Vocabulary, fold

RESERVED = frozenset(("new", "mine"))
"""Names in addresses that no story gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Who decides, and when; `vocabulary` tells the themes of the datasets that were used."""

    who: str
    now: str
    vocabulary: Vocabulary


def approve(connection: Connection, filed: Filed, judge: Judge) -> bool:
    """Shows a story as its author says it now: one that waits, or one that was taken down."""
    story, said = filed.story, filed.sent
    if not filed.waits and story.state is not State.DOWN:
        return False
    told = story.told or judge.now
    slug = story.slug if story.told else _slug(connection, said.title)
    shown = {"state": State.SHOWN.value, "slug": slug, "told": told, "modified": judge.now}
    left = to_plain(filed.proposed) if filed.proposed and filed.proposed is not said else None
    set_content(connection, story.id, said, proposed=left, waits="", words=words_of(said), **shown)
    follow_themes(connection, story.id, said, judge.vocabulary)
    follow_evidence(connection, story, said.evidence)
    return _decided(connection, filed, judge, "story shown" if not story.told else "story shown anew")


def add_story(
    connection: Connection, said: Content, judge: Judge, *, featured: bool = False, made_up: bool = False
) -> Filed:
    """Shows a story that an operator brings; nobody has a private link of it."""
    filed = file_story(connection, said, token=new_token(), email="", now=judge.now)
    _set(connection, filed, state=State.WAITING.value, waits=judge.now, made_up=made_up)
    approve(connection, must_file(connection, filed.story.id), judge)
    if featured:
        feature(connection, must_file(connection, filed.story.id), judge, featured=True)
    return must_file(connection, filed.story.id)


def ask_for_changes(connection: Connection, filed: Filed, judge: Judge, reason: str) -> bool:
    """Sends what waits back to its author, who sees the reason on their private page."""
    if not filed.waits:
        return False
    state = State.SHOWN if filed.story.state is State.SHOWN else State.ASKED
    _set(connection, filed, waits="", state=state.value)
    return _decided(connection, filed, judge, "story sent back", reason)


def refuse(connection: Connection, filed: Filed, judge: Judge, reason: str) -> bool:
    """Refuses what waits. What is shown stays as it is."""
    if not filed.waits:
        return False
    state = State.SHOWN if filed.story.state is State.SHOWN else State.REFUSED
    _set(connection, filed, waits="", state=state.value, proposed=None)
    return _decided(connection, filed, judge, "story refused", reason)


def take_down(connection: Connection, filed: Filed, judge: Judge, reason: str) -> bool:
    """Shows a story no more."""
    if filed.story.state is not State.SHOWN:
        return False
    forget_evidence(connection, filed.story)
    _set(connection, filed, state=State.DOWN.value, featured=False, waits="", modified=judge.now)
    return _decided(connection, filed, judge, "story taken down", reason)


def feature(connection: Connection, filed: Filed, judge: Judge, *, featured: bool) -> bool:
    """Puts a story on the first page, or takes it away from there."""
    if filed.story.state is not State.SHOWN or filed.story.featured == featured:
        return False
    _set(connection, filed, featured=featured)
    action = "story put on the first page" if featured else "story taken from the first page"
    _tell(connection, filed, judge, action)
    return True


def follow_themes(connection: Connection, number: int, said: Content, vocabulary: Vocabulary) -> None:
    """The themes of the datasets that a story used, as they are now."""
    connection.execute(delete(reuse_uses).where(reuse_uses.c.reuse_id == number, reuse_uses.c.what == THEME))
    found = {
        concept.code
        for snapshot in shown_of(connection, said.names(What.DATASET))
        for term in snapshot.entry.dataset.theme
        if (concept := vocabulary.concept(term.iri)) and concept.scheme == THEME
    }
    rows = [{"reuse_id": number, "what": THEME, "name": code, "title": ""} for code in sorted(found)]
    if rows:
        connection.execute(insert(reuse_uses), rows)


def words_of(said: Content) -> str:
    """What a story is found by."""
    titles = " ".join(use.title for use in said.uses)
    return fold(" ".join((said.title, said.who, said.changed, titles))) + " " + fold(said.story)


def _slug(connection: Connection, title: str) -> str:
    taken = set(connection.scalars(select(reuses.c.slug).where(reuses.c.told != ""))) | RESERVED
    return free_slug(title, taken, nameless="story")


def _decided(connection: Connection, filed: Filed, judge: Judge, action: str, reason: str = "") -> bool:
    _set(connection, filed, decided=judge.now, decided_by=judge.who, reason=reason)
    _tell(connection, filed, judge, action, reason)
    return True


def _tell(connection: Connection, filed: Filed, judge: Judge, action: str, reason: str = "") -> None:
    detail = {"reason": reason} if reason else {}
    write_audit(
        connection, who=judge.who, action=action, thing=filed.story.thing, detail=detail, now=judge.now
    )
    tell_news(connection, [filed.story.thing], Topic.STORIES)


def _set(connection: Connection, filed: Filed, **values: object) -> None:
    connection.execute(update(reuses).where(reuses.c.id == filed.story.id).values(**values))
