"""The pages by which people sign in: for asking for a link, for looking in one's mail, for using the link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.forms.page import FormPage
from web.pages.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(FormPage):
    """One field; `next` is the page of ours that somebody came from, "" for none. `provider` is what an
    OpenID Connect provider is called, "" where none is set."""

    template: ClassVar[str] = "sign_in.html"
    next: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookInMailPage(Page):
    """The same for every address."""

    template: ClassVar[str] = "sign_in_sent.html"
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLinkPage(FormPage):
    """A button, so that a program that looks into mails does not use the link up."""

    template: ClassVar[str] = "sign_in_link.html"
    email: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPage(Page):
    """Waits for the provider; once it is known where to, `leads_to` says so."""

    template: ClassVar[str] = "sign_in_provider.html"
    leads_to: str
