"""/register: the address of a portal, typed by whoever wants to see what people would see of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.checking.address import LONGEST
from catalogue.errors import PortalError
from catalogue.ledger.checks import file_check
from catalogue.signing import digest_of, new_token
from web.answers import negotiate
from web.forms.page import Wrong, go_on, show_form, show_limited
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.register import RegisterPage
from web.problems import ProblemRaised
from web.registering.forms import form_at, page_at
from web.registering.private import unnamed
from web.registering.typed import read_typed
from web.site import Site, site_of


def register(request: Request) -> Response:
    """One field; with an address already in it where the query gives one."""
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.register())
    return show_form(request, _page({"address": request.query_params.get("address", "")[:LONGEST]}))


@takes_form
def file(request: Request, posted: Posted) -> Response:
    """Files a look at the address, and leads to where that is followed."""
    site, page = site_of(request), _page(posted.values())
    typed = read_typed(posted.text("address", longest=LONGEST + 1), site.settings.allow)
    if typed.wrong:
        return show_form(request, _page(posted.values(), typed.wrong))
    try:
        site.fairness.take("check", site.fairness.client(request))
        token = file_look(site, typed.address, site.fairness.client(request))
    except ProblemRaised as raised:
        return show_limited(request, page, raised.problem)
    except PortalError as full:
        return show_form(request, _page(posted.values(), str(full)), status=503)
    return unnamed(go_on(site.links.registering(token)))


def file_look(site: Site, address: str, client: str) -> str:
    """Files a check of an address; what its private link carries."""
    token = new_token()
    with site.ledger.writing() as connection:
        file_check(
            connection,
            address,
            token_digest=digest_of(token),
            client=digest_of(client),
            now=site.now(),
        )
    return token


def _page(given: dict[str, str], wrong: str = "") -> RegisterPage:
    told = (Wrong(field="address", message=wrong),) if wrong else ()
    return RegisterPage(title="List your portal", given=given, wrong=told)


_ADDRESS = Parameter(
    name="address", about="An address to be there already.", example="https://data.example.gov.uk"
)

OPERATIONS = (
    page_at(
        "/register",
        register,
        "Where the address of a portal is typed, to be checked and, if wanted, registered.",
        parameters=(_ADDRESS,),
        statuses={},
    ),
    form_at(
        "/register",
        file,
        "Files a look at the address; a person follows it on a page of its own.",
        "address",
        parameters=(),
        statuses={503: "Too many addresses wait to be checked."},
    ),
)
