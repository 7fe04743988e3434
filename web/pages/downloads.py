"""The ways to get a dataset's data: one box a distribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.document import first_text
from catalogue.model import Distribution
from catalogue.text.markdown import without_markdown
from web.pages.facts import Fact, FactReader, Value, link_value
from web.wording import say_size

_SHOWN = ["title", "description", "access_url", "download_url", "access_service", "format", "byte_size"]
_FILE, _PAGE, _SERVICE = "Download", "Open", "Use the service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One address; `action` is what following it does."""

    action: str
    link: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One distribution. `anchor` is its name within the page, percent-encoded as addresses have it; `note` says how the
    format was published, `define` is the block that says what it is."""

    anchor: str
    title: str
    lang: str
    description: str
    format: str
    note: str
    define: str
    size: str
    ways: tuple[Way, ...]
    facts: tuple[Fact, ...]


def make_download(distribution: Distribution, reader: FactReader, dataset: str = "") -> Download:
    """A distribution of a dataset as its box."""
    value = reader.term(distribution.format) if distribution.format else Value(text="")
    form, title = value.text, first_text(distribution.title)
    return Download(
        anchor=_anchor(distribution, reader, dataset),
        title=title or form or "Data",
        lang=next((text.lang for text in distribution.title if text.value == title), ""),
        description=without_markdown(first_text(distribution.description)),
        format=form,
        note=value.note,
        define=value.define,
        size=say_size(distribution.byte_size.value) if distribution.byte_size else "",
        ways=tuple(_ways(distribution)),
        facts=reader.facts(distribution, skip=_SHOWN),
    )


def _anchor(distribution: Distribution, reader: FactReader, dataset: str) -> str:
    """What the address of a distribution has for its fragment; "" for one without a name."""
    if not distribution.key:
        return ""
    return reader.links.distribution(dataset, distribution.key).partition("#")[2]


def _ways(distribution: Distribution) -> Iterator[Way]:
    """Each address once, files before pages before services."""
    services = [url for service in distribution.access_service for url in service.endpoint_url]
    stated = (
        [(url, _FILE) for url in distribution.download_url]
        + [(url, _PAGE) for url in distribution.access_url]
        + [(url, _SERVICE) for url in services]
    )
    seen: dict[str, str] = {}
    for url, action in stated:
        seen.setdefault(url, action)
    for url, action in seen.items():
        yield Way(action=action, link=link_value(url))
