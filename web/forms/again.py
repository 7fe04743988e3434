"""A form whose proof has grown old, or whose cookie is gone: shown again with what was typed, to be sent once more.

Nothing is done before somebody has seen what would be sent and pressed the button, and only a browser that says itself
that the form stood on a page of ours is shown it; another site's form is refused and told nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from web.forms.page import FormPage, show_form
from web.forms.proof import FIELD

_REFUSED = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One value that was sent; `label` is the field's name as words."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPage(FormPage):
    """What was sent to an address, once more."""

    template: ClassVar[str] = "form_again.html"
    action: str
    sent: tuple[Sent, ...]


def is_from_here(request: Request) -> bool:
    """Whether the browser says that a page of ours sent the form (Fetch Metadata; RFC 6454, 7): no page of another site
    can make it say so."""
    said = request.headers.get("sec-fetch-site")
    if said is not None:
        return said == "same-origin"
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    return bool(host) and urlsplit(origin).netloc == host


def show_again(request: Request, many: Mapping[str, tuple[str, ...]]) -> Response:
    """The form filled in with what was sent, under a new proof; still a 403, since nothing was taken."""
    sent = tuple(
        Sent(name=name, label=name.replace("_", " ").capitalize(), value=value)
        for name, values in many.items()
        if name != FIELD
        for value in values
    )
    query = f"?{request.url.query}" if request.url.query else ""
    page = AgainPage(title="Send the form once more", action=request.url.path + query, sent=sent)
    response = show_form(request, page, status=_REFUSED)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
