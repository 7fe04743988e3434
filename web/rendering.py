"""From a page to HTML: one template a page, undefined names raise, everything from outside is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web import wording
from web.addresses import Addresses
from web.pages.page import Page
from web.prose import prose, told_prose

_FOLDER = Path(__file__).parent / "templates"


def make_templates(links: Addresses, base: str = "") -> Environment:
    """The templates with the few words they may use: `links`, the public `base`, and the filters of web.wording."""
    templates = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals.update(links=links, base=base)
    templates.filters.update(
        date=wording.say_date,
        instant=wording.say_instant,
        machine=wording.machine_date,
        size=wording.say_size,
        count=wording.say_count,
        capitalize_first=wording.begin_large,
        lang=wording.html_lang,
        language=wording.say_language,
        prose=prose,
        told_prose=told_prose,
    )
    return templates


def render(page: Page, templates: Environment) -> bytes:
    """The page as HTML. Half a surrogate pair, which is no character, becomes a question mark."""
    return templates.get_template(page.template).render(page=page).encode(errors="replace")
