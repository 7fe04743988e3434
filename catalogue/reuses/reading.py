"""What somebody says in a story, read: bounded, without characters that do not show, and what is amiss with it.

Forms of the site and files of operators are read alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from catalogue.checking.address import read_address
from catalogue.errors import PortalError
from catalogue.reuses.kinds import load_kinds
from catalogue.reuses.story import Content

LONGEST: Mapping[str, int] = MappingProxyType({"title": 120, "who": 120, "changed": 500, "story": 4_000})
"""Characters of each text; an address is bounded where it is read."""
MOST_DATASETS, MOST_IDENTIFIERS = 20, 10
_DEEPEST = 8  # spaces before a line, which Markdown reads as how deep it lies
_GAPS = re.compile(r"\n{3,}")
_MISSING = {
    "title": "Enter a title, such as “Fewer missed bins in Example Town”",
    "who": "Enter who did this: a person, a team or an organisation",
    "changed": "Say what decision or service changed",
}
_CALLED = {
    "title": "title",
    "who": "name",
    "changed": "sentence on what changed",
    "story": "story",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amiss:
    """One thing that is wrong: the field that it is about, and what was expected there."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a story says, as far as it could be read, and what is amiss. What it used is read apart."""

    content: Content
    amiss: tuple[Amiss, ...]


def read_said(typed: Mapping[str, str], *, allow: Collection[str] = ()) -> Read:
    """The texts of a story: those of LONGEST, and its `kind`. `allow` are hosts (or host:port) that evidence may lead
    to although they are private."""
    lines = {name: clean_line(typed.get(name, "")) for name in ("title", "who", "changed", "kind")}
    story = clean_text(typed.get("story", ""))
    address, wrong = _evidence(typed.get("evidence", ""), allow)
    content = Content(**lines, story=story, evidence=address, uses=())
    said = {"story": story, **lines}
    amiss = [*_missing(lines), *_too_long(said)]
    if lines["kind"] not in load_kinds():
        amiss.append(Amiss(field="kind", message="Choose what the data was used for"))
    if wrong:
        amiss.append(Amiss(field="evidence", message=wrong))
    order = ("title", "who", "kind", "changed", "story", "evidence")
    return Read(content=content, amiss=tuple(sorted(amiss, key=lambda one: order.index(one.field))))


def clean_line(text: str) -> str:
    """The text on one line."""
    return " ".join(_shown(text).split())


def clean_text(text: str) -> str:
    """The text with its lines and their indents, at most one empty line after another."""
    return _GAPS.sub("\n\n", "\n".join(_line(line) for line in _shown(text).splitlines())).strip()


def _shown(text: str) -> str:
    """Without what does not show: marks that turn the direction of a text, join letters, or control a screen."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return "".join(_char(char) for char in lines)


def _char(char: str) -> str:
    if char.isprintable() or char == "\n":
        return char
    return (
        ""
        if unicodedata.category(char) in ("Cf", "Cs", "Co")
        else ("\n" if char in "\r\u2028\u2029" else " ")
    )


def _line(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return " " * min(indent, _DEEPEST) + " ".join(line.split()) if line.strip() else ""


def _missing(lines: Mapping[str, str]) -> Iterator[Amiss]:
    yield from (Amiss(field=name, message=said) for name, said in _MISSING.items() if not lines[name])


def _too_long(said: Mapping[str, str]) -> Iterator[Amiss]:
    for name, most in LONGEST.items():
        if len(said[name]) > most:
            over = f"The {_CALLED[name]} has {len(said[name]):,} characters; {most:,} are the most"
            yield Amiss(field=name, message=over)


def _evidence(typed: str, allow: Collection[str]) -> tuple[str, str]:
    """The address of the evidence with the part of its page that it leads to, and what is wrong with it."""
    text = clean_line(typed)
    if not text:
        return "", ""
    try:
        address = read_address(text)
    except PortalError as error:
        return text, str(error)
    parts = urlsplit(address)
    if _is_private(parts.hostname or "") and not {parts.hostname, parts.netloc} & set(allow):
        return text, f"Nobody else can open {parts.hostname}: give an address on the public web"
    part = quote(text.partition("#")[2], safe="/%:@!$&'()*+,;=~?")
    return (f"{address}#{part}" if part else address), ""


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in ("localhost", "local", "internal")
