"""Cuts a SPARQL query into tokens exactly as the engine would: linear, without recursion, without a grammar.

A cut that differs from the engine's is a hole: what we take for a string or a comment would run there as
code. So each pattern follows the terminals of https://www.w3.org/TR/sparql11-query/#sparqlGrammar as the
engine reads them (possessively, as its parser does), and what fits no pattern is refused, never skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import NamedTuple

from catalogue.errors import QueryInvalid, QueryRefused

MAX_DEPTH = 100
_PREFIX_LENGTH = 100


class Kind(Enum):
    """What a token is; a WORD is a keyword or the name of a function, since nothing else stands bare."""

    BLANK = "blank"
    STRING = "string"
    IRI = "iri"
    VARIABLE = "variable"
    NAME = "name"
    NUMBER = "number"
    TAG = "tag"
    WORD = "word"
    SIGN = "sign"


class Token(NamedTuple):
    """One token; `inside` is the innermost bracket open before it, or an empty text."""

    kind: Kind
    text: str
    start: int
    inside: str


_BASE = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_LETTER = rf"{_BASE}_"
_INNER = rf"{_LETTER}0-9\u00B7\u0300-\u036F\u203F-\u2040"
_CHARS = rf"{_INNER}\-"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = (
    rf"(?:[{_LETTER}:0-9]|{_ESCAPED})(?:[{_CHARS}:]|{_ESCAPED})*+"
    # The engine takes one run of dots in a local name and reads a second one as the end of the statement.
    rf"(?:\.++(?:[{_CHARS}:]|{_ESCAPED})++)?+"
)
_CODEPOINT = (
    r"\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}"
    r"|\\U0000(?![dD][89a-fA-F])[0-9A-Fa-f]{4}|\\U00(?:0[1-9a-fA-F]|10)[0-9A-Fa-f]{4}"
)
_ECHAR = rf"\\[tbnrf\"'\\]|{_CODEPOINT}"

_TOKEN = (
    rf"(?P<blank>[ \t\r\n]++|\#[^\r\n]*+)"
    rf"|(?P<string>'''(?:'{{0,2}}(?:[^'\\]|{_ECHAR}))*+'''"
    rf'|"""(?:"{{0,2}}(?:[^"\\]|{_ECHAR}))*+"""'
    rf"|(?!''')'(?:[^'\\\r\n]|{_ECHAR})*+'"
    rf'|(?!""")"(?:[^"\\\r\n]|{_ECHAR})*+")'
    rf'|(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODEPOINT})*+>)'
    rf"|(?P<variable>[?$][{_LETTER}0-9][{_INNER}]*+)"
    rf"|(?P<name>_:[{_LETTER}0-9][{_CHARS}]*+(?:\.++[{_CHARS}]++)*+"
    # Looked for only near its colon, or "a.a.a.…" would take squared time; a longer prefix is cut into words.
    rf"|(?:(?=[^:]{{1,{_PREFIX_LENGTH}}}:)[{_BASE}][{_CHARS}]*+(?:\.++[{_CHARS}]++)*+)?+:(?:{_LOCAL})?+)"
    rf"|(?P<number>(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)"
    rf"|(?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)"
    rf"|(?P<word>[{_LETTER}][{_INNER}]*+)"
    r"|(?P<sign>[{}\[\]().;,*/|^!=<>+\-&?~])"
)

_KINDS = {kind.value: kind for kind in Kind}
_OPENING = frozenset("{[(")
_CLOSING = frozenset("}])")


def tokens(text: str) -> Iterator[Token]:
    """Every token that means something, in order; blanks and comments are left out.

    Raises QueryInvalid where no token fits, QueryRefused for brackets more than MAX_DEPTH deep.
    """
    match = _pattern().match
    open_brackets: list[str] = []
    at = 0
    while at < len(text):
        found = match(text, at)
        if found is None:
            raise _unreadable(text, at)
        kind = _KINDS[found.lastgroup or ""]
        if kind is not Kind.BLANK:
            yield Token(kind, found.group(), at, open_brackets[-1] if open_brackets else "")
        if kind is Kind.SIGN:
            _follow(open_brackets, text, at)
        at = found.end()


def place(text: str, start: int) -> tuple[int, int]:
    """The line and column of an offset, both counted from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def refused(text: str, start: int, reason: str) -> QueryRefused:
    """The error that names the place and the reason, such as 'line 3, column 7: …'."""
    line, column = place(text, start)
    return QueryRefused(f"line {line}, column {column}: {reason}", line, column)


@cache
def _pattern() -> re.Pattern[str]:
    # Not at import: it takes 50 ms, which each worker would pay at its start for nothing.
    return re.compile(_TOKEN)


def _follow(open_brackets: list[str], text: str, at: int) -> None:
    sign = text[at]
    if sign in _OPENING:
        open_brackets.append(sign)
        if len(open_brackets) > MAX_DEPTH:
            raise refused(text, at, f"brackets are nested more than {MAX_DEPTH} deep")
    elif sign in _CLOSING and open_brackets:
        open_brackets.pop()


def _unreadable(text: str, at: int) -> QueryInvalid:
    line, column = place(text, at)
    sign = text[at]
    what = (
        "a text in quotes is not closed, or holds an escape that SPARQL does not know"
        if sign in "'\""
        else f"the character {sign!r} has no meaning here"
    )
    return QueryInvalid(f"line {line}, column {column}: {what}", line, column)
