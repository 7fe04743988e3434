"""Pages of forms and what their forms are sent to, as the description of the site has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from web.farewell import View
from web.forms.described import FORM, form_statuses
from web.negotiation import HTML
from web.operations import STRING, Operation, Parameter
from web.schema import record

_ELSEWHERE = {303: "It goes on elsewhere."}


def page_with_form(
    path: str,
    view: View,
    about: str,
    *,
    group: str,
    parameters: tuple[Parameter, ...] = (),
    statuses: Mapping[int, str] | None = None,
) -> Operation:
    """A page with a form, which is for one person and promised to no program."""
    return Operation(
        path=path,
        view=view,
        about=about,
        group=group,
        media=(HTML.media_type,),
        parameters=parameters,
        statuses=_ELSEWHERE | dict(statuses or {}),
        stable=False,
    )


def form_taken(
    path: str,
    view: View,
    about: str,
    *fields: str,
    group: str,
    parameters: tuple[Parameter, ...] = (),
    statuses: Mapping[int, str] | None = None,
) -> Operation:
    """What a form with these fields is sent to."""
    words = "".join(word.title() for word in re.findall(r"[a-z]+", path))
    form = record(f"{words}Form", proof=STRING, **dict.fromkeys(fields, STRING))
    return Operation(
        path=path,
        view=view,
        methods=("POST",),
        about=about,
        group=group,
        media=(HTML.media_type,),
        parameters=parameters,
        body={FORM: form},
        statuses=form_statuses(statuses),
        stable=False,
    )
