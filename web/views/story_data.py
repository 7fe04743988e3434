"""/reuses/mine/{token}/data: which data a story used, found by words, pasted or ticked."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.reuse_filing import save_story
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import go_on, show_limited
from web.forms.posted import Posted, takes_form
from web.labels import LONGEST
from web.negotiation import HTML
from web.operations import Parameter
from web.registering.private import TOKEN, show_private, unnamed
from web.site import site_of
from web.stories import GROUP, NO_STORY
from web.stories.own import data_page, find_open, take_change, token_of
from web.stories.using import read_used


def data(request: Request) -> Response:
    """The data that it used, and what a search finds."""
    site, token = site_of(request), token_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.own_story(token, "data"))
    text = request.query_params.get("q", "").strip()[:LONGEST]
    with site.ledger.reading() as connection:
        filed = find_open(connection, site, token)
        page = data_page(site, connection, filed, token, text=text)
    return show_private(request, page)


@takes_form
def use(request: Request, posted: Posted) -> Response:
    """Keeps which data it used; leads to what a search finds, to the same page, or on."""
    site, token, now = site_of(request), token_of(request), site_of(request).now()
    text = posted.text("q", longest=LONGEST)
    limited = take_change(site, request)
    with site.ledger.writing() as connection:
        filed = find_open(connection, site, token)
        used = read_used(posted, site, connection)
        if not used.wrong and limited is None:
            content = replace(filed.newest, uses=used.uses)
            save_story(connection, filed, content, email=filed.email, now=now)
    if used.wrong or limited:
        kept = replace(filed, proposed=replace(filed.newest, uses=used.uses))
        with site.ledger.reading() as connection:
            page = data_page(
                site, connection, kept, token, text=text, given=posted.values(), wrong=used.wrong
            )
        return (
            unnamed(show_limited(request, page, limited.problem)) if limited else show_private(request, page)
        )
    following = {
        "find": site.links.own_story(token, "data", text),
        "add": site.links.own_story(token, "data"),
    }
    return unnamed(go_on(following.get(posted.text("do"), site.links.own_story(token, "answers"))))


_MINE = "/reuses/mine/{token}"
_SEARCH = Parameter(name="q", about="Words to find datasets by.", example="bins")

OPERATIONS = (
    page_with_form(
        f"{_MINE}/data",
        data,
        "The data that a story used.",
        group=GROUP,
        parameters=(TOKEN, _SEARCH),
        statuses=NO_STORY,
    ),
    form_taken(
        f"{_MINE}/data",
        use,
        "Says which data a story used.",
        "dataset",
        "organisation",
        "addresses",
        "identifiers",
        "q",
        "do",
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
)
