"""/register/{token}/organisation, /contact, /answers: whose a portal is, whom to write to, and the sending of it."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from catalogue.checking.report import Publisher, Report
from catalogue.ledger.checks import Check
from catalogue.ledger.portals import portal_at
from catalogue.ledger.registrations import file_registration
from catalogue.mail_address import read_mailbox
from catalogue.registering.asked import Asked
from catalogue.registering.proving import is_settled
from catalogue.signing import new_token
from vocab.bodies import bodies_of
from web.answers import negotiate
from web.forms.page import Wrong, go_on, show_limited
from web.forms.posted import Posted, takes_form
from web.labels import LONGEST
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.check import can_be_registered
from web.pages.confirming import AnswersPage, ContactPage, OrganisationPage
from web.problems import ProblemRaised
from web.registering.answers import Answers, keep_answers, keep_held, read_answers
from web.registering.choosing import chosen_before, read_chosen, with_chosen
from web.registering.forms import form_at, page_at
from web.registering.mailing import mail_proof, take_mail
from web.registering.organisations import proposed, searched
from web.registering.private import TOKEN, find_private, led_to, show_private, unnamed
from web.site import Site, site_of


def organisation(request: Request) -> Response:
    """Whose portal it is: what is proposed, or what a search found."""
    site, answers, check = _begun(request)
    given = chosen_before(answers.body, answers.organisation) | {"lists": answers.lists}
    return show_private(request, _organisation_page(site, request, check, given))


@takes_form
def choose(request: Request, posted: Posted) -> Response:
    """Takes whose portal it is."""
    site, answers, check = _begun(request)
    chosen, lists = read_chosen(posted, bodies_of(site.vocabulary)), posted.text("lists")
    wrong = chosen.wrong
    if _several(check) and lists not in ("own", "others"):
        wrong += (Wrong(field="lists", message="Say whose datasets the portal lists"),)
    if wrong:
        page = _organisation_page(site, request, check, posted.values())
        return show_private(request, replace(page, wrong=wrong))
    answers = replace(
        answers,
        body=chosen.body,
        organisation=chosen.organisation,
        lists=lists if _several(check) else "",
    )
    following = "answers" if answers.is_whole else "contact"
    response = unnamed(go_on(site.links.registering(answers.token, following)))
    return keep_answers(request, response, answers)


def contact(request: Request) -> Response:
    """What the portal is called, and whom to write to."""
    site, answers, check = _begun(request)
    if not answers.has_organisation:
        return unnamed(go_on(site.links.registering(answers.token, "organisation")))
    report = check.progress.report
    title = answers.title or (report.title if report else "") or answers.organisation
    given = {"title": title[:200], "email": answers.email, "told": "yes" if answers.told else ""}
    return show_private(request, _contact_page(answers.token, given))


@takes_form
def take_contact(request: Request, posted: Posted) -> Response:
    """Takes what the portal is called, and whom to write to."""
    site, answers, _ = _begun(request)
    title, email = posted.text("title"), read_mailbox(posted.text("email", longest=254))
    wrong = wrong_contact(title, posted.text("email"), email)
    if wrong:
        return show_private(request, replace(_contact_page(answers.token, posted.values()), wrong=wrong))
    answers = replace(answers, title=title, email=email, told=posted.ticked("told"))
    response = unnamed(go_on(site.links.registering(answers.token, "answers")))
    return keep_answers(request, response, answers)


def check_answers(request: Request) -> Response:
    """Everything that will be sent, once more."""
    site, answers, check = _begun(request)
    if not answers.is_whole:
        return unnamed(go_on(site.links.registering(answers.token, "organisation")))
    return show_private(request, _answers_page(site, answers, check))


@takes_form
def send(request: Request, _posted: Posted) -> Response:
    """Files the registration, and has the link that proves its contact mailed."""
    site, answers, check = _begun(request)
    if not answers.is_whole:
        return unnamed(go_on(site.links.registering(answers.token, "organisation")))
    asked = asked_of(answers, check)
    try:
        take_mail(request, asked.email)
    except ProblemRaised as raised:
        return unnamed(show_limited(request, _answers_page(site, answers, check), raised.problem))
    now, link = site.now(), new_token()
    with site.ledger.writing() as connection:
        filed, is_new = file_registration(connection, asked, token=link, check=check.id, now=now)
        if is_new:
            mail_proof(connection, site, filed, now=now)
    if not is_new:  # sent twice at once: the other of the two has the link
        raise led_to(site.links.registering(answers.token))
    return keep_held(request, unnamed(go_on(site.links.registering(link))), link)


def asked_of(answers: Answers, check: Check) -> Asked:
    """What is asked for by these answers about what a check found."""
    found = check.progress.found
    return Asked(
        address=(found.address if found else "") or check.address,
        kind=found.kind if found else "",
        title=answers.title,
        body=answers.body,
        organisation=answers.organisation,
        email=answers.email,
        told=answers.told,
        of_others=answers.lists == "others",
    )


def wrong_contact(title: str, typed: str, email: str) -> tuple[Wrong, ...]:
    """What is wrong with a portal's title and its contact; `email` is "" where what was typed is no address."""
    wrong = [] if title else [Wrong(field="title", message="Enter what the portal is called")]
    if not typed:
        wrong.append(Wrong(field="email", message="Enter your e-mail address"))
    elif not email:
        message = "Enter an e-mail address in the usual form, such as name@example.gov.uk"
        wrong.append(Wrong(field="email", message=message))
    return tuple(wrong)


