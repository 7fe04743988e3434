"""From a body to a response: its form, its other forms, its ETag, and 304 where the client has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response

from web.negotiation import HTML, TURTLE, Form, choose, split_suffix
from web.pages.page import Alternate
from web.problems import ProblemRaised, none_accepted, not_found
from web.site import site_of

Writer = Callable[[], bytes]
Missing = Callable[[str], ProblemRaised]
"""Makes a 404 of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The form that a request asked for, the name it asked about, and where all its forms are.

    `canonical` is the whole address of what it is about, in no form.
    """

    name: str
    form: Form
    alternates: tuple[Alternate, ...]
    canonical: str = ""

    def missing(self, what: str) -> ProblemRaised:
        """Nothing has this name; where its end might have been meant to choose a form, those that there are."""
        suffixes = [suffix for one in self.alternates if (suffix := one.suffix)]
        if "." not in self.name or not suffixes:
            return not_found(what)
        ending = self.name.rpartition(".")[2][:20]
        hint = f"An address may end with {', '.join(suffixes)}; “.{ending}” is none of these."
        return not_found(f"{what} {hint}", suffixes=suffixes)


def negotiate(
    request: Request,
    forms: Sequence[Form],
    address: Callable[[str, str], str],
    *,
    name: str = "",
    exact: bool = False,
) -> Choice:
    """Chooses the form; `address(name, suffix)` is where each lives, `exact` says that the name has no suffix.

    Raises a 406 that lists what there is. A suffix wins over the Accept header.
    """
    plain, form = (name, None) if exact else split_suffix(name, forms)
    form = form or _page_named(request, forms, exact) or choose(request.headers.get("accept", ""), forms)
    alternates = tuple(
        Alternate(
            label=each.label,
            media_type=each.media_type,
            address=address(plain, each.suffix),
            suffix=each.ending,
        )
        for each in forms
    )
    if form is None:
        raise none_accepted(alternates)
    canonical = site_of(request).iris.base + address(plain, "")
    return Choice(name=plain, form=form, alternates=alternates, canonical=canonical)


def _page_named(request: Request, forms: Sequence[Form], exact: bool) -> Form | None:
    """The page where the address ends with its ending, which views without other forms do not read themselves."""
    return HTML if HTML in forms and not exact and request.url.path.endswith(HTML.ending) else None


def answer(
    request: Request,
    choice: Choice,
    writers: Mapping[str, Writer],
    *,
    status: int = 200,
    kind: str = "",
    etag: str = "",
) -> Response:
    """Writes the chosen form and sends it, or 304 if the client already has the same; `kind` is the thing's class.

    `etag` is a validator that was known before; without one it is a digest of the body.
    """
    body = writers[choice.form.name]()
    headers = {"Vary": "Accept", "Link": _link_header(choice, kind)}
    if status == 200:
        headers |= {"ETag": etag or etag_of(body), "Cache-Control": "no-cache"}
        if is_fresh(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
    return Response(body, status_code=status, headers=headers, media_type=choice.form.content_type)


def followed_by(response: Response, address: str | None) -> Response:
    """The response of a page of a list, which says where the next is (RFC 8288); the same where there is none."""
    if address:
        response.headers["Link"] = f'<{address}>; rel="next", {response.headers["Link"]}'
    return response


def not_modified(choice: Choice, etag: str) -> Response:
    """Says that what the client has is still right, without making it again."""
    headers = {"Vary": "Accept", "Link": _link_header(choice, ""), "ETag": etag, "Cache-Control": "no-cache"}
    return Response(status_code=304, headers=headers)


def answer_kept(request: Request, body: bytes, media_type: str, *, seconds: int) -> Response:
    """Sends what has one form only, to be kept for some seconds, or 304 if the client already has it."""
    headers = {"ETag": etag_of(body), "Cache-Control": f"public, max-age={seconds}"}
    if is_fresh(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def etag_of(*parts: bytes) -> str:
    """A weak validator of some bytes; weak, because compression changes what is sent and not what it says."""
    return f'W/"{hashlib.sha256(bytes(1).join(parts)).hexdigest()[:24]}"'


def is_fresh(request: Request, etag: str) -> bool:
    """Whether If-None-Match names the validator (RFC 9110, 13.1.2: weak comparison)."""
    known = request.headers.get("if-none-match", "")
    named = {part.strip().removeprefix("W/") for part in known.split(",")}
    return "*" in named or etag.removeprefix("W/") in named


def to_json(value: object) -> bytes:
    """JSON for people as well: indented, keys in the order given."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _link_header(choice: Choice, kind: str) -> str:
    """Where the thing itself is, where its other forms and its description are, and what it is (RFC 8288, RFC 6903)."""
    others = (each for each in choice.alternates if each.media_type != choice.form.media_type)
    found = [(choice.canonical, "canonical", "")]
    found += [(each.address, "alternate", each.media_type) for each in others]
    if choice.form is HTML:
        described = (each for each in choice.alternates if each.media_type == TURTLE.media_type)
        found += [(each.address, "describedby", each.media_type) for each in described]
    found += [(kind, "type", "")] if kind else []
    return ", ".join(
        f'<{address}>; rel="{relation}"' + (f'; type="{media_type}"' if media_type else "")
        for address, relation, media_type in found
    )
