"""/operator/stories: stories that wait to be read, and what operators decide about each."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger import reuse_deeds
from catalogue.ledger.audit import audit_lines
from catalogue.ledger.reuse_deeds import Judge
from catalogue.ledger.reuse_filing import (
    count_waiting_stories,
    filed_story,
    must_file,
    similar_stories,
    waiting_stories,
)
from catalogue.ledger.reuses import count_lost, evidence_of, lost_stories
from catalogue.reuses.story import Filed
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import PRIVATE, Wrong, go_on, show_form
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import PAGE, Parameter
from web.pages.judged_story import JudgePage, LostStory, StoriesDeskPage
from web.people import OPERATORS
from web.people.visitor import need_operator
from web.problems import not_found
from web.rendering import render
from web.site import Site, site_of
from web.slices import Window, page_number
from web.stories.mailing import mail_decision
from web.stories.told import evidence_told, tell_content
from web.views.operator import ONLY

Deed = Callable[[Connection, Filed, Judge, str], bool]

_EACH, _LOST, _LINES, _LONGEST_NUMBER = 20, 50, 50, 9
_SPAM = "It was taken for an advertisement."
_WITH_REASON: dict[str, Deed] = {
    "ask": reuse_deeds.ask_for_changes,
    "refuse": reuse_deeds.refuse,
    "down": reuse_deeds.take_down,
}
_FREELY: dict[str, Deed] = {
    "approve": lambda connection, filed, judge, _: reuse_deeds.approve(connection, filed, judge),
    "discard": lambda connection, filed, judge, _: reuse_deeds.refuse(connection, filed, judge, _SPAM),
    "feature": lambda connection, filed, judge, _: reuse_deeds.feature(
        connection, filed, judge, featured=True
    ),
    "unfeature": lambda connection, filed, judge, _: reuse_deeds.feature(
        connection, filed, judge, featured=False
    ),
}
_TOLD = ("approve", "ask", "refuse", "down")
"""What an author is written to about; who sends spam may have given anybody's address."""


def stories(request: Request) -> Response:
    """What waits to be read, the oldest first, and the stories whose evidence is lost."""
    need_operator(request)
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.operator("stories"))
    window = Window(number=page_number(request), size=_EACH)
    with site.ledger.reading() as connection:
        count = count_waiting_stories(connection)
        page = StoriesDeskPage(
            title="Stories to read",
            waiting=waiting_stories(connection, limit=window.size, offset=window.offset),
            count=count,
            paging=window.paging(count, lambda page: site.links.paged(site.links.operator("stories"), page)),
            lost=_lost(connection),
            lost_count=count_lost(connection),
        )
    return Response(render(page, site.templates), headers=dict(PRIVATE), media_type=HTML.content_type)


def story(request: Request) -> Response:
    """One story with everything that is known of it."""
    need_operator(request)
    site, name = site_of(request), request.path_params["number"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.operator(f"stories/{name}"))
    return show_form(request, _page(site, _number(name)))


@takes_form
def judge(request: Request, posted: Posted) -> Response:
    """Does what an operator decided about what they have seen, and has the author told, in one transaction."""
    visitor, site = need_operator(request), site_of(request)
    number, done, reason = _number(request.path_params["number"]), posted.text("do"), posted.prose("reason")
    if wrong := _wrong(done, reason):
        return show_form(request, _page(site, number, given=posted.values(), wrong=wrong))
    now = site.now()
    who = Judge(who=visitor.email, now=now, vocabulary=site.vocabulary)
    with site.ledger.writing() as connection:
        filed = _filed(connection, number)
        seen = posted.text("seen") == filed.sent.digest
        if seen and (_WITH_REASON | _FREELY)[done](connection, filed, who, reason) and done in _TOLD:
            told = reason if done in _WITH_REASON else ""
            mail_decision(connection, site, must_file(connection, number), told, now=now)
    if not seen:
        changed = Wrong(
            field="", message="Its author has changed it meanwhile. Read it again before you decide"
        )
        return show_form(request, _page(site, number, given=posted.values(), wrong=(changed,)))
    return go_on(site.links.judged_story(number))


def _wrong(done: str, reason: str) -> tuple[Wrong, ...]:
    if done in _WITH_REASON and not reason:
        return (Wrong(field="reason", message="Say why, since its author reads it"),)
    if done not in _WITH_REASON and done not in _FREELY:
        return (Wrong(field="", message="Choose what is to be done"),)
    return ()


def _page(
    site: Site, number: int, *, given: dict[str, str] | None = None, wrong: tuple[Wrong, ...] = ()
) -> JudgePage:
    with site.ledger.reading() as connection:
        filed = _filed(connection, number)
        changing = filed.sent is not filed.story.content
        checked = evidence_of(connection, (filed.story,)).get(number)
        return JudgePage(
            title=filed.sent.title or f"Story {number}",
            filed=filed,
            told=tell_content(site, connection, filed.sent),
            before=tell_content(site, connection, filed.story.content) if changing else None,
            evidence=evidence_told(filed.sent, None if changing else checked),
            alike=similar_stories(connection, filed, filed.sent) if filed.sent.title else (),
            lines=audit_lines(connection, thing=filed.story.thing, limit=_LINES),
            seen=filed.sent.digest,
            given=given or {},
            wrong=wrong,
        )


def _lost(connection: Connection) -> tuple[LostStory, ...]:
    found = lost_stories(connection, limit=_LOST)
    checked = evidence_of(connection, found)
    told = ((one, evidence_told(one.content, checked.get(one.id))) for one in found)
    return tuple(LostStory(story=one, evidence=evidence) for one, evidence in told if evidence)


def _filed(connection: Connection, number: int) -> Filed:
    filed = filed_story(connection, number)
    if filed is None:
        raise not_found("No story has this number.")
    return filed


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        raise not_found("No story has this number.")
    return int(text)


_NUMBER = Parameter(name="number", about="The story's number.", where="path", example="1")
_UNKNOWN = ONLY | {404: "No story has this number."}

OPERATIONS = (
    page_with_form(
        "/operator/stories",
        stories,
        "The stories that wait to be read, and those whose evidence cannot be reached.",
        group=OPERATORS,
        parameters=(PAGE,),
        statuses=ONLY,
    ),
    page_with_form(
        "/operator/stories/{number}",
        story,
        "A story that somebody told, with everything that is known of it.",
        group=OPERATORS,
        parameters=(_NUMBER,),
        statuses=_UNKNOWN,
    ),
    form_taken(
        "/operator/stories/{number}",
        judge,
        "Shows a story, asks for a change, refuses it (as spam without a word), puts it on the first page, or takes it "
        "down.",
        "do",
        "reason",
        "seen",
        group=OPERATORS,
        parameters=(_NUMBER,),
        statuses=_UNKNOWN,
    ),
)
