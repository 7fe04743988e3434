"""WAF: a folder on the web that holds metadata, one record a file, as a web server lists it.

| asked | record | key | fields |
|---|---|---|---|
| the address, and each folder below it, ten deep at most | – | – | – |
| each `.xml` file of a listing | what it holds | its identifier, else its path | `drafting/metadata_document.py` |

Nothing above or beside the address is asked for. A folder that cannot be listed makes the run PARTIAL; a file that is
broken is a record that says so, under its own name.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.http import Response

from catalogue.clock import shifted
from harvester.drafting.iso_record import normal_identifier
from harvester.drafting.metadata_document import MEDIA_TYPE, draft_document, records_in
from harvester.formats.folder_listing import Listed, folder_of, read_listing
from harvester.formats.native import refuse_web_page
from harvester.formats.xml import read_xml, to_utf8
from harvester.record import Draft, Page, PageUnreadable, Record
from harvester.spider import PortalSpider

_DEEPEST = 10
_KEPT = 1_000_000  # bytes of a broken file
_IDENTIFIER = re.compile(rb"fileIdentifier[^<>]{0,200}>\s*<[^<>]{1,200}>\s*([^<>]{1,300}?)\s*<")
_APART = timedelta(days=1)
"""A listing gives the server's local time, which may be fourteen hours from ours."""


class WafSpider(PortalSpider):
    """Folders of metadata on a web server."""

    kind: ClassVar[str] = "waf"
    title: ClassVar[str] = "Web-accessible folder"

    def begin(self) -> tuple[Request, ...]:
        """The folder's listing."""
        return self._open("")

    def begin_since(self, since: str) -> tuple[Request, ...]:
        """The listings again, and of the files those that they do not give an earlier date."""
        return self._open(since)

    def folder(self, response: Response, *, depth: int = 0, below: str = "", since: str = "") -> Page:
        """A listing: its files, then its folders.

        Everything must lie `below` the first of them, as it was answered: servers correct addresses (http to https,
        `/waf` to `/waf/`).
        """
        home = below or folder_of(response.url)
        listed = read_listing(response.body, url=response.url, below=home)
        files = [one for one in listed if one.is_xml and not _is_older(one, since)]
        folders = [one for one in listed if one.is_folder]
        if folders and depth >= _DEEPEST:
            raise PageUnreadable(f"its folders lie more than {_DEEPEST} deep; no further one is asked for")
        return Page(
            follow=(
                *(self._file(one.url, home) for one in files),
                *(
                    self.ask(one.url, self.folder, depth=depth + 1, below=home, since=since)
                    for one in folders
                ),
            )
        )

    def file(self, response: Response, *, path: str) -> Page:
        """A file and what it holds."""
        root = read_xml(response.body, expected="a record in XML")
        records, findings = records_in(root, source=response.url, key=path)
        return Page(records=records, findings=findings)

    def broken(self, response: Response, *, path: str) -> Page:
        """A file that was no XML twice: a record whose draft says so, so that what is held of it stays.

        A web page in its place is not the file, and counts as a page that failed.
        """
        try:
            return self.file(response, path=path)
        except PageUnreadable:
            refuse_web_page(to_utf8(response.body), expected="a record in XML")
        named = _IDENTIFIER.search(response.body)
        key = normal_identifier(named.group(1).decode("utf-8", "replace")) if named else path
        body = response.body[:_KEPT] or b" "
        return Page(records=(Record(key=key, body=body, media_type=MEDIA_TYPE, source=response.url),))

    def draft(self, record: Record) -> Draft:
        """A record by the standard that it is written in."""
        return draft_document(record)

    def _open(self, since: str) -> tuple[Request, ...]:
        earliest = shifted(since, -_APART)[:16] if since else ""
        return (self.ask(self._address(), self.folder, since=earliest),)

    def _file(self, url: str, home: str) -> Request:
        path = unquote(url.removeprefix(home))
        otherwise = (self.ask(url, self.broken, path=path),)
        return self.ask(url, self.file, otherwise=otherwise, path=path)

    def _address(self) -> str:
        """The folder's address; one without a slash at its end would make its files its neighbours."""
        address = self.portal.address.partition("#")[0]
        name = urlsplit(address).path.rpartition("/")[2]
        return address if "." in name or "?" in address else address.rstrip("/") + "/"


def _is_older(listed: Listed, since: str) -> bool:
    """Whether a file's date is before an instant; one without a date may have changed."""
    return bool(since and listed.changed and listed.changed < since)
