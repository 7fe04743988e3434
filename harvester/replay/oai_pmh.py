"""Replays an OAI-PMH repository: all that a harvester of records asks for, with tokens, sets, dates and deleted records.

A record is `{"identifier", "datestamp", "sets": [], "deleted": true, "dc": {element: [text]}, "xml": {prefix: text}}`. `options`:
`page_size` (10), `formats` (namespace by prefix, beside oai_dc), `granularity`. Of recorded pages, what was not recorded of
Identify and ListMetadataFormats is computed.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.replay.answering import Json, Replay, distinct, portal_url, to_url, typed
from harvester.replay.recording import Recording

_PATH = "/oai"
_OURS = frozenset(("verb", "metadataPrefix", "set", "from", "until", "resumptionToken", "identifier"))
_OAI = "http://www.openarchives.org/OAI/2.0/"
_DC = f"{_OAI}oai_dc/"
_PURL = "http://purl.org/dc/elements/1.1/"


def build(recording: Recording) -> Replay:
    """The repository's one address; of recorded pages, the path of the first."""
    path = recording.pages[0].path if recording.pages else _PATH
    chosen = [one for page in recording.pages[:1] for one in sorted(page.parameters) if one[0] not in _OURS]
    entry = f"{path}?{urlencode(chosen)}" if chosen else path  # such as pycsw's mode=oaipmh
    return Replay(kind="oai_pmh", entry=to_url(entry), routes=(Route(path, _Repository(recording).answer),))


class _Refused(Exception):
    def __init__(self, code: str, told: str = "") -> None:
        super().__init__(told)
        self.code = code


class _Repository:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    @cached_property
    def _records(self) -> list[Json]:
        return [orjson.loads(line) for line in self._recording.records]

    @cached_property
    def _formats(self) -> dict[str, str]:
        recorded = (parse_qs(urlsplit(page.address).query) for page in self._recording.pages)
        named = (prefix for told in recorded for prefix in told.get("metadataPrefix", ()))
        return (
            {"oai_dc": _DC, **self._recording.options.get("formats", {})}
            if self._records
            else dict.fromkeys(named, "")
        )

    async def answer(self, request: Request) -> Response:
        """An answer to any verb; an error stands in a 200."""
        told = request.query_params
        verbs = {
            "Identify": self._identify,
            "ListMetadataFormats": self._list_formats,
            "ListSets": self._list_sets,
            "ListRecords": self._list_records,
            "ListIdentifiers": self._list_records,
            "GetRecord": self._get_record,
        }
        verb = told.get("verb", "")
        try:
            if verb not in verbs:
                raise _Refused("badVerb", f"{verb} is no verb")
            inner = f"<{verb}>{verbs[verb](told, portal_url(request))}</{verb}>"
        except _Refused as refused:
            inner = f'<error code="{refused.code}">{escape(str(refused))}</error>'
        return typed(_envelope(inner, str(request.url)).encode(), "text/xml; charset=UTF-8")

    def _identify(self, _: QueryParams, address: str) -> str:
        name, options = escape(self._recording.title), self._recording.options
        exact = options.get("granularity", "YYYY-MM-DD")
        return (
            f"<repositoryName>{name}</repositoryName><baseURL>{escape(address)}{_PATH}</baseURL>"
            "<protocolVersion>2.0</protocolVersion><adminEmail>records@archive.example</adminEmail>"
            f"<earliestDatestamp>2001-01-01</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
            f"<granularity>{exact}</granularity>"
        )

    def _list_formats(self, _: QueryParams, __: str) -> str:
        return "".join(
            f"<metadataFormat><metadataPrefix>{prefix}</metadataPrefix><schema>{namespace}.xsd</schema>"
            f"<metadataNamespace>{namespace}</metadataNamespace></metadataFormat>"
            for prefix, namespace in self._formats.items()
        )

    def _list_sets(self, _: QueryParams, __: str) -> str:
        sets = distinct(name for one in self._records for name in one.get("sets", ()))
        return "".join(f"<set><setSpec>{name}</setSpec><setName>{name}</setName></set>" for name in sets)

    def _get_record(self, told: QueryParams, _: str) -> str:
        prefix, identifier = told.get("metadataPrefix", ""), told.get("identifier")
        found = [one for one in self._records if one["identifier"] == identifier]
        if not found:
            raise _Refused("idDoesNotExist")
        return _record(found[0], prefix)

    def _list_records(self, told: QueryParams, _: str) -> str:
        """A part of a list; a token holds all that was asked for, and where to go on."""
        token = told.get("resumptionToken")
        if token and len(told) > 2:
            raise _Refused("badArgument", "resumptionToken is exclusive")
        prefix, chosen, since, until, start = _cut(token) if token else (*_asked(told), 0)
        if prefix not in self._formats:
            raise _Refused("cannotDisseminateFormat", f"no format {prefix}")
        found = [one for one in self._records if _matches(one, chosen, since, until) and _has(one, prefix)]
        if not found:
            raise _Refused("noRecordsMatch")
        size = int(self._recording.options.get("page_size", 10))
        shown = [
            _record(one, prefix, headers=told["verb"] != "ListRecords") for one in found[start : start + size]
        ]
        return "".join(shown) + _token((prefix, chosen, since, until), start, size, len(found))


