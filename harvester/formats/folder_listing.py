"""A folder on the web as its server lists it: Apache, nginx, IIS, lighttpd, Caddy, and pages made by hand.

Each writes its own HTML, and all of them write links, most with the day of the last change before or behind: in the
same line of a `<pre>`, or in the same row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from harvester.formats.elements import text_of
from harvester.formats.xml import Element, to_utf8
from harvester.record import PageUnreadable

_TITLE = re.compile(
    r"^\s*(?:index of|directory (?:listing|of)|listing of|\S+ - /|files in)|/\s*$", re.IGNORECASE
)
_PARENT = re.compile(r"parent directory|^\.\./?$|^\[?up\]?$|^to parent", re.IGNORECASE)
_DATES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?!\d)"), ("%Y-%m-%d %H:%M",)),
    (re.compile(r"\d{1,2}-[A-Za-z]{3}-\d{4} \d\d:\d\d"), ("%d-%b-%Y %H:%M",)),
    (re.compile(r"\d{4}-[A-Za-z]{3}-\d\d \d\d:\d\d"), ("%Y-%b-%d %H:%M",)),
    (re.compile(r"[A-Z][a-z]+day, [A-Z][a-z]+ \d{1,2}, \d{4}\s+\d{1,2}:\d\d [AP]M"), ("%A, %B %d, %Y %I:%M %p",)),
    (re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}\s+\d{1,2}:\d\d [AP]M"), ("%B %d, %Y %I:%M %p",)),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}\s+\d{1,2}:\d\d [AP]M"), ("%m/%d/%Y %I:%M %p",)),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}\s+\d{1,2}:\d\d(?! ?[AP]M)"), ("%d/%m/%Y %H:%M",)),
    (re.compile(r"\d{4}-\d\d-\d\d"), ("%Y-%m-%d",)),
)  # fmt: skip
_MOST = 100_000


_OPENED, _CLOSED = (
    re.compile(rb"<(?:html|body)\b", re.IGNORECASE),
    re.compile(rb"</(?:html|body)\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One link of a listing. `changed` is its date as `2026-11-22T10:00`, by the server's own clock, or ""."""

    url: str
    changed: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether it leads to another listing."""
        return urlsplit(self.url).path.endswith("/")

    @property
    def is_xml(self) -> bool:
        """Whether it is a file that may hold metadata."""
        return urlsplit(self.url).path.lower().endswith(".xml")


def read_listing(body: bytes, *, url: str, below: str) -> tuple[Listed, ...]:
    """The files and folders that a listing at `url` links directly, each once, none that lies outside of `below`.

    Raises PageUnreadable where it is no listing: nothing in it says so, and it links no XML; and where it ends early.
    """
    if _OPENED.search(body) and not _CLOSED.search(body):
        raise PageUnreadable("the listing of a folder ends before its end")
    root = _parse(body)
    here = folder_of(url)
    found: dict[str, Listed] = {}
    is_listing = _says_so(root)
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        is_listing = is_listing or bool(_PARENT.search((link.text or "").strip()) or href in ("..", "../"))
        address = urljoin(here, href).partition("#")[0]
        if _may_be_followed(href, address, here, below) and len(found) < _MOST:
            found.setdefault(address, Listed(url=address, changed=_date_beside(link)))
    if not is_listing and not any(one.is_xml for one in found.values()):
        title = " ".join((root.findtext(".//title") or "").split())[:200] or "none"
        raise PageUnreadable(f"expected the listing of a folder, got a web page without one (title: {title})")
    return tuple(found.values())


def read_listed_date(text: str) -> str:
    """A date as one of the servers writes it, as `2026-11-22T10:00`; "" where there is none.

    IIS writes the month first wherever it says AM or PM.
    """
    for pattern, forms in _DATES:
        if found := pattern.search(text):
            said = found.group()
            return _moment(" ".join((said.replace("T", " ") if said[0].isdecimal() else said).split()), forms)
    return ""


def _moment(said: str, forms: Iterable[str]) -> str:
    for form in forms:
        try:
            return datetime.strptime(said, form).strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ007 (the server's own clock)
        except ValueError:
            continue
    return ""


def _parse(body: bytes) -> html.HtmlElement:
    if not body.strip():
        raise PageUnreadable("expected the listing of a folder, got an empty answer")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
    try:
        return html.document_fromstring(to_utf8(body), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise PageUnreadable(
            f"expected the listing of a folder, got text that is not HTML ({error})"
        ) from error


def _says_so(root: Element) -> bool:
    heads = (text for name in ("title", "h1") for one in root.iter(name) if (text := text_of(one)))
    return any(_TITLE.search(head) for head in heads)


def _may_be_followed(href: str, address: str, here: str, below: str) -> bool:
    """A link to a file or folder of this folder, and to nothing above, aside or elsewhere."""
    if not href or href.startswith(("?", "#", "mailto:", "javascript:")) or "?" in href:
        return False
    path = urlsplit(address).path
    inside = address.startswith(here) and address != here and address.startswith(below)
    name = path.rstrip("/").rpartition("/")[2]
    steps = unquote(unquote(path)).split("/")
    return inside and ".." not in steps and not name.startswith("_") and "\\" not in unquote(path)


def folder_of(url: str) -> str:
    """The folder that a listing is of: the address up to its last slash."""
    bare = url.partition("?")[0].partition("#")[0]
    return bare[: bare.rfind("/") + 1] if urlsplit(bare).path.rstrip("/") else bare.rstrip("/") + "/"


def _date_beside(link: Element) -> str:
    """The date in the link's row of a table, else behind it up to the next link, else before it in its line."""
    row = next((one for one in link.iterancestors() if one.tag in ("tr", "li")), None)
    if row is not None:
        times = [one.get("datetime") or "" for one in row.iter("time")]
        return next((date for text in (*times, text_of(row)) if (date := read_listed_date(text))), "")
    return read_listed_date(link.tail or "") or read_listed_date(_before(link))


def _before(link: Element) -> str:
    """The text of a link's line before it; in the line of an earlier link the text is that one's."""
    earlier, parent = link.getprevious(), link.getparent()
    text = (earlier.tail if earlier is not None else parent.text if parent is not None else "") or ""
    alone = earlier is None or earlier.tag != "a" or "\n" in text
    return text.rpartition("\n")[2] if alone else ""