def _begun(request: Request) -> tuple[Site, Answers, Check]:
    """The answers so far, and the check of a portal that may be registered; leads elsewhere where it may not."""
    site, token = site_of(request), request.path_params["token"]
    if request.method != "POST":
        negotiate(request, (HTML,), lambda _name, _suffix: site.links.registering(token))
    with site.ledger.reading() as connection:
        private = find_private(connection, token, now=site.now())
        check = private.check
        found = check.progress.found if check else None
        address = (found.address if found else "") or (check.address if check else "")
        taken = private.registration or private.moved or portal_at(connection, address)
    if check is None or taken or not can_be_registered(check):
        raise led_to(site.links.registering(token))
    return site, read_answers(request, token), check


def _several(check: Check) -> tuple[Publisher, ...]:
    """The publishers that were met, where they were several."""
    report = check.progress.report
    return report.publishers if report and len(report.publishers) > 1 else ()


def _organisation_page(site: Site, request: Request, check: Check, given: dict[str, str]) -> OrganisationPage:
    report, text = check.progress.report or Report(), request.query_params.get("q", "").strip()[:LONGEST]
    bodies, before = bodies_of(site.vocabulary), given.get("body", "")
    first = proposed(report, report.address or check.address, bodies)
    choices = searched(site.labels, text) if text else with_chosen(first, before, bodies)
    return OrganisationPage(
        title="Whose portal is it?",
        given=given | {"body": before or (first[0].code if first else "")},
        token=request.path_params["token"],
        name=report.title or check.address,
        text=text,
        choices=choices,
        publishers=_several(check),
    )


def _contact_page(token: str, given: dict[str, str]) -> ContactPage:
    return ContactPage(title="The portal and its contact", token=token, given=given)


def _answers_page(site: Site, answers: Answers, check: Check) -> AnswersPage:
    asked, found = asked_of(answers, check), check.progress.found
    return AnswersPage(
        title="Check your answers",
        answers=answers,
        address=asked.address,
        software=(found.software or found.kind) if found else "",
        about=answers.body,
        at_once=is_settled(asked, bodies_of(site.vocabulary)),
    )


_HERE = "/register/{token}"
_SEARCH = Parameter(name="q", about="Words of a name, or a code.", example="Leeds")

OPERATIONS = (
    page_at(
        f"{_HERE}/organisation",
        organisation,
        "Whose portal it is: proposals, and a search among councils and public bodies.",
        parameters=(TOKEN, _SEARCH),
    ),
    form_at(f"{_HERE}/organisation", choose, "Takes whose portal it is.", "body", "organisation", "lists"),
    page_at(f"{_HERE}/contact", contact, "What the portal is called, and whom to write to."),
    form_at(
        f"{_HERE}/contact",
        take_contact,
        "Takes what the portal is called, and whom to write to.",
        "title",
        "email",
        "told",
    ),
    page_at(f"{_HERE}/answers", check_answers, "All answers once more, before they are sent."),
    form_at(f"{_HERE}/answers", send, "Files the registration, and has a link mailed to its contact."),
)
