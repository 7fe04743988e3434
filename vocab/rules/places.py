"""How portals write places."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit, rewriting

_CODE = r"([EKNSW]\d{8})"
_STYLE = "(?:london |royal |metropolitan |county )?(?:borough|city|county|district|council area)"
_NATION = "uk|gb|united kingdom|great britain|england|scotland|wales|northern ireland"

HABITS: Final[tuple[Habit, ...]] = (
    rewriting("data.gov.uk's bits with a name", "place", r"[01]{6}: *([^(]{2,60}?) *(?:\([^()]{0,80}\))?"),
    rewriting(
        "an address that ends in an area's code", "place", rf"https?://[^\s?#]+/{_CODE}(?:[./?#]\S{{0,80}})?"
    ),
    rewriting("a name with the area's code", "place", rf"[^\d]{{2,80}}[\s(:,-]{_CODE}\)?"),
    rewriting("a code with the area's name", "place", rf"{_CODE}[\s:,(-]+[^\d]{{2,80}}"),
    rewriting("a name with its nation", "place", rf"([^,(]+?)(?:,| \() ?(?:{_NATION})\)?"),
    rewriting("a name before its style", "place", r"([^,]+), (city|county|borough|district) of", r"\2 of \1"),
    rewriting(
        "a nation by the code of ISO 3166",
        "place",
        r"(?:[ -]{0,6}iso[ -]?3166[^()]{0,60}?[ (:-])?((?:gb-)?(?:eng|sct|wls|nir))\)?",
    ),
    rewriting("a council's area", "place", r"(?:the )?(.+ council)(?:'s)? (?:area|boundary)"),
    rewriting(
        "a council's area",
        "place",
        r"(?:the )?(.+?)(?:'s)? (?:administrative |local authority |council )?(?:area|boundary)",
    ),
    rewriting(
        "a name with its style in brackets",
        "place",
        r"([^()]{2,60}?) ?\((?:london |metropolitan |unitary )?(?:borough|city|county|district|boro|authority|ua)\)",
        sure=False,
    ),
    rewriting("a name with its article", "place", r"the (.+)"),
    rewriting("a place in another style", "place", rf"(?:the )?{_STYLE} of (.+)", sure=False),
    rewriting(
        "a place in another style",
        "place",
        rf"(.+?) (?:{_STYLE}|unitary authority|local authority)(?: council)?",
        sure=False,
    ),
)
