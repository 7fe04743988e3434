"""What the author of a story does with it, by the private link alone: begin, change, send, withdraw.

Each step belongs into one transaction; done twice it is as if it had been done once. What is shown stays as it is until
an operator has seen what is to stand there instead.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from catalogue.clock import shifted
from catalogue.errors import CatalogueError
from catalogue.ledger.audit import write_audit
from catalogue.ledger.columns_schema import reuse_uses, reuses
from catalogue.ledger.evidence import forget_evidence
from catalogue.ledger.news import Topic, tell_news
from catalogue.ledger.reuses import make_story, uses_of
from catalogue.reuses.story import Content, Filed, State, from_plain, to_plain
from catalogue.signing import digest_of

AUTHOR = "its author"
"""Who stands in the audit log for somebody who has no account."""
MOST_OPEN = 2_000
"""Stories that may be begun at once, and as many that wait, however many people send them."""
DRAFTS_KEPT = timedelta(days=7)
"""How long what nobody sent is kept."""
DRAFTS_KEPT_IN_A_FLOOD = timedelta(days=1)
_SAID = ("title", "who", "kind", "changed", "story", "evidence")
_OURS = ("waits", "email", "submitted", "decided", "decided_by", "reason")


class TooManyStories(CatalogueError):
    """More stories are begun, or wait, than operators could look at."""


def begin_story(connection: Connection, content: Content, *, token: str, email: str, now: str) -> Filed:
    """Keeps what somebody typed under a private link; nobody else sees it before it is sent.

    Where there are too many, drafts that nobody has touched for a day make room first, so that a flood of them keeps
    others away for no longer.
    """
    if _count(connection, State.DRAFT) >= MOST_OPEN:
        forget_drafts(connection, now=now, kept=DRAFTS_KEPT_IN_A_FLOOD)
    if max(_count(connection, State.DRAFT), _count(connection, State.WAITING)) >= MOST_OPEN:
        raise TooManyStories("More stories wait here than can be looked at. Please come again in a few days")
    return file_story(connection, content, token=token, email=email, now=now)


def file_story(connection: Connection, content: Content, *, token: str, email: str, now: str) -> Filed:
    """A draft, however many there are."""
    digest = digest_of(token)
    line = {"slug": f"~{digest[:60]}", "token_digest": digest, "state": State.DRAFT.value}
    told = {"email": email, "submitted": now, "modified": now}
    made = connection.execute(insert(reuses).values(**line, **told, **_columns(content))).inserted_primary_key
    assert made  # noqa: S101 # for the types
    write_uses(connection, int(made[0]), content)
    return must_file(connection, int(made[0]))


def story_of(connection: Connection, token: str) -> Filed | None:
    """What was filed under a private link."""
    return _one(connection, reuses.c.token_digest == digest_of(token))


def filed_story(connection: Connection, number: int) -> Filed | None:
    """A story by its number; never a draft, which is nobody's business yet."""
    return _one(connection, (reuses.c.id == number) & (reuses.c.state != State.DRAFT.value))


def save_story(connection: Connection, filed: Filed, content: Content, *, email: str, now: str) -> Filed:
    """Keeps what its author changed, until that is sent."""
    number = filed.story.id
    if filed.story.state is State.DRAFT:
        set_content(connection, number, content, proposed=None, email=email, modified=now)
    else:
        same = content == filed.story.content
        _set(
            connection, number, proposed=None if same else to_plain(content), waits=_waits(filed), email=email
        )
    return must_file(connection, number)


def send_story(connection: Connection, filed: Filed, *, now: str) -> bool:
    """Asks operators to look at what its author says now; whether there was anything to send."""
    state, number = filed.story.state, filed.story.id
    if state is State.SHOWN:
        if filed.proposed is None or filed.waits:
            return False
        _set(connection, number, waits=now)
    elif state is State.DRAFT or (state in (State.WAITING, State.ASKED) and _is_new(filed)):
        set_content(
            connection,
            number,
            filed.newest,
            proposed=None,
            state=State.WAITING.value,
            waits=now,
            modified=now,
        )
    else:
        return False
    _tell(connection, filed, "story sent" if state is State.DRAFT else "story changed", now)
    return True


def withdraw_story(connection: Connection, filed: Filed, *, now: str) -> bool:
    """Takes a story away, and forgets what it said and whose address stood there; whether it was there."""
    if filed.story.state is State.WITHDRAWN:
        return False
    forget_evidence(connection, filed.story)
    if filed.story.state is State.DRAFT:
        connection.execute(delete(reuses).where(reuses.c.id == filed.story.id))
        return True
    nothing = dict.fromkeys(_SAID, "")
    ended = {"state": State.WITHDRAWN.value, "featured": False, "waits": "", "proposed": None}
    _set(
        connection, filed.story.id, **nothing, **ended, email="", words="", reason="", link=None, modified=now
    )
    connection.execute(delete(reuse_uses).where(reuse_uses.c.reuse_id == filed.story.id))
    tell_news(connection, [filed.story.thing], Topic.STORIES)
    _tell(connection, filed, "story withdrawn", now)
    return True


