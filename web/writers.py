"""The writers of a thing: its page, its JSON, and its statements in each RDF syntax."""

from __future__ import annotations

from collections.abc import Callable

from web.answers import Writer, to_json
from web.negotiation import CSV, HTML, JSON, RDF_FORMS, Form
from web.pages.page import Page
from web.rdf import serialise, serialise_whole
from web.rendering import render
from web.site import Site

Serialise = Callable[[bytes, Form], bytes]


def thing_writers(
    site: Site,
    *,
    page: Callable[[], Page],
    json: Callable[[], object],
    quads: Callable[[], bytes],
    write: Serialise = serialise,
) -> dict[str, Writer]:
    """One writer a form; only the one that is chosen runs. `write` turns the statements into a syntax."""
    return {
        HTML.name: lambda: render(page(), site.templates),
        JSON.name: lambda: to_json(json()),
        **{form.name: _rdf_writer(quads, form, write) for form in RDF_FORMS},
    }


def table_writers(
    site: Site,
    *,
    page: Callable[[], Page],
    json: Callable[[], object],
    table: Callable[[], bytes],
    quads: Callable[[], bytes],
) -> dict[str, Writer]:
    """As thing_writers, of a list that is a table as well."""
    return {
        **thing_writers(site, page=page, json=json, quads=quads, write=serialise_whole),
        CSV.name: table,
    }


def _rdf_writer(quads: Callable[[], bytes], form: Form, write: Serialise) -> Writer:
    return lambda: write(quads(), form)
