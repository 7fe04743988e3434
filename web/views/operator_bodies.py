"""/operator/bodies: that a publisher's name means a body, previewed with what it changes before it does."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.same_body import mean_body, where_named
from vocab import Concept
from vocab.bodies import Bodies, bodies_of
from web.answers import negotiate
from web.forms.operations import form_taken, page_with_form
from web.forms.page import Wrong, show_form
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import Parameter
from web.pages.operator import BodiesPage
from web.people import OPERATORS
from web.people.visitor import need_operator
from web.site import Site, site_of
from web.views.operator import ONLY

_LONGEST = 300


def bodies(request: Request) -> Response:
    """What a name would mean, and where; nothing is changed by looking."""
    need_operator(request)
    site = site_of(request)
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.operator("bodies"))
    query = request.query_params
    return show_form(request, _page(site, query.get("name", "")[:_LONGEST], query.get("body", "")[:_LONGEST]))


@takes_form
def mean(request: Request, posted: Posted) -> Response:
    """Corrects the name on every portal that has it."""
    visitor, site = need_operator(request), site_of(request)
    page = _page(site, posted.text("name", longest=_LONGEST), posted.text("body", longest=_LONGEST))
    if page.wrong or not page.named:
        return show_form(request, page)
    with site.ledger.writing() as connection:
        done = mean_body(
            connection,
            page.name,
            page.code,
            vocabulary=site.vocabulary,
            who=visitor.email,
            now=site.now(),
        )
    shown = _page(site, page.name, page.code, done=len(done))
    return show_form(request, shown)


def _page(site: Site, name: str, word: str, *, done: int | None = None) -> BodiesPage:
    asked = " ".join(name.split())
    body = _body(word.strip(), bodies_of(site.vocabulary)) if word else None
    with site.ledger.reading() as connection:
        named = where_named(connection, asked) if asked else ()
    return BodiesPage(
        title="Merge a publisher into a body",
        name=asked,
        code=body.code if body else "",
        body=body.label() if body else "",
        named=named,
        done=done,
        given={"name": asked, "body": word},
        wrong=tuple(_wrong(asked, word, found=bool(named), body=body)),
    )


def _wrong(name: str, word: str, *, found: bool, body: Concept | None) -> list[Wrong]:
    wrong = []
    if name and not found:
        wrong.append(Wrong(field="name", message="No dataset here names its publisher so"))
    if word and body is None:
        wrong.append(Wrong(field="body", message="No body has this code or name"))
    return wrong


def _body(word: str, known: Bodies) -> Concept | None:
    """By its code, the name of its page, or a name that means one body alone."""
    reading = known.named(word)
    return known.find(word) or known.with_slug(word) or (reading.body if reading and reading.sure else None)


OPERATIONS = (
    page_with_form(
        "/operator/bodies",
        bodies,
        "Which portals name a publisher so, and the body that it would mean.",
        group=OPERATORS,
        parameters=(
            Parameter(
                name="name", about="A publisher's name as datasets have it.", example="Leeds City Council"
            ),
            Parameter(name="body", about="The body's code or name.", example="E08000035"),
        ),
        statuses=ONLY | {422: "No dataset has this name, or no body that code."},
    ),
    form_taken(
        "/operator/bodies",
        mean,
        "Says that a publisher's name means a body, on every portal that has it, from their next harvest on.",
        "name",
        "body",
        group=OPERATORS,
        statuses=ONLY,
    ),
)
