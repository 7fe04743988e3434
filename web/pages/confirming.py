"""The pages between a report and its registration: whose portal it is, whom to write to, and the answers once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.checking.report import Publisher
from web.forms.page import FormPage
from web.registering.answers import Answers
from web.registering.organisations import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage(FormPage):
    """Whose portal it is. `text` is what was searched for; `publishers` are those met, where there were several."""

    template: ClassVar[str] = "register_organisation.html"
    token: str
    name: str
    text: str
    choices: tuple[Choice, ...]
    publishers: tuple[Publisher, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage(FormPage):
    """What the portal is called, and whom to write to."""

    template: ClassVar[str] = "register_contact.html"
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage(FormPage):
    """Everything that will be sent; `about` is what is known of the organisation, `at_once` whether the proof of the
    contact will be enough."""

    template: ClassVar[str] = "register_answers.html"
    answers: Answers
    address: str
    software: str
    about: str
    at_once: bool
