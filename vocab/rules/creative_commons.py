"""How portals write the licences of Creative Commons: a family, perhaps a version, perhaps a country's port.

https://creativecommons.org/share-your-work/cclicenses/ names the parts; the legal code of a port differs from that
of its version in wording alone, so the version's concept stands for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_PARTS: Final = {
    "by": "attribution|by|namensnennung|attribuzione|reconocimiento|atribucion|atribuicao|paternite"
    "|naamsvermelding|navngivelse|erkannande|uznanie|表示",
    "nc": "non commercial|noncommercial|not commercial|nc|nicht kommerziell|nichtkommerziell|no comercial|nocomercial"
    "|non commerciale|pas d utilisation commerciale|nao comercial|niet commercieel|ikkekommersiell|非営利",
    "sa": "share alike|sharealike|sa|weitergabe unter gleichen bedingungen|compartir igual|compartirigual"
    "|condividi allo stesso modo|partage dans les memes conditions|partage a l identique|gelijk delen|継承",
    "nd": "no derivatives|no derivative works|noderivatives|no derivs|noderivs|no deriv|noderiv|nd"
    "|keine bearbeitung|keine bearbeitungen|sin obra derivada|pas de modification|non opere derivate|改変禁止",
    "zero": "zero|cczero",
    "pdm": "public domain mark|pdm",
    "pdd": "public domain dedication|universal public domain",
}
_FILLERS: Final = (
    "licen[cs]es?|lizenz|licencia|and|public|domain|international|internacional|unported|generic"
    "|universal|igo|v|ver|version"
)
_KINDS: Final = {word: kind for kind, words in _PARTS.items() for word in words.split("|")}
_WORDS: Final = "|".join(sorted(_KINDS, key=len, reverse=True))
_NAME = re.compile(
    rf"(?<!\w)(?P<start>creative commons|cc0|cc)(?P<parts>(?: (?:{_WORDS}|{_FILLERS}|v?[0-5])(?![^\W\d]"
    rf"|\d\d))*)"
)
_ADDRESS = re.compile(
    r"creativecommons org licen[cs]es (by(?: nc)?(?: sa| nd)?(?: nc)?(?: [1-4] [05])?)(?!\w)"
)
_GLUED = re.compile(r"(?<!\w)cc ?(by)(nc)?(sa|nd)?(?: ?v? ?(\d))?(?!\w)|(?<!\w)cc(nc|sa|nd)(?!\w)")
_BARE = re.compile(r"by( nc)?( sa| nd)?(?: v?([1-4]) ?([05])?)?")
_PART = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)")
_VERSION = re.compile(r"(?<!\w)v?([1-4])(?: ([05]))?(?!\w)")
_ZERO = re.compile(r" 0(?!\w)")
_IN_A_SENTENCE = re.compile(
    r"creative commons(?: licen[cs]es?)? by(?= (?!nc|sa|nd|non|share|no|v?\d|licen|int|unp|attr|igo))"
)
_VERSIONS: Final = frozenset({"1.0", "2.0", "2.5", "3.0", "4.0"})


def licences_named(folded: str) -> Iterator[str]:
    """The notation of each licence of Creative Commons that a folded text names, in order, perhaps repeated.

    "creative commons attribution noncommercial 3 0 unported" is cc-by-nc-3.0; "cc by" without a version cc-by.
    The bare words "creative commons" name none.
    """
    if "cc" not in folded and "creative" not in folded:
        return
    yield from (_code("cc", f" {found[1]}") for found in _ADDRESS.finditer(folded))
    for found in _NAME.finditer(_unglued(folded)):
        code = _code(found["start"], found["parts"])
        if code:
            yield code


def bare_family(word: str) -> str | None:
    """What a whole folded word such as "by nc sa 4 0" stands for."""
    found = _BARE.fullmatch(word)
    return _code("cc", f" {word}") or None if found else None


def _unglued(folded: str) -> str:
    text = _IN_A_SENTENCE.sub("creative commons", folded)  # "under Creative Commons by the council"
    return _GLUED.sub(lambda found: " ".join(("cc", *(part for part in found.groups() if part))), text)


def _code(start: str, parts: str) -> str:
    kinds = {_KINDS[word] for word in _PART.findall(parts)}
    if start == "cc0" or kinds & {"zero", "pdd"} or (not kinds and _ZERO.match(parts)):
        return "cc0-1.0"
    if "pdm" in kinds:
        return "pdm-1.0"
    if not kinds or {"nd", "sa"} <= kinds:
        return ""
    family = "-".join(("cc", "by", *(kind for kind in ("nc", "nd", "sa") if kind in kinds)))
    return family + _version(parts)


def _version(parts: str) -> str:
    found = _VERSION.search(parts)
    version = f"{found[1]}.{found[2] or '0'}" if found else ""
    return f"-{version}" if version in _VERSIONS else ""
