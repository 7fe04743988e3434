"""The page of whoever is signed in: who they are here, what they manage, what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.sessions import Session
from catalogue.ledger.told import ToldOf
from catalogue.registering.asked import Registration
from web.forms.page import FormPage
from web.people.visitor import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """A portal that somebody may manage, and how it is that they may."""

    slug: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccountPage(FormPage):
    """`mutes_all` says that they want to be told of none."""

    template: ClassVar[str] = "own_account.html"
    visitor: Visitor
    managed: tuple[Managed, ...] = ()
    waiting: tuple[Registration, ...] = ()
    told: tuple[ToldOf, ...] = ()
    mutes_all: bool = False
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPage(FormPage):
    """What is deleted, what stays, and the button."""

    template: ClassVar[str] = "forget_me.html"
    visitor: Visitor
