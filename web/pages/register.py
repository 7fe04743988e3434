"""The page where the address of a portal is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.forms.page import FormPage


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage(FormPage):
    """One field, and what will happen."""

    template: ClassVar[str] = "register.html"
