"""/alike: what several publishers have of the same, by how many have it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.indexes.words import STOP, WORD
from catalogue.kin.subject import read_subject
from catalogue.kin.wording import singular
from catalogue.ledger.kin_lists import count_kins, list_kins
from vocab import fold
from web.alike.documents import KINS_SCHEMA, kin_json, kins_quads
from web.answers import answer, followed_by, negotiate
from web.negotiation import JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.alike import AlikesPage
from web.pages.page import make_paging
from web.site import Site, site_of
from web.slices import Window, asked_text, page_number
from web.tables import page_statements, to_table_csv
from web.writers import table_writers

_A_PAGE = 100
_COLUMNS = ("name", "iri", "label", "publishers", "datasets")
_MOST_TERMS = 8


def alikes(request: Request) -> Response:
    """The kins that words find, or all, those of most publishers first."""
    site, text = site_of(request), asked_text(request)
    window = Window(number=page_number(request), size=_A_PAGE)

    def address(page: int, suffix: str = "") -> str:
        return site.links.listed(site.links.kins(suffix), [("q", text)], page)

    def whole(page: int) -> str:
        return site.iris.listed(site.iris.kins(choice.form.suffix), [("q", text)], page)

    choice = negotiate(
        request,
        TABLE_FORMS,
        lambda _, suffix: address(window.number, suffix),
        name=request.url.path.rpartition("/")[2],
    )
    terms = _terms(text, site)
    with site.ledger.reading() as connection:
        total = count_kins(connection, terms)
        kins = list_kins(connection, terms, limit=window.size, offset=window.offset)
    following = window.following(total, lambda page: address(page, choice.form.suffix))
    lines = [kin_json(one, site.iris) for one in kins]
    writers = table_writers(
        site,
        page=lambda: AlikesPage(
            title=f"The same from several: {text}" if text else "The same from several publishers",
            alternates=choice.alternates,
            text=text,
            count=total,
            kins=kins,
            paging=make_paging(window.number, -(-total // window.size), address),
        ),
        json=lambda: {"total": total, "kins": lines, "next": window.following(total, whole)},
        table=lambda: to_table_csv(_COLUMNS, lines),
        quads=lambda: kins_quads(
            kins,
            page_statements(site.iris.kins(), whole(window.number), window.following(total, whole)),
            total,
            site.iris,
        ),
    )
    return followed_by(answer(request, choice, writers), following)


def _terms(text: str, site: Site) -> tuple[str, ...]:
    """What the words asked for mean, as names of kins have it; else the words themselves."""
    terms = sorted(read_subject(text, site.vocabulary).terms)
    words = [singular(word) for word in WORD.findall(fold(text)) if word not in STOP]
    return tuple(terms or words)[:_MOST_TERMS]


OPERATIONS = (
    Operation(
        path="/alike",
        view=alikes,
        about="What several publishers have of the same, whatever each calls it, by how many have it.",
        group="Things",
        media=tuple(form.media_type for form in TABLE_FORMS),
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: KINS_SCHEMA},
        parameters=(
            Parameter(name="q", about="What it is, in any words that councils use.", example="toilets"),
            PAGE,
        ),
    ),
)
