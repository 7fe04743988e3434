"""/reuses/mine/{token}: what became of a story, for its author, and how it is withdrawn."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.reuse_filing import withdraw_story
from catalogue.reuses.story import State
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import go_on, show_limited
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.pages.own_story import WithdrawPage
from web.problems import ProblemRaised
from web.registering.private import TOKEN, led_to, show_private, unnamed
from web.site import site_of
from web.stories import GROUP, NO_STORY
from web.stories.own import find_own, own_page, token_of


def own(request: Request) -> Response:
    """How far it has come, and what its author may do."""
    site, token = site_of(request), token_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.own_story(token))
    with site.ledger.reading() as connection:
        page = own_page(site, connection, find_own(connection, token), token)
    return show_private(request, page)


def ask_to_withdraw(request: Request) -> Response:
    """Whether it is really to be withdrawn."""
    site, token = site_of(request), token_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.own_story(token, "withdraw"))
    return show_private(request, _withdraw_page(request))


@takes_form
def withdraw(request: Request, _posted: Posted) -> Response:
    """Takes the story away, and forgets what it said."""
    site, token = site_of(request), token_of(request)
    page = _withdraw_page(request)
    try:
        site.fairness.take("change", site.fairness.client(request))
    except ProblemRaised as raised:
        return unnamed(show_limited(request, page, raised.problem))
    with site.ledger.writing() as connection:
        filed = find_own(connection, token)
        withdraw_story(connection, filed, now=site.now())
    return unnamed(
        go_on(site.links.reuses() if filed.story.state is State.DRAFT else site.links.own_story(token))
    )


def _withdraw_page(request: Request) -> WithdrawPage:
    site, token = site_of(request), token_of(request)
    with site.ledger.reading() as connection:
        filed = find_own(connection, token)
    if filed.story.state is State.WITHDRAWN:
        raise led_to(site.links.own_story(token))
    return WithdrawPage(title="Withdraw your story?", token=token, name=filed.newest.title)


_MINE = "/reuses/mine/{token}"

OPERATIONS = (
    page_with_form(
        _MINE,
        own,
        "What became of a story, for its author.",
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
    page_with_form(
        f"{_MINE}/withdraw",
        ask_to_withdraw,
        "Asks whether a story is really to be withdrawn.",
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
    form_taken(
        f"{_MINE}/withdraw",
        withdraw,
        "Withdraws a story, and forgets what it said.",
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
)
