"""What every form takes and may answer, for the description of the site."""

from __future__ import annotations

from collections.abc import Mapping

FORM = "application/x-www-form-urlencoded"
_STATUSES = {
    303: "It was taken; the page that follows.",
    400: "The request cannot be read.",
    403: "The form does not come from a page of this site, or is too old.",
    413: "The form is too large.",
    415: "It is no form.",
    422: "Something is wrong with what was typed; the page says what, beside its field.",
    429: "More often than one visitor may; the page keeps what was typed.",
}


def form_statuses(more: Mapping[int, str] | None = None) -> Mapping[int, str]:
    """The answers of a form beside 200, with those that are its own."""
    return _STATUSES | dict(more or {})
