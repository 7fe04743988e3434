"""Pages and forms below a private link, as the description of the site has them: what each takes and may answer."""

from __future__ import annotations

from collections.abc import Mapping

from web.farewell import View
from web.forms.described import FORM, form_statuses
from web.negotiation import HTML
from web.operations import STRING, Operation, Parameter
from web.registering.private import GONE, TOKEN
from web.schema import record

GROUP = "Registering"
_ELSEWHERE = "It goes on elsewhere."


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
        body={FORM: form},
        statuses=form_statuses(GONE if statuses is None else statuses),
        stable=False,
    )
