"""/register/{token}: the private page of a registration, and what its holder may do with it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import PortalError
from catalogue.ledger import deeds
from catalogue.ledger.checks import file_check
from catalogue.ledger.deeds import Doer
from catalogue.ledger.portals import get_portal
from catalogue.ledger.registrations import change_registration, set_check
from catalogue.ledger.removals import file_removal
from catalogue.ledger.status import PortalStatus, portal_statuses
from catalogue.mail_address import read_mailbox
from catalogue.registering.asked import Asked, Registration, Step
from catalogue.registering.proving import may_become
from catalogue.signing import digest_of, new_token
from vocab.bodies import bodies_of
from web.answers import negotiate
from web.forms.page import Wrong, go_on, show_limited
from web.forms.posted import Posted, takes_form
from web.labels import LONGEST
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.registration import EditPage, RegistrationPage, RemovePage
from web.problems import ProblemRaised
from web.registering.choosing import chosen_before, read_chosen, with_chosen
from web.registering.forms import form_at, page_at
from web.registering.mailing import mail_change, mail_proof, take_mail
from web.registering.organisations import searched
from web.registering.private import TOKEN, Private, find_private, led_to, show_private, unnamed
from web.site import Site, site_of
from web.views.confirming import wrong_contact


def registration_page(site: Site, private: Private, held: Registration) -> RegistrationPage:
    """The private page of what was filed."""
    status, now = _status(site, held), site.now()
    found = private.check.progress.found if private.check else None
    return RegistrationPage(
        title=held.asked.title or held.asked.organisation,
        token=private.token,
        held=held,
        status=status,
        is_due=bool(status and not status.paused and not status.running and status.next_run <= now),
        check=private.check,
        software=(found.software or found.kind) if found else held.asked.kind,
    )


@takes_form
def check_again(request: Request, _posted: Posted) -> Response:
    """Files a new look at the portal, which the private link then leads to."""
    site, private, held = _held(request)
    if held.step in (Step.REMOVING, Step.REMOVED, Step.REFUSED) or _goes_on(private):
        return _back(site, private)
    try:
        site.fairness.take("check", site.fairness.client(request))
        with site.ledger.writing() as connection:
            client = digest_of(site.fairness.client(request))
            digest, now = digest_of(new_token()), site.now()
            number = file_check(connection, held.asked.address, token_digest=digest, client=client, now=now)
            set_check(connection, held, number)
    except ProblemRaised as raised:
        return unnamed(show_limited(request, registration_page(site, private, held), raised.problem))
    except PortalError as full:
        page = replace(registration_page(site, private, held), wrong=(Wrong(field="", message=str(full)),))
        return show_private(request, page, status=503)
    return _back(site, private, "report")


@takes_form
def run(request: Request, _posted: Posted) -> Response:
    """Makes the portal due, unless it is paused or its harvest goes on."""

    def due(connection: Connection, held: Registration, now: str) -> None:
        if not get_portal(connection, held.portal).paused:
            deeds.run_again(connection, _doer(request, held, now))

    return _act(request, due)


@takes_form
def pause(request: Request, posted: Posted) -> Response:
    """Stops the regular harvest, or resumes it."""

    def halt(connection: Connection, held: Registration, now: str) -> None:
        paused = posted.text("paused") != "no"
        doer = _doer(request, held, now)
        if deeds.pause(connection, doer, paused=paused) and not paused:
            deeds.run_again(connection, doer)

    return _act(request, halt)


def _doer(request: Request, held: Registration, now: str) -> Doer:
    """Whoever has the private link, as the contact that it was sent to."""
    hours = site_of(request).settings.harvest_hours
    return Doer(slug=held.portal, who=held.asked.email, now=now, every=hours, chance=random.random)


def ask_to_remove(request: Request) -> Response:
    """Whether it is really to be removed."""
    site, private, held = _held(request)
    page = _remove_page(site, private, held)
    if page is None:
        raise led_to(site.links.registering(private.token))
    return show_private(request, page)


@takes_form
def remove(request: Request, _posted: Posted) -> Response:
    """Has a worker withdraw the portal's datasets and forget the portal."""

    def withdraw(connection: Connection, held: Registration, now: str) -> None:
        file_removal(connection, held, now=now)

    return _act(request, withdraw)


@takes_form
def mail_again(request: Request, _posted: Posted) -> Response:
    """Has the link that proves the contact mailed once more."""
    site, private, held = _held(request)
    if held.proven or not registration_page(site, private, held).may_be_changed:
        return _back(site, private)
    try:
        take_mail(request, held.asked.email)
    except ProblemRaised as raised:
        return unnamed(show_limited(request, registration_page(site, private, held), raised.problem))
    with site.ledger.writing() as connection:
        mail_proof(connection, site, held, now=site.now())
    return _back(site, private)


def edit(request: Request) -> Response:
    """What may be changed."""
    site, private, held = _held(request)
    if not registration_page(site, private, held).may_be_changed:
        raise led_to(site.links.registering(private.token))
    asked = held.asked
    given = chosen_before(asked.body, asked.organisation) | {
        "title": asked.title,
        "email": asked.email,
        "told": "yes" if asked.told else "",
    }
    return show_private(request, _edit_page(site, request, held, given))


