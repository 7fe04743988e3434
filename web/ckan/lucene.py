"""The everyday syntax of Solr's queries, read into a tree (https://solr.apache.org/guide/solr/latest/query-guide/standard-query-parser.html).

    query  := group (group)*                  each must hold: ckanext-harvest puts its terms side by side
    group  := both ("OR" both)*
    both   := one ("AND" one)*
    one    := ("NOT" | "-" | "+") one | [name ":"] ( "(" query ")" | range | phrase | word )

Boosts (`^2`) say nothing about what is found and are stepped over; fuzzy words, distances, regular expressions and
local parameters are refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_CHARACTERS = 20_000
MOST_TERMS = 1_200
DEEPEST = 40


class Unreadable(ValueError):
    """A query that is not of this syntax; the message says what is wrong, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or phrase to find in a field ("": in any text). In `text` escapes are resolved; where it is `wild`, `*`
    and `?` stand for any characters."""

    name: str = ""
    text: str
    phrase: bool = False
    wild: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Values of a field from one to another; "" is open."""

    name: str
    low: str = ""
    high: str = ""
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """All of these; none of them is everything."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """Any of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Not this."""

    part: Node


Node = Term | Range | And | Or | Negation
EVERYTHING = And()

_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"(?P<name>(?:\\.|[\w.*-])+):", re.DOTALL)
_WORD = re.compile(r"""(?:\\.|[^\s()\[\]{}"\\:^~])+""", re.DOTALL)
_PHRASE = re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL)
_RANGE = re.compile(r"""([\[{])\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])""")
_BOOST = re.compile(r"\^\d+(?:\.\d+)?")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BARE_WILD = re.compile(r"\\.|([*?])", re.DOTALL)
_BETWEEN = re.compile(r"(AND|OR|&&|\|\|)(?=[\s(\"+!\[{-]|$)")
_OPERATORS = ("AND", "OR", "NOT", "&&", "||")
_BEFORE = re.compile(r"NOT(?=[\s(\"])|[!+-]")


def read_query(text: str) -> Node:
    """The tree of a query; an empty one is everything. Raises Unreadable."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"the query has more than {MOST_CHARACTERS:,} characters")
    if "{!" in text:
        raise Unreadable("local parameters are not supported")
    reader = _Reader(text=text)
    reader.space()
    if reader.ended():
        return EVERYTHING
    tree = reader.query("")
    if not reader.ended():
        raise reader.wrong("nothing opened what closes here")
    return tree


@dataclass(slots=True)
class _Reader:
    """A text and the place up to which it has been read."""

    text: str
    place: int = 0
    depth: int = 0
    terms: int = field(default=0)

    def query(self, name: str) -> Node:
        """Groups side by side, up to the end or a closing bracket."""
        groups = [self._group(name)]
        while not self.ended() and self.text[self.place] != ")":
            groups.append(self._group(name))
        return _one_or(And, groups)

    def _group(self, name: str) -> Node:
        parts = [self._both(name)]
        while self._joint("OR", "||"):
            parts.append(self._both(name))
        return _one_or(Or, parts)

    def _both(self, name: str) -> Node:
        parts = [self._one(name)]
        while self._joint("AND", "&&"):
            parts.append(self._one(name))
        return _one_or(And, parts)

    def _one(self, name: str) -> Node:
        """A clause with what stands before it; signs are counted, since a thousand of them would be as deep."""
        negated = False
        while sign := self._take(_BEFORE):
            negated ^= sign[0] not in "+"
            self.space()
        found = self._clause(name)
        return Negation(part=found) if negated else found

    def _clause(self, name: str) -> Node:
        named = self._take(_NAME)
        if named:
            name = _plain(named["name"])
            self.space()
        if self.ended():
            raise self.wrong("something is missing at the end")
        match self.text[self.place]:
            case "(":
                return self._bracketed(name)
            case "[" | "{":
                return self._range(name)
            case '"':
                return self._phrase(name)
            case "/":
                raise self.wrong("regular expressions are not supported")
            case _:
                return self._word(name)

    def _bracketed(self, name: str) -> Node:
        opened, self.depth = self.place, self.depth + 1
        if self.depth > DEEPEST:
            raise self.wrong(f"brackets stand more than {DEEPEST} deep")
        self.place += 1
        self.space()
        found = self.query(name)
        if self.ended():
            self.place = opened
            raise self.wrong("a bracket is opened and not closed")
        self.place, self.depth = self.place + 1, self.depth - 1
        self._after()
        return found

    def _range(self, name: str) -> Node:
        found = self._take(_RANGE)
        if found is None or not name:
            raise self.wrong("a range is written as field:[low TO high]")
        low, high = ("" if end == "*" else _plain(end.strip('"')) for end in (found[2], found[3]))
        self._after()
        return Range(name=name, low=low, high=high, with_low=found[1] == "[", with_high=found[4] == "]")

    def _phrase(self, name: str) -> Node:
        found = self._take(_PHRASE)
        if found is None:
            raise self.wrong("a quotation mark is opened and not closed")
        self._after()
        return self._counted(Term(name=name, text=_plain(found[1]), phrase=True))

    def _word(self, name: str) -> Node:
        found = self._take(_WORD)
        if found is None or found[0] in _OPERATORS:
            raise self.wrong(f"{(found or self.text[self.place])[0]!r} cannot stand here")
        self._after()
        if name == "*" and found[0] == "*":
            return EVERYTHING
        wild = any(each[1] for each in _BARE_WILD.finditer(found[0]))
        if wild and found[0] != _ESCAPE.sub("", found[0]):
            raise self.wrong("escapes and wildcards in one word are not supported")
        return self._counted(Term(name=name, text=_plain(found[0]), wild=wild))

    def _counted(self, term: Term) -> Term:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise self.wrong(f"there are more than {MOST_TERMS:,} words")
        return term

    def _after(self) -> None:
        """What may stand behind a clause."""
        self._take(_BOOST)
        if not self.ended() and self.text[self.place] in "~^:":
            raise self.wrong(f"{self.text[self.place]!r} is not supported here")
        self.space()

    def _joint(self, *words: str) -> bool:
        found = None if self.ended() else _BETWEEN.match(self.text, self.place)
        if found is None or found[1] not in words:
            return False
        self.place = found.end()
        self.space()
        return True

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.place)
        if found:
            self.place = found.end()
        return found

    def space(self) -> None:
        """Steps over white space."""
        self._take(_SPACE)

    def ended(self) -> bool:
        """Whether all has been read."""
        return self.place >= len(self.text)

    def wrong(self, what: str) -> Unreadable:
        """What is wrong at the present place."""
        near = self.text[self.place : self.place + 40]
        return Unreadable(f"{what}, at character {self.place + 1}" + (f" ({near!r})" if near else ""))


def _one_or(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else kind(parts=tuple(parts))


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)
