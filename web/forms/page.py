"""A page with a form: what is wrong with what was sent, beside the fields it is about, and what was typed, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.forms.proof import make_proof
from web.negotiation import HTML
from web.pages.page import Page
from web.problems import Problem
from web.rendering import render
from web.site import site_of

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
"""Of pages that are for one person: nobody keeps, names or lists them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing that is wrong with what was sent: the field that it is about, and what was expected there."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage(Page):
    """A page with at least one form. `given` is what was typed, by field; `proof` goes into each hidden field."""

    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    wrong: tuple[Wrong, ...] = ()
    proof: str = ""

    def wrong_with(self, name: str) -> str:
        """What is wrong with a field, or ""."""
        return next((one.message for one in self.wrong if one.field == name), "")


def show_form(request: Request, page: FormPage, *, status: int = 0) -> Response:
    """The page with the proof that its forms need; 422 where something is wrong with what was sent."""
    site = site_of(request)
    proof = make_proof(request)
    body = render(replace(page, proof=proof.field), site.templates)
    told = status or (422 if page.wrong else 200)
    response = Response(body, status_code=told, headers=dict(PRIVATE), media_type=HTML.content_type)
    proof.keep(response, site)
    return response


def show_limited(request: Request, page: FormPage, problem: Problem) -> Response:
    """The page again, with what was typed, where it was asked for more often than one visitor may."""
    response = show_form(
        request, replace(page, wrong=(Wrong(field="", message=problem.detail),)), status=problem.status
    )
    response.headers.update(problem.headers)
    return response


def go_on(address: str) -> Response:
    """Leads to a page after a form was taken, so that loading it again sends nothing twice (RFC 9110, 15.4.4)."""
    return RedirectResponse(address, status_code=303, headers=dict(PRIVATE))
