"""/reuses/new and the steps below a private link: the words of a story, and the sending of it."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.reuse_filing import (
    TooManyStories,
    begin_story,
    must_file,
    save_story,
    send_story,
    story_of,
)
from catalogue.ledger.reuses import datasets_of
from catalogue.mail_address import LONGEST as LONGEST_MAIL
from catalogue.mail_address import read_mailbox
from catalogue.reuses.kinds import load_kinds
from catalogue.reuses.reading import read_said
from catalogue.reuses.story import Content, Filed, State, Use
from catalogue.signing import new_token
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import Wrong, go_on, show_limited
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.own_story import TellPage
from web.problems import ProblemRaised
from web.registering.private import TOKEN, show_private, unnamed
from web.site import Site, site_of
from web.stories import GROUP, NO_STORY
from web.stories.mailing import mail_operators
from web.stories.own import answers_page, find_open, take_change, token_of
from web.stories.using import known_dataset

_WORDS = ("title", "who", "kind", "changed", "story", "evidence")
_FIELDS = (*_WORDS, "email")


def tell(request: Request) -> Response:
    """The words of a story that is to be begun; about a dataset, where the query names one."""
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.tell_story())
    return show_private(request, _new_page(site, request.query_params.get("dataset", "")))


@takes_form
def begin(request: Request, posted: Posted) -> Response:
    """Keeps them under a private link, and leads to the data."""
    site = site_of(request)
    content, email, wrong = _read(posted, site)
    page = replace(_new_page(site, posted.text("dataset")), given=_typed(posted))
    if wrong:
        return show_private(request, replace(page, wrong=wrong))
    token, now = new_token(), site.now()
    try:
        site.fairness.take("change", site.fairness.client(request))
        with site.ledger.writing() as connection:
            uses = known_dataset(posted.text("dataset"), connection)
            begin_story(connection, replace(content, uses=uses), token=token, email=email, now=now)
    except ProblemRaised as raised:
        return unnamed(show_limited(request, page, raised.problem))
    except TooManyStories as full:
        return show_private(request, replace(page, wrong=(Wrong(field="", message=str(full)),)), status=503)
    return unnamed(go_on(site.links.own_story(token, "data")))


def edit(request: Request) -> Response:
    """The words of a story as its author said them last."""
    site, token = site_of(request), token_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.own_story(token, "edit"))
    with site.ledger.reading() as connection:
        filed = find_open(connection, site, token)
    said = filed.newest
    given = {name: str(getattr(said, name)) for name in _WORDS} | {"email": filed.email}
    return show_private(request, replace(_edit_page(token), given=given))


@takes_form
def save(request: Request, posted: Posted) -> Response:
    """Keeps what was changed, and leads on."""
    site, token = site_of(request), token_of(request)
    content, email, wrong = _read(posted, site)
    page = replace(_edit_page(token), given=_typed(posted))
    if wrong:
        with site.ledger.reading() as connection:
            find_open(connection, site, token)
        return show_private(request, replace(page, wrong=wrong))
    return _keep(request, page, token, content, email)


def answers(request: Request) -> Response:
    """Everything that will be sent, once more."""
    site, token = site_of(request), token_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.own_story(token, "answers"))
    with site.ledger.reading() as connection:
        page = answers_page(site, connection, find_open(connection, site, token), token)
    return show_private(request, page)


@takes_form
def send(request: Request, _posted: Posted) -> Response:
    """Asks operators to read it."""
    site, token, now = site_of(request), token_of(request), site_of(request).now()
    with site.ledger.reading() as connection:
        filed = find_open(connection, site, token)
        page = answers_page(site, connection, filed, token)
    try:
        site.fairness.take("story", site.fairness.client(request))
    except ProblemRaised as raised:
        return unnamed(show_limited(request, page, raised.problem))
    with site.ledger.writing() as connection:
        held = story_of(connection, token)
        if held and send_story(connection, held, now=now):
            mail_operators(connection, site, now=now)
    return unnamed(go_on(site.links.own_story(token)))


def _keep(request: Request, page: TellPage, token: str, content: Content, email: str) -> Response:
    site, now = site_of(request), site_of(request).now()
    if limited := take_change(site, request):
        return unnamed(show_limited(request, page, limited.problem))
    with site.ledger.writing() as connection:
        filed = find_open(connection, site, token)
        said = replace(content, uses=filed.newest.uses)
        save_story(connection, filed, said, email=email, now=now)
        kept = must_file(connection, filed.story.id)
    return unnamed(go_on(site.links.own_story(token, _following(kept))))


def _following(kept: Filed) -> str:
    """A draft goes on to its data while it names none; everything else to the answers."""
    return "answers" if kept.newest.uses or kept.story.state is not State.DRAFT else "data"


def _read(posted: Posted, site: Site) -> tuple[Content, str, tuple[Wrong, ...]]:
    """What a form says, the address for an answer, and what is wrong with them."""
    read = read_said({name: posted.whole(name) for name in _WORDS}, allow=site.settings.allow)
    wrong = [Wrong(field=one.field, message=one.message) for one in read.amiss]
    typed = posted.text("email", longest=LONGEST_MAIL + 1)
    email = read_mailbox(typed)
    if typed and not email:
        message = "Enter an e-mail address in the usual form, such as name@example.org, or leave it empty"
        wrong.append(Wrong(field="email", message=message))
    return read.content, email, tuple(wrong)


def _typed(posted: Posted) -> dict[str, str]:
    """What was typed, for showing it again, whatever its length."""
    return {name: posted.whole(name) for name in (*_FIELDS, "dataset")}


def _new_page(site: Site, dataset: str) -> TellPage:
    with site.ledger.reading() as connection:
        uses = known_dataset(dataset, connection)
        about = datasets_of(connection, (_about(uses),)).get(dataset) if uses else None
    kinds = tuple(load_kinds().values())
    return TellPage(
        title="Tell us what you made of it",
        kinds=kinds,
        about=about,
        is_read=bool(site.settings.operators),
    )


def _edit_page(token: str) -> TellPage:
    return TellPage(title="Change your story", kinds=tuple(load_kinds().values()), token=token)


def _about(uses: tuple[Use, ...]) -> Content:
    return Content(title="", who="", kind="", changed="", story="", evidence="", uses=uses)


_MINE = "/reuses/mine/{token}"
_DATASET = Parameter(name="dataset", about="The dataset that the story begins with.", of="dataset")


OPERATIONS = (
    page_with_form(
        "/reuses/new",
        tell,
        "Where anybody tells what good came of data; of a dataset, where one is named.",
        group=GROUP,
        parameters=(_DATASET,),
    ),
    form_taken(
        "/reuses/new",
        begin,
        "Keeps a story under a private link, to be finished and sent.",
        *_FIELDS,
        "dataset",
        group=GROUP,
        statuses={503: "Too many stories wait to be read."},
    ),
    page_with_form(
        f"{_MINE}/edit",
        edit,
        "The words of a story, to be changed.",
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
    form_taken(
        f"{_MINE}/edit",
        save,
        "Changes the words of a story.",
        *_FIELDS,
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
    page_with_form(
        f"{_MINE}/answers",
        answers,
        "A story once more, before it is sent.",
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
    form_taken(
        f"{_MINE}/answers",
        send,
        "Sends a story, or a change of it, to be read by operators.",
        group=GROUP,
        parameters=(TOKEN,),
        statuses=NO_STORY,
    ),
)