def forget_drafts(connection: Connection, *, now: str, kept: timedelta = DRAFTS_KEPT) -> int:
    """Deletes what was begun a while ago and never sent; how many they were."""
    old = (reuses.c.state == State.DRAFT.value) & (reuses.c.modified <= shifted(now, -kept))
    return connection.execute(delete(reuses).where(old)).rowcount


def is_told(connection: Connection, title: str) -> bool:
    """Whether a story of exactly this title was sent, whatever became of it."""
    same = (reuses.c.title == title) & (reuses.c.state != State.DRAFT.value)
    return connection.scalar(select(reuses.c.id).where(same).limit(1)) is not None


def list_filed(
    connection: Connection, state: State | None, *, limit: int, number: int | None = None
) -> tuple[Filed, ...]:
    """The stories that were sent, in one state or with one number if given, the newest first."""
    wanted = select(reuses).where(reuses.c.state != State.DRAFT.value)
    wanted = wanted.where(reuses.c.state == state.value) if state else wanted
    wanted = wanted.where(reuses.c.id == number) if number is not None else wanted
    return _every(connection, wanted.order_by(reuses.c.id.desc()).limit(limit))


def waiting_stories(connection: Connection, *, limit: int = 50, offset: int = 0) -> tuple[Filed, ...]:
    """Those at which an operator is asked to look, the oldest first."""
    wanted = select(reuses).where(reuses.c.waits != "").order_by(reuses.c.waits, reuses.c.id)
    return _every(connection, wanted.limit(limit).offset(offset))


def count_waiting_stories(connection: Connection) -> int:
    """How many they are."""
    return int(connection.scalar(select(func.count()).select_from(reuses).where(reuses.c.waits != "")) or 0)


def similar_stories(
    connection: Connection, filed: Filed, said: Content, *, limit: int = 10
) -> tuple[Filed, ...]:
    """Other stories than one with the title, the evidence or the words that it is to have; drafts are left out."""
    same = [reuses.c.title == said.title]
    same += [reuses.c.evidence == said.evidence] if said.evidence else []
    same += [reuses.c.story == said.story] if said.story else []
    others = (reuses.c.id != filed.story.id) & (reuses.c.state != State.DRAFT.value)
    wanted = select(reuses).where(others, or_(*same)).order_by(reuses.c.id.desc()).limit(limit)
    return _every(connection, wanted)


def set_content(connection: Connection, number: int, content: Content, **more: object) -> None:
    """Writes what a story says from now on, and what it used."""
    _set(connection, number, **_columns(content), **more)
    write_uses(connection, number, content)


def write_uses(connection: Connection, number: int, content: Content) -> None:
    """What a story used, in the place of what stood there; its themes follow (catalogue.ledger.reuse_themes)."""
    connection.execute(delete(reuse_uses).where(reuse_uses.c.reuse_id == number))
    rows = [
        {"reuse_id": number, "what": use.what.value, "name": use.name, "title": use.title}
        for use in content.uses
    ]
    if rows:
        connection.execute(insert(reuse_uses), rows)


def must_file(connection: Connection, number: int) -> Filed:
    """A story that was written in this transaction."""
    found = _one(connection, reuses.c.id == number)
    assert found is not None  # noqa: S101 # for the types
    return found


def _count(connection: Connection, state: State) -> int:
    mine = select(func.count()).select_from(reuses).where(reuses.c.state == state.value)
    return int(connection.scalar(mine) or 0)


def _waits(filed: Filed) -> str:
    """A story that is shown waits no more as soon as its author changes it again; one that was not shown goes on."""
    return "" if filed.story.state is State.SHOWN else filed.waits


def _is_new(filed: Filed) -> bool:
    return filed.proposed is not None or filed.story.state is State.ASKED


def _columns(content: Content) -> dict[str, str]:
    return {name: str(value) for name, value in to_plain(content).items() if name in _SAID}


def _tell(connection: Connection, filed: Filed, action: str, now: str) -> None:
    write_audit(connection, who=AUTHOR, action=action, thing=filed.story.thing, detail={}, now=now)


def _set(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(reuses).where(reuses.c.id == number).values(**values))


def _one(connection: Connection, which: ColumnElement[bool]) -> Filed | None:
    found = _every(connection, select(reuses).where(which))
    return found[0] if found else None


def _every(connection: Connection, wanted: Select[Any]) -> tuple[Filed, ...]:
    rows = connection.execute(wanted).mappings().all()
    used = uses_of(connection, [row["id"] for row in rows])
    return tuple(_filed(row, used.get(row["id"], [])) for row in rows)


def _filed(row: RowMapping, uses: list[tuple[str, str, str]]) -> Filed:
    proposed = from_plain(row["proposed"]) if row["proposed"] else None
    return Filed(story=make_story(row, uses), proposed=proposed, **{name: row[name] for name in _OURS})
