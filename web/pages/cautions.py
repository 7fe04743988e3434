"""The page on which those who manage a portal say what is to be made of cautions about its datasets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.ledger.cautions import Cautioned
from catalogue.ledger.status import PortalStatus
from web.forms.page import FormPage
from web.pages.page import Paging

DONE = {
    "kept": "It was written down that nobody can be singled out. The dataset's page says so.",
    "mended": "It was written down that the data was taken down or changed. The dataset's page says so.",
    "open": "It waits to be looked at again.",
    "nothing": "It was so already: nothing was changed.",
}
"""What is said after a decision, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CautionsPage(FormPage):
    """The datasets of a portal that call for caution: those of which nothing was said yet, or (`decided`) the
    others."""

    template: ClassVar[str] = "cautions.html"
    portal: PortalStatus
    email: str
    decided: bool
    waiting: int
    answered: int
    rows: tuple[Cautioned, ...]
    paging: Paging
    done: str = ""
