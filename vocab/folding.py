"""Folding: two spellings that a person would call the same become the same text."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import combining, normalize

LONGEST = 20_000
"""Characters of a word that are looked at; what a portal writes beyond them is not a word."""

_ESCAPED_AMPERSAND = re.compile(r"&(?:amp;)+", re.IGNORECASE)
_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>|<!--|-->")
_FIRST_MARK = "\u0300"  # no mark that combines with a letter stands before it
_APOSTROPHE = re.compile("['`´‘’‛ʼ′]")
_SEPARATOR = re.compile(r"[\W_]+")
_ADDRESS = re.compile(
    r"""(?:(?:https?:)?//|https?:/|www\.)(?:www\.)*(?P<rest>[^\s/<>"'&;?#][^\s<>"'&;]*)""", re.IGNORECASE
)
_ADDRESS_IN_TEXT = re.compile(r"""(?:https?://|www\.)[^\s<>"'&;()]+""", re.IGNORECASE)


def fold(word: str) -> str:
    """A word without case, accents, punctuation, markup and stray space; `&` becomes `and`.

    An address becomes `//host/path`, without scheme, `www.` and closing slash, in lower case: no vocabulary
    has two concepts whose addresses differ by these alone. Query and fragment stay, since some name concepts
    by them. Folding what is folded changes nothing.
    """
    if word.isascii() and word.replace(" ", "").isalnum():  # most labels: a fifth of the time
        return " ".join(word[:LONGEST].lower().split())
    text = plain(word).strip()
    address = _ADDRESS.fullmatch(text)
    return _fold_address(address["rest"]) if address else _fold_words(text)


def plain(word: str) -> str:
    """A word with its entities read, also those escaped twice, and its HTML tags taken out."""
    text = word[:LONGEST]
    if "&" in text:
        text = unescape(_ESCAPED_AMPERSAND.sub("&", text))
    return _TAG.sub(" ", text) if "<" in text else text


def addresses_in(text: str) -> tuple[str, ...]:
    """Every web address in a text or in its markup, folded, in order of appearance, without repeats."""
    readable = unescape(_ESCAPED_AMPERSAND.sub("&", text[:LONGEST]))
    return tuple(dict.fromkeys(fold(address) for address in _ADDRESS_IN_TEXT.findall(readable)))


def is_address(folded: str) -> bool:
    """Whether a folded word is an address."""
    return folded.startswith("//")


def _fold_address(rest: str) -> str:
    return "//" + rest.casefold().rstrip("/.,)")


def _fold_words(text: str) -> str:
    folded = text.lower() if text.isascii() else _without_accents(_without_accents(text).casefold())
    folded = _APOSTROPHE.sub("", folded).replace("&", " and ")
    return _SEPARATOR.sub(" ", folded).strip()


def _without_accents(text: str) -> str:
    letters = normalize("NFKD", text)
    return "".join([one for one in letters if one < _FIRST_MARK or not combining(one)])
