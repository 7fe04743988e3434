"""/sign-in/provider: signing in at the OpenID Connect provider that the settings name.

The site asks nothing of it: it files what a worker is to do, and the page waits. A cookie binds each step to the
browser that began, so that nobody can be signed in by what another browser brought back.
"""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature
from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.people import meet_person
from catalogue.ledger.provider_visits import (
    LASTS,
    Phase,
    Visit,
    come_back,
    fail_visit,
    file_visit,
    use_visit,
    visit_of,
)
from catalogue.ledger.sessions import end_session, open_session
from catalogue.signing import new_token, signer
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import PRIVATE, go_on
from web.forms.posted import Posted, takes_form
from web.forms.proof import set_cookie
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.sign_in import ProviderPage
from web.people import GROUP
from web.people.own_paths import own_path
from web.people.signing_in import keep_session
from web.people.visitor import session_token
from web.problems import Problem, ProblemRaised, not_found
from web.registering.private import unnamed
from web.rendering import render
from web.site import Site, site_of

_COOKIE = "stook-provider"
_LONGEST = 2000
_SECONDS = int(LASTS.total_seconds())
_UNKNOWN = {
    403: "The sign-in did not succeed.",
    404: "No provider is set, or nothing was begun by this browser, or too long ago.",
}


@takes_form
def begin(request: Request, posted: Posted) -> Response:
    """Files the wish, and leads to where it is followed."""
    site, state = site_of(request), new_token()
    _need_provider(site)
    site.fairness.take("mail", site.fairness.client(request))
    visit = Visit(
        phase=Phase.ASKED,
        state=state,
        nonce=new_token(),
        verifier=new_token(),
        next=own_path(posted.text("next", longest=1000)),
    )
    with site.ledger.writing() as connection:
        file_visit(connection, visit, now=site.now())
    response = go_on(site.links.provider())
    set_cookie(response, site, _COOKIE, signer(site.key, _COOKIE).dumps(state), seconds=_SECONDS)
    return response


def follow(request: Request) -> Response:
    """Waits for a worker, leads to the provider, and signs in at the end."""
    site, state = site_of(request), _state(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.provider())
    visit = _visit(site, state)
    if visit.phase is Phase.DONE and request.method == "GET":
        return _enter(request, visit)
    if visit.phase is Phase.FAILED:
        raise ProblemRaised(
            Problem(status=403, title="Not signed in", detail=f"{visit.why} Try again at /sign-in.")
        )
    if visit.phase is Phase.USED:
        return go_on(site.links.account())
    leads_to = visit.authorise if visit.phase is Phase.READY else ""
    page = ProviderPage(title="Sign in", leads_to=leads_to)
    body = render(page, site.templates)
    return unnamed(Response(body, headers=dict(PRIVATE), media_type=HTML.content_type))


def back(request: Request) -> Response:
    """What the provider sent the browser back with, if it is the browser that began."""
    site, state, query = site_of(request), _state(request), request.query_params
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.provider("back"))
    if not secrets.compare_digest(state.encode(), query.get("state", "").encode()):
        raise _unknown()
    code = query.get("code", "")[:_LONGEST]
    named = query.get("iss", site.settings.oidc_issuer)  # RFC 9207: who answers, where they say so
    with site.ledger.writing() as connection:
        if code and named == site.settings.oidc_issuer and request.method == "GET":
            come_back(connection, state, code=code, now=site.now())
        elif request.method == "GET":
            why = "The provider did not sign you in."
            fail_visit(connection, state, Phase.READY, why=why, now=site.now())
    return unnamed(go_on(site.links.provider()))


def _enter(request: Request, visit: Visit) -> Response:
    """Signs the browser in, once, in a session that is new."""
    site, now, fresh = site_of(request), site_of(request).now(), new_token()
    with site.ledger.writing() as connection:
        if not use_visit(connection, visit.state, now=now):
            raise _unknown()
        end_session(connection, session_token(request))
        open_session(connection, meet_person(connection, visit.email, now=now), token=fresh, now=now)
    response = unnamed(go_on(own_path(visit.next) or site.links.account()))
    keep_session(response, site, fresh)
    set_cookie(response, site, _COOKIE, "", seconds=0)
    return response


def _visit(site: Site, state: str) -> Visit:
    with site.ledger.reading() as connection:
        visit = visit_of(connection, state, now=site.now())
    if visit is None:
        raise _unknown()
    return visit


def _state(request: Request) -> str:
    """What the browser that began carries; a 404 for any other."""
    site = site_of(request)
    _need_provider(site)
    try:
        said = signer(site.key, _COOKIE).loads(request.cookies.get(_COOKIE, "")[:300], max_age=_SECONDS)
    except BadSignature:
        said = None
    if not isinstance(said, str):
        raise _unknown()
    return said


def _need_provider(site: Site) -> None:
    if not site.settings.oidc_issuer:
        raise not_found(
            "No provider is set by which one could sign in. Sign in by a mailed link at /sign-in."
        )


def _unknown() -> ProblemRaised:
    return not_found("This browser has not begun to sign in, or too long ago. Begin again at /sign-in.")


def _said(name: str, about: str) -> Parameter:
    return Parameter(name=name, about=about, example="x")


OPERATIONS = (
    form_taken(
        "/sign-in/provider",
        begin,
        "Begins to sign in at the provider that the settings name.",
        "next",
        group=GROUP,
        statuses=_UNKNOWN,
    ),
    page_with_form(
        "/sign-in/provider",
        follow,
        "Waits for the provider, leads there, and signs in at the end.",
        group=GROUP,
        statuses=_UNKNOWN,
    ),
    page_with_form(
        "/sign-in/provider/back",
        back,
        "Where the provider sends a browser back to.",
        group=GROUP,
        parameters=(
            _said("code", "What the provider gives in exchange."),
            _said("state", "Which sign-in it is about."),
            _said("iss", "Who answers (RFC 9207)."),
        ),
        statuses=_UNKNOWN,
    ),
)
