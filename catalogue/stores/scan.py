"""Refuses hopeless and outgoing queries before a worker sees them; the worker, not this scan, is the wall.

What is refused here costs nobody a process and gets a sentence with line and column. Parsing is the worker's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.errors import QueryInvalid, QueryRefused
from catalogue.stores.protocol import QueryForm
from catalogue.stores.tokens import Kind, Token, refused, tokens

MAX_BYTES = 64 * 1024
MAX_PATTERNS = 200
MAX_OF_WORD = {"OPTIONAL": 50, "UNION": 500}
UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])

_FORMS = tuple(QueryForm)
_TERMS = frozenset({Kind.IRI, Kind.NAME, Kind.VARIABLE})
_ENDING = frozenset(")]}>")  # what an operand may end with: f(x), [], EXISTS {…}, <<( … )>>
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_TURNING = re.compile(r"[#'()\[\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What can be said of a query without parsing it; `names_dataset` if it has a FROM of its own."""

    form: QueryForm
    names_dataset: bool


@lru_cache(maxsize=128)
def scan_query(text: str) -> Scan:
    """Look through a query once; raise QueryRefused or QueryInvalid, with the place, if it may not run."""
    _check_size(text)
    found = tuple(tokens(text))
    for number, token in enumerate(found):
        if token.kind is Kind.WORD:
            _check_word(text, token)
        elif token.kind is Kind.IRI:
            _check_ambiguous(text, found, number)
    if "service" in text.lower():
        _check_outgoing(text, found)
    _check_counts(text, found)
    return Scan(form=_form(found), names_dataset=_names_dataset(found))


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise QueryInvalid("the query holds half a surrogate pair, which is no character") from error
    if size > MAX_BYTES:
        raise QueryRefused(f"the query has {size:,} bytes; at most {MAX_BYTES:,} are taken")


def _check_word(text: str, token: Token) -> None:
    word = token.text.upper()
    if word in UPDATES:
        raise refused(text, token.start, f"{word} belongs to updates; this store is only read")


def _check_outgoing(text: str, found: Sequence[Token]) -> None:
    for number, token in enumerate(found):
        if "service" in token.text.lower() and _may_be_service(found, number):
            raise refused(text, token.start, f"SERVICE is not run here{_hint(token)}")


def _may_be_service(found: Sequence[Token], number: int) -> bool:
    """Whether the engine can read the keyword SERVICE in this token.

    It needs no blank after a keyword ("trueSERVICE<…>"), so any bare word that holds it counts. It also
    reads `service:x {` as the keyword and, where prefix and word make no valid IRI, `p:SERVICE<…> {`: so a
    name that holds the word counts if it is followed, at once or after one more term, by `{`.
    """
    token = found[number]
    if token.kind is Kind.WORD:
        return True
    if token.kind is not Kind.NAME or not token.inside:
        return False
    after = number + 1
    if _is_word(found, after, "SILENT"):
        after += 1
    if _is_sign(found, after, "{"):
        return not _is_word(found, number - 1, "GRAPH")
    return after < len(found) and found[after].kind in _TERMS and _is_sign(found, after + 1, "{")


def _hint(token: Token) -> str:
    if token.kind is Kind.WORD:
        return ": a query reads this catalogue only"
    return f", and {token.text!r} before '{{' can be read so: end the statement with '.' or rename the prefix"


def _check_ambiguous(text: str, found: Sequence[Token], number: int) -> None:
    """Refuse `<…>` that is an IRI or a comparison by turns, if the rest of the query hangs on which it is.

    In `FILTER(?a<?b#>…` the engine compares and skips a comment where a scan sees an IRI. `scheme://`
    settles it, since no comparison goes on so, and so does any bracket but `(`, since comparisons stand in
    round ones.
    """
    token = found[number]
    if _ABSOLUTE.match(token.text) or not _TURNING.search(token.text):
        return
    before = found[number - 1] if number else None
    after_operand = before is not None and (before.kind is not Kind.SIGN or before.text in _ENDING)
    doubled = before is not None and before.text == "<" and before.start == token.start - 1
    if doubled or (token.inside == "(" and after_operand):
        reason = "'<' can begin an IRI or compare: write a blank after it to compare, or use a prefix"
        raise refused(text, token.start, reason)


def _check_counts(text: str, found: Sequence[Token]) -> None:
    seen: Counter[str] = Counter()
    for token in found:
        if token.kind is Kind.SIGN and _parts_patterns(token):
            seen["pattern"] += 1
        elif token.kind is Kind.WORD:
            seen[token.text.upper()] += 1
        else:
            continue
        _check_count(text, token, seen)


def _parts_patterns(token: Token) -> bool:
    """A step of a path becomes a pattern of its own, which engines put in order before they heed the clock."""
    return token.text == "/" or (token.text in ".;," and token.inside in ("{", "["))


def _check_count(text: str, token: Token, seen: Counter[str]) -> None:
    if seen["pattern"] >= MAX_PATTERNS:
        raise refused(text, token.start, f"the query has more than {MAX_PATTERNS} triple patterns")
    word = token.text.upper()
    if seen[word] > MAX_OF_WORD.get(word, MAX_BYTES):
        raise refused(text, token.start, f"the query has more than {MAX_OF_WORD[word]} {word}")


def _form(found: Sequence[Token]) -> QueryForm:
    for token in found:
        if token.kind is Kind.WORD:
            form = next((form for form in _FORMS if token.text.upper().startswith(form.value)), None)
            if form is not None:
                return form
    raise QueryInvalid("a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; none was found", 1, 1)


def _names_dataset(found: Sequence[Token]) -> bool:
    # Not only equal to FROM: the engine reads "ASKFROM<g>" as two keywords.
    return any(t.kind is Kind.WORD and not t.inside and "FROM" in t.text.upper() for t in found)


def _is_word(found: Sequence[Token], at: int, word: str) -> bool:
    return 0 <= at < len(found) and found[at].kind is Kind.WORD and found[at].text.upper() == word


def _is_sign(found: Sequence[Token], at: int, sign: str) -> bool:
    return 0 <= at < len(found) and found[at].text == sign
