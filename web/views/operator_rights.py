"""/operator/rights: who was given the right to manage a portal, beside those who may by their address."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import PortalError
from catalogue.ledger.audit import write_audit
from catalogue.ledger.portals import get_portal
from catalogue.ledger.rights import grant, revoke, rights_to
from catalogue.mail_address import LONGEST, read_mailbox
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import Wrong, go_on, show_form
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.operator import RightsPage
from web.people import OPERATORS
from web.people.visitor import need_operator
from web.site import Site, site_of
from web.views.operator import ONLY


def rights(request: Request) -> Response:
    """A portal's rights, and forms that change them."""
    need_operator(request)
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.operator("rights"))
    slug = request.query_params.get("portal", "")[:80]
    return show_form(request, _page(site, slug, {"portal": slug}))


@takes_form
def change(request: Request, posted: Posted) -> Response:
    """Gives a right, or takes it back."""
    visitor, site, now = need_operator(request), site_of(request), site_of(request).now()
    slug, email = posted.text("portal", longest=80), read_mailbox(posted.text("email", longest=LONGEST + 1))
    page = _page(site, slug, posted.values(), needs_email=True, email=email)
    if page.wrong:
        return show_form(request, page)
    with site.ledger.writing() as connection:
        if posted.text("do") == "revoke":
            done, action = revoke(connection, slug, email), "right taken back"
        else:
            done, action = grant(connection, slug, email, by=visitor.email, now=now), "right given"
        if done:
            detail, thing = {"whose": _masked(email)}, f"portal/{slug}"
            write_audit(connection, who=visitor.email, action=action, thing=thing, detail=detail, now=now)
    return go_on(site.links.listed(site.links.operator("rights"), (("portal", slug),)))


def _page(
    site: Site, slug: str, given: dict[str, str], *, needs_email: bool = False, email: str = ""
) -> RightsPage:
    wrong: list[Wrong] = []
    with site.ledger.reading() as connection:
        title = _title(connection, slug)
        found = rights_to(connection, slug)
    if not title and (slug or needs_email):
        wrong.append(Wrong(field="portal", message="No portal has this short name"))
    if needs_email and not email:
        wrong.append(Wrong(field="email", message="Enter an e-mail address such as name@example.gov.uk"))
    return RightsPage(
        title="Rights to manage a portal",
        slug=slug,
        portal=title,
        rights=found,
        given=given,
        wrong=tuple(wrong),
    )


def _title(connection: Connection, slug: str) -> str:
    try:
        return get_portal(connection, slug).title
    except PortalError:
        return ""


def _masked(email: str) -> str:
    """An address as the log keeps it, which is never changed: enough to know it again, too little to write to."""
    return f"{email[:1]}…@{email.rpartition('@')[2]}"


OPERATIONS = (
    page_with_form(
        "/operator/rights",
        rights,
        "Who was given the right to manage a portal.",
        group=OPERATORS,
        parameters=(Parameter(name="portal", about="The portal's name in addresses.", of="portal"),),
        statuses=ONLY | {422: "No portal has this name."},
    ),
    form_taken(
        "/operator/rights",
        change,
        "Gives somebody the right to manage a portal, or takes it back (`do=revoke`).",
        "portal",
        "email",
        "do",
        group=OPERATORS,
        statuses=ONLY,
    ),
)
