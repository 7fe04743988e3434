"""Pages and forms below a private link, as the description of the site has them: what each takes and may answer."""

from __future__ import annotations

from collections.abc import Mapping

from web.farewell import View
from web.negotiation import HTML
from web.operations import STRING, Operation, Parameter
from web.registering.private import GONE, TOKEN
from web.schema import record

GROUP = "Registering"
_FORM = "application/x-www-form-urlencoded"
_ELSEWHERE = "It goes on elsewhere."
_TAKEN = {
    303: "It was taken; the page that follows.",
    400: "The request cannot be read.",
    403: "The form does not come from a page of this site, or is too old.",
    413: "The form is too large.",
    415: "It is no form.",
    422: "Something is wrong with what was typed; the page says what, beside its field.",
    429: "More often than one visitor may; the page keeps what was typed.",
}


def page_at(
    path: str,
    view: View,
    about: str,
    *,
    parameters: tuple[Parameter, ...] = (TOKEN,),
    statuses: Mapping[int, str] | None = None,
) -> Operation:
    """A page with a form."""
    return Operation(
        path=path,
        view=view,
        about=about,
        group=GROUP,
        media=(HTML.media_type,),
        parameters=parameters,
        statuses={303: _ELSEWHERE} | dict(GONE if statuses is None else statuses),
        stable=False,
    )


def form_at(
    path: str,
    view: View,
    about: str,
    *fields: str,
    parameters: tuple[Parameter, ...] = (TOKEN,),
    statuses: Mapping[int, str] | None = None,
) -> Operation:
    """What a form with these fields is sent to."""
    words = "".join(word.title() for word in path.replace("{token}", "Private").replace("/", " ").split())
    form = record(f"{words}Form", proof=STRING, **dict.fromkeys(fields, STRING))
    return Operation(
        path=path,
        view=view,
        methods=("POST",),
        about=about,
        group=GROUP,
        media=(HTML.media_type,),
        parameters=parameters,
        body={_FORM: form},
        statuses=_TAKEN | dict(GONE if statuses is None else statuses),
        stable=False,
    )
