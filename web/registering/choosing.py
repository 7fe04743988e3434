"""The organisation as a form says it: one of the list, or a name."""

from __future__ import annotations

from dataclasses import dataclass

from vocab.bodies import Bodies
from web.forms.page import Wrong
from web.forms.posted import Posted
from web.registering.organisations import Choice

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The code of a body that we know, or "", and the name of the organisation; or what is wrong."""

    body: str = ""
    organisation: str = ""
    wrong: tuple[Wrong, ...] = ()


def read_chosen(posted: Posted, bodies: Bodies) -> Chosen:
    """Whose portal a form says it is."""
    code, name = posted.text("body"), posted.text("organisation")
    if code == OTHER and name:
        return Chosen(organisation=name)
    if code == OTHER:
        return Chosen(wrong=(Wrong(field="organisation", message="Enter the name of the organisation"),))
    body = bodies.find(code) if code else None
    if body is None:
        message = "Choose the organisation whose portal it is, or “None of these”"
        return Chosen(wrong=(Wrong(field="body", message=message),))
    return Chosen(body=body.code, organisation=body.label())


def chosen_before(body: str, organisation: str) -> dict[str, str]:
    """The fields of the form as they were answered."""
    if body or not organisation:
        return {"body": body, "organisation": ""}
    return {"body": OTHER, "organisation": organisation}


def with_chosen(choices: tuple[Choice, ...], code: str, bodies: Bodies) -> tuple[Choice, ...]:
    """The choices with what was chosen before, so that it can be kept."""
    body = bodies.find(code) if code and code != OTHER else None
    if body is None or any(one.code == code for one in choices):
        return choices
    return (Choice(code=body.code, name=body.label(), about=body.code, why="chosen before"), *choices)