@takes_form
def save(request: Request, posted: Posted) -> Response:
    """Takes what was changed; a new address is sent a link that proves it."""
    site, private, held = _held(request)
    if not registration_page(site, private, held).may_be_changed:
        return _back(site, private)
    page = _edit_page(site, request, held, posted.values())
    asked, wrong = _read_edit(site, held, posted)
    if wrong:
        return show_private(request, replace(page, wrong=wrong))
    is_new = asked.email != held.asked.email
    try:
        site.fairness.take("change", site.fairness.client(request))
        if is_new:
            take_mail(request, asked.email)
    except ProblemRaised as raised:
        return unnamed(show_limited(request, page, raised.problem))
    with site.ledger.writing() as connection:
        bodies, now = bodies_of(site.vocabulary), site.now()
        changed = change_registration(connection, held, asked, bodies=bodies, now=now)
        if is_new:
            mail_proof(connection, site, changed, now=now)
        if is_new and held.proven:
            mail_change(connection, held, now=now)
    return _back(site, private)


def _held(request: Request) -> tuple[Site, Private, Registration]:
    """The registration behind a private link; leads to the link itself where nothing is filed yet."""
    site, token = site_of(request), request.path_params["token"]
    if request.method != "POST":
        negotiate(request, (HTML,), lambda _name, _suffix: site.links.registering(token))
    with site.ledger.reading() as connection:
        private = find_private(connection, token, now=site.now())
    if private.registration is None:
        raise led_to(site.links.registering(token))
    return site, private, private.registration


def _act(request: Request, deed: Callable[[Connection, Registration, str], None]) -> Response:
    """Does something with a registered portal, in one transaction, and leads back."""
    site, private, held = _held(request)
    try:
        site.fairness.take("change", site.fairness.client(request))
    except ProblemRaised as raised:
        return unnamed(show_limited(request, registration_page(site, private, held), raised.problem))
    with site.ledger.writing() as connection:
        now = site.now()
        fresh = find_private(connection, private.token, now=now).registration
        if fresh and fresh.step is Step.REGISTERED and portal_statuses(connection, fresh.portal):
            deed(connection, fresh, now)
    return _back(site, private)


def _back(site: Site, private: Private, step: str = "") -> Response:
    return unnamed(go_on(site.links.registering(private.token, step)))


def _goes_on(private: Private) -> bool:
    return private.check is not None and not private.check.progress.state.is_over


def _status(site: Site, held: Registration) -> PortalStatus | None:
    if held.step is not Step.REGISTERED:
        return None
    with site.ledger.reading() as connection:
        return next(iter(portal_statuses(connection, held.portal)), None)


def _remove_page(site: Site, private: Private, held: Registration) -> RemovePage | None:
    status = _status(site, held)
    if status is None:
        return None
    name = held.asked.title or held.asked.organisation
    return RemovePage(title=f"Remove {name}?", token=private.token, name=name, datasets=status.datasets)


def _read_edit(site: Site, held: Registration, posted: Posted) -> tuple[Asked, tuple[Wrong, ...]]:
    """What is asked for now, and what is wrong with it."""
    bodies = bodies_of(site.vocabulary)
    title, email = posted.text("title"), read_mailbox(posted.text("email", longest=254))
    chosen = read_chosen(posted, bodies)
    asked = replace(
        held.asked,
        title=title,
        body=chosen.body,
        organisation=chosen.organisation,
        email=email,
        told=posted.ticked("told"),
    )
    wrong = chosen.wrong + wrong_contact(title, posted.text("email"), email)
    if not wrong and not may_become(held, asked, bodies):
        message = "The contact's address is not at this organisation's own domain. Ask the operators of this catalogue"
        wrong = (Wrong(field="body", message=message),)
    return asked, wrong


def _edit_page(site: Site, request: Request, held: Registration, given: dict[str, str]) -> EditPage:
    text, bodies = request.query_params.get("q", "").strip()[:LONGEST], bodies_of(site.vocabulary)
    choices = searched(site.labels, text) if text else ()
    return EditPage(
        title=f"Change {held.asked.title or held.asked.organisation}",
        given=given,
        token=request.path_params["token"],
        text=text,
        choices=with_chosen(with_chosen(choices, given.get("body", ""), bodies), held.asked.body, bodies),
    )


_HERE = "/register/{token}"
_SEARCH = Parameter(name="q", about="Words of a name, or a code.", example="Leeds")

OPERATIONS = (
    form_at(f"{_HERE}/again", check_again, "Files a new look at a portal that was filed for registration."),
    form_at(f"{_HERE}/run", run, "Has a registered portal harvested soon."),
    form_at(f"{_HERE}/pause", pause, "Stops the regular harvest of a portal, or resumes it.", "paused"),
    form_at(f"{_HERE}/mail", mail_again, "Has the link that proves the contact mailed once more."),
    page_at(f"{_HERE}/remove", ask_to_remove, "Asks whether a portal is really to be removed."),
    form_at(f"{_HERE}/remove", remove, "Has a portal removed, and its datasets withdrawn."),
    page_at(f"{_HERE}/edit", edit, "What may be changed of a registration.", parameters=(TOKEN, _SEARCH)),
    form_at(
        f"{_HERE}/edit", save, "Changes a registration.", "title", "body", "organisation", "email", "told"
    ),
)