def _asked(told: QueryParams) -> tuple[str, str, str, str]:
    prefix = told.get("metadataPrefix", "")
    if not prefix:
        raise _Refused("badArgument", "metadataPrefix is required")
    return prefix, told.get("set", ""), told.get("from", ""), told.get("until", "")


def _cut(token: str) -> tuple[str, str, str, str, int]:
    parts = token.split("|")
    if len(parts) != 5 or not parts[4].isdigit():
        raise _Refused("badResumptionToken", "the token has expired")
    prefix, chosen, since, until, start = parts
    return prefix, chosen, since, until, int(start)


def _token(asked: tuple[str, ...], start: int, size: int, total: int) -> str:
    """What ends a part; a list of one part has none, the last of several an empty one."""
    if start == 0 and size >= total:
        return ""
    value = "" if start + size >= total else "|".join((*asked, str(start + size)))
    return f'<resumptionToken completeListSize="{total}" cursor="{start}">{value}</resumptionToken>'


def _matches(one: Json, chosen: str, since: str, until: str) -> bool:
    day = one["datestamp"]
    in_set = not chosen or chosen in one.get("sets", ())
    return in_set and day[: len(since)] >= since and (not until or day[: len(until)] <= until)


def _has(one: Json, prefix: str) -> bool:
    return prefix == "oai_dc" or one.get("deleted", False) or prefix in one.get("xml", {})


def _record(one: Json, prefix: str, *, headers: bool = False) -> str:
    sets = "".join(f"<setSpec>{name}</setSpec>" for name in one.get("sets", ()))
    status = ' status="deleted"' if one.get("deleted") else ""
    header = (
        f"<header{status}><identifier>{escape(one['identifier'])}</identifier>"
        f"<datestamp>{one['datestamp']}</datestamp>{sets}</header>"
    )
    if headers:
        return header
    metadata = "" if one.get("deleted") else f"<metadata>{_metadata(one, prefix)}</metadata>"
    return f"<record>{header}{metadata}</record>"


def _metadata(one: Json, prefix: str) -> str:
    if prefix != "oai_dc":
        return str(one["xml"][prefix])
    elements = "".join(_elements(one.get("dc", {})))
    return f'<oai_dc:dc xmlns:oai_dc="{_DC}" xmlns:dc="{_PURL}">{elements}</oai_dc:dc>'


def _elements(said: Mapping[str, Any]) -> list[str]:
    return [
        f"<dc:{name.partition('@')[0]}{_lang(name)}>{escape(value)}</dc:{name.partition('@')[0]}>"
        for name, values in said.items()
        for value in values
    ]


def _lang(name: str) -> str:
    tag = name.partition("@")[2]
    return f' xml:lang="{tag}"' if tag else ""


def _envelope(inner: str, url: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{_OAI}">'
        "<responseDate>2025-11-03T09:00:00Z</responseDate>"
        f"<request>{escape(url)}</request>{inner}</OAI-PMH>"
    )
