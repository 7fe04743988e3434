"""/register/contact/{token}: the link in a mail, by which the contact of a registration is proven.

Opening it changes nothing, since mail filters open links too; the button does.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.proofs import read_proof, was_proof
from catalogue.ledger.registrations import Way, proof_of, prove
from catalogue.signing import new_token
from vocab.bodies import bodies_of
from web.answers import negotiate
from web.forms.page import go_on
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.registration import ProofPage
from web.problems import Problem, ProblemRaised
from web.registering.answers import keep_held, read_held
from web.registering.forms import form_at, page_at
from web.registering.mailing import mail_outcome
from web.registering.private import show_private, unnamed
from web.site import Site, site_of


def proof(request: Request) -> Response:
    """What is about to be confirmed."""
    site, token = site_of(request), request.path_params["token"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.proof(token))
    with site.ledger.reading() as connection:
        found = read_proof(connection, token, now=site.now())
        held = proof_of(connection, found) if found else None
    if held is None:
        raise _spent(site, token)
    return show_private(request, ProofPage(title="Confirm your e-mail address", token=token, held=held))


@takes_form
def confirm(request: Request, _posted: Posted) -> Response:
    """Confirms it, and leads to the private page of the registration."""
    site, token, now = site_of(request), request.path_params["token"], site_of(request).now()
    way = Way(held=read_held(request), fresh=new_token())
    with site.ledger.writing() as connection:
        proven = prove(connection, token, bodies=bodies_of(site.vocabulary), way=way, now=now)
        if proven:
            mail_outcome(connection, site, proven.registration, token=proven.link, now=now)
    if proven is None:
        raise _spent(site, token)
    response = unnamed(go_on(site.links.registering(proven.link)))
    return keep_held(request, response, proven.link)


def _spent(site: Site, token: str) -> ProblemRaised:
    with site.ledger.reading() as connection:
        known = was_proof(connection, token)
    detail = (
        "This link was used already, or its seven days have passed, or a newer one was sent, or it was not copied "
        "whole. If you have confirmed your address, the private link of your registration is in the mail that "
        "followed. Else choose “Send the link again” on the private page of the registration."
    )
    return ProblemRaised(
        Problem(status=410 if known else 404, title="This link proves nothing", detail=detail)
    )


_TOKEN = Parameter(
    name="token",
    about="What the link in the mail carries.",
    where="path",
    example="dXNlZCwgYW5kIHNvIHByb3Zpbmcgbm90aGluZyBtb3Jl",
)
_STATUSES = {404: "There is no such link, or a newer one was sent.", 410: "The link is used or too old."}

OPERATIONS = (
    page_at(
        "/register/contact/{token}",
        proof,
        "What the link in a mail is about to confirm.",
        parameters=(_TOKEN,),
        statuses=_STATUSES,
    ),
    form_at(
        "/register/contact/{token}",
        confirm,
        "Confirms the contact of a registration.",
        parameters=(_TOKEN,),
        statuses=_STATUSES,
    ),
)
