"""/sign-in: a link by mail in the place of a password."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.mail_address import LONGEST, read_mailbox
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import PRIVATE, Wrong, go_on, show_form, show_limited
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.sign_in import LookInMailPage, SignInPage, UseLinkPage
from web.people import GROUP
from web.people.own_paths import own_path
from web.people.signing_in import LASTS, drop_session, keep_session, look_at_link, mail_link, use_link
from web.people.signing_in import sign_out as end
from web.problems import ProblemRaised, not_found
from web.registering.private import unnamed
from web.rendering import render
from web.site import Site, site_of

_MINUTES = int(LASTS.total_seconds()) // 60
_TOKEN = Parameter(
    name="token",
    about="What the link in the mail carries.",
    where="path",
    example="b2xkIGFuZCBnb25lLCBidXQgb2YgdGhlIHJpZ2h0IHNo",
)
_NEXT = Parameter(name="next", about="The page of this site that signing in leads to.", example="/account")
_ENDED = {404: "The link was used, is too old, or was not copied whole."}


def sign_in(request: Request) -> Response:
    """Where a link is asked for."""
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.sign_in())
    return show_form(request, _page(site, {}, own_path(request.query_params.get("next", ""))))


@takes_form
def ask(request: Request, posted: Posted) -> Response:
    """Mails a link, and says the same of every address."""
    site, leads_to = site_of(request), own_path(posted.text("next", longest=1000))
    email = read_mailbox(posted.text("email", longest=LONGEST + 1))
    if not email:
        wrong = "Enter an e-mail address such as name@example.gov.uk"
        return show_form(request, _page(site, posted.values(), leads_to, wrong))
    try:
        mail_link(request, email, leads_to=leads_to)
    except ProblemRaised as raised:
        return show_limited(request, _page(site, posted.values(), leads_to), raised.problem)
    return go_on(site.links.sign_in_sent())


def sent(request: Request) -> Response:
    """What to do now."""
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.sign_in_sent())
    page = LookInMailPage(title="Look in your mail", minutes=_MINUTES)
    return Response(render(page, site.templates), headers=dict(PRIVATE), media_type=HTML.content_type)


def link(request: Request) -> Response:
    """A page with a button, which alone uses the link."""
    site, token = site_of(request), request.path_params["token"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.sign_in_link(token))
    found = look_at_link(site, token)
    if found is None:
        raise _ended()
    page = UseLinkPage(title="Sign in", email=found.email, address=site.links.sign_in_link(token))
    return unnamed(show_form(request, page))


@takes_form
def enter(request: Request, _posted: Posted) -> Response:
    """Signs the browser in, in a session that is new."""
    site = site_of(request)
    used = use_link(request, request.path_params["token"])
    if used is None:
        raise _ended()
    found, token = used
    response = unnamed(go_on(own_path(found.next) or site.links.account()))
    keep_session(response, site, token)
    return response


@takes_form
def sign_out(request: Request, posted: Posted) -> Response:
    """Signs this browser out, or every one of whoever asks."""
    end(request, everywhere=posted.ticked("everywhere"))
    site = site_of(request)
    return drop_session(go_on(site.links.home()), site)


def _page(site: Site, given: dict[str, str], leads_to: str, wrong: str = "") -> SignInPage:
    told = (Wrong(field="email", message=wrong),) if wrong else ()
    provider = site.settings.oidc_name if site.settings.oidc_issuer else ""
    return SignInPage(title="Sign in", given=given, wrong=told, next=leads_to, provider=provider)


def _ended() -> ProblemRaised:
    return not_found(
        "This link does not work any more: it was used already, it is older than "
        f"{_MINUTES} minutes, or it was not copied whole. Ask for another at /sign-in."
    )


OPERATIONS = (
    page_with_form(
        "/sign-in",
        sign_in,
        "Where a link is asked for by which one signs in.",
        group=GROUP,
        parameters=(_NEXT,),
    ),
    form_taken(
        "/sign-in",
        ask,
        "Mails a link to sign in with; the answer is the same for every address.",
        "email",
        "next",
        group=GROUP,
    ),
    page_with_form("/sign-in/sent", sent, "What to do after a link was asked for.", group=GROUP),
    page_with_form(
        "/sign-in/{token}",
        link,
        "The page that the link in a mail opens. It has a button, and only that uses the link.",
        group=GROUP,
        parameters=(_TOKEN,),
        statuses=_ENDED,
    ),
    form_taken(
        "/sign-in/{token}",
        enter,
        "Signs the browser in, once.",
        group=GROUP,
        parameters=(_TOKEN,),
        statuses=_ENDED,
    ),
    form_taken(
        "/sign-out",
        sign_out,
        "Signs this browser out; with `everywhere`, every browser of whoever asks.",
        "everywhere",
        group=GROUP,
    ),
)
