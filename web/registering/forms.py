"""Pages and forms below a private link, as the description of the site has them."""

from __future__ import annotations

from collections.abc import Mapping

from web.farewell import View
from web.forms.operations import form_taken, page_with_form
from web.operations import Operation, Parameter
from web.registering.private import GONE, TOKEN

GROUP = "Registering"


def page_at(
    path: str,
    view: View,
    about: str,
    *,
    parameters: tuple[Parameter, ...] = (TOKEN,),
    statuses: Mapping[int, str] | None = None,
) -> Operation:
    """A page with a form; below a private link, which may have ended, where nothing else is said."""
    told = GONE if statuses is None else statuses
    return page_with_form(path, view, about, group=GROUP, parameters=parameters, statuses=told)


def form_at(
    path: str,
    view: View,
    about: str,
    *fields: str,
    parameters: tuple[Parameter, ...] = (TOKEN,),
    statuses: Mapping[int, str] | None = None,
) -> Operation:
    """What such a form is sent to."""
    told = GONE if statuses is None else statuses
    return form_taken(path, view, about, *fields, group=GROUP, parameters=parameters, statuses=told)
