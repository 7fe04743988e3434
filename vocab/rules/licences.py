"""How portals write licences."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from vocab.folding import fold
from vocab.rules.creative_commons import bare_family, licences_named
from vocab.rules.own_terms import limits_use, link_of_terms, says_of_use
from vocab.rules.prose import Prose
from vocab.rules.rewriting import Habit, rewriting

_LICENCE: Final = frozenset({"licence"})
_MANGLED = re.compile(r"\\u([0-9a-fA-F]{4})")
_WRAPPED = re.compile(r"\s*(?:\[.*\]|\{.*\})\s*", re.DOTALL)
_LONGEST_LIST = 8_000
_MOST_PARTS = 20

_OGL = re.compile(
    r"(?<!non commercial )(?:open govern?ment licen[cs]e|(?<!\w)ogl(?=(?:v?\d)?\b)"
    r"|trwydded llywodraeth agored|open gov licen[cs]e)"
    r"(?P<rest>(?: (?:ogl|uk|united kingdom|for public sector information|public sector information|gb"
    r"|licen[cs]e|crown)\b)*"
    r"(?: ?(?:version|ver|v|f|fersiwn))? ?(?P<version>[1-9])?(?: 0)?\b)"
)
_ELSEWHERE = re.compile(
    r"(?:open govern?ment licen[cs]e|\bogl)(?: (?:version|v)? ?\d(?: \d)?)? (?:of |the |province of "
    r"|city of |government of |in )*"
    r"(?:(?:city|town|county|region|regional municipality|municipality|district|province|territory|states?) of"
    r" (?!london\b|westminster\b)\w+"
    r"|jersey|j\b|guernsey|isle of man|iom\b|gibraltar|australia|new zealand|saskatoon|regina|strathcona|lethbridge"
    r"|red deer|grande prairie|medicine hat|banff|brampton|oakville|burlington|guelph|kitchener|niagara|peel region"
    r"|durham region|york region|nanaimo|kelowna|kamloops|abbotsford|langley|burnaby|fredericton|moncton|saint john"
    r"|canada|alberta|british columbia|bc|ontario|manitoba|saskatchewan|quebec|nova scotia"
    r"|new brunswick|newfoundland|prince edward"
    r"|pei|yukon|northwest territories|nunavut|toronto|vancouver|ottawa|edmonton|calgary|halifax"
    r"|winnipeg|hamilton|mississauga"
    r"|surrey bc|city of surrey|romania|romanian|kenya|bermuda|india)"
)
_MERELY_LIKE = re.compile(
    r"\b(?:ogl|licen[cs]e|cc by|\w) compatible(?: (?:open )?(?:licen[cs]e|terms))?$|\bcompatible licen[cs]e"
)
"""Words that compare with a licence and do not grant it: "OGL compatible"."""
_NAMES: Final = (
    (r"non commercial government licen[cs]e(?: (?:version |v)?1)", "ncgl-1.0"),
    (r"non commercial government licen[cs]e(?! (?:version |v)?1)", "Non-Commercial Government Licence"),
    (r"(?:inspire end user licen[cs]e|end user licen[cs]e(?: \w+){0,3} inspire"
        r"|public sector end user licen[cs]e inspire)", "inspire-eul"),
    (r"\binspire regulations\b(?: \w+){0,60}? end user licen[cs]e", "inspire-eul"),
    (r"(?:psma|psga|public sector (?:mapping|geospatial) agreement)(?: (?:member"
        r"|end user))? licen[cs]\w*(?! (?:number|no|ref|\d))|subject to (?:the )?(?:psma|psga)", "psga"),
    (r"(?:\bos|ordnance survey) open ?data(?: ?tm)? licen[cs]e", "os-opendata"),
    (r"open parliament licen[cs]e", "open-parliament"),
    (r"environment agency conditional licen[cs]e", "ea-conditional"),
    (r"\bodbl\b|open database licen[cs]e", "odbl-1.0"),
    (r"\bpddl\b|public domain dedication and licen[cs]e", "pddl-1.0"),
    (r"\bodc by\b|open data commons attribution(?! share)", "odc-by-1.0"),
    (r"\bdbcl\b|database contents licen[cs]e", "dbcl-1.0"),
    (r"(?:datenlizenz deutschland|dl de)(?: \w+)? (?:namensnennung|by"
        r"|attribution)(?: version)? 2 0", "dl-de-by-2.0"),
    (r"(?:datenlizenz deutschland|dl de)(?: \w+)? (?:namensnennung|by"
        r"|attribution)(?: version)? 1 0", "dl-de-by-1.0"),
    (r"(?:datenlizenz deutschland|dl de)(?: \w+)? zero(?: version)? 2 0", "dl-de-zero-2.0"),
    (r"licence ouverte(?: open licen[cs]e)?(?: etalab)?(?: version| v)? ?1 ?0", "etalab-1.0"),
    (r"licence ouverte(?: open licen[cs]e)?(?: etalab)?(?: version| v)? ?2 ?0", "etalab-2.0"),
    (r"licence ouverte(?! ?(?:(?:open licen[cs]e|etalab) )?(?:version )?v? ?[12])", "Licence Ouverte"),
    (r"\bnlod 1", "nlod-1.0"),
    (r"\bnlod 2|norwegian licen[cs]e for open government data", "nlod-2.0"),
    (r"\biodl(?: v)? ?2|italian open data licen[cs]e(?: v)? ?2", "iodl-2.0"),
    (r"\biodl(?: v)? ?1|italian open data licen[cs]e(?: v)? ?1", "iodl-1.0"),
    (r"(?<!lesser )(?<!affero )\b(?:gnu )?(?:general public licen[cs]e|gnu gpl)(?: \w+)?(?: version"
        r"| v)? ?2", "gpl-2.0"),
    (r"(?<!lesser )(?<!affero )\bgnu (?:general public licen[cs]e|gpl)(?!(?: gpl)?(?: version"
        r"| v)? ?2)", "GNU General Public License"),
    (r"\bmit licen[cs]e\b", "mit"),
    (r"\bapache licen[cs]e(?: version)? 2", "apache-2.0"),
    (r"\besri master (?:licen[cs]e )?agreement", "esri-master"),
    (r"\bu s government works?\b|\bus government works?\b"
        r"|\bunited states government works?\b", "us-public-domain"),
    (r"\bno known copyright\b", "nkc"),
    (r"^public domain and (?=cc|creative|open|ogl|odbl)", "Public Domain"),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern), label) for pattern, label in _NAMES)
_PERHAPS: Final = re.compile(
    "licen[cs]e|open data commons|ogl|odbl|pddl|odc|dbcl|dl de|datenlizenz|licence ouverte|nlod|iodl|gpl"
    "|psma|psga|agreement|public domain and|government work|no known copyright|trwydded"
)
"""Without one of these no name above stands in a text: most texts are let off with one search."""

_REFUSED: Final = re.compile(
    r"//(?:[\w-]+\.)*(?:creativecommons\.org|opendatacommons\.org|opendefinition\.org|spdx\.org"
    r"|opensource\.org|gnu\.org"
    r"|apache\.org|rightsstatements\.org|nationalarchives\.gov\.uk|inspire\.ec\.europa\.eu"
    r"|publications\.europa\.eu|dcat-ap\.de"
    r"|purl\.org|w3\.org)(?:[/:?#].*)?"
)
"""Those who write standard licences: a page of theirs that we do not know is no publisher's own terms."""


def names_in(folded: str) -> Iterator[str]:
    """A label for each licence that a folded text names; the Open Government Licence of the United Kingdom with
    the version it states, never that of a province or city elsewhere."""
    if _MERELY_LIKE.search(folded):
        return
    # "Licence Ouverte (compatible with CC BY)" names one.
    folded = folded.partition(" compatible ")[0] or folded
    yield from licences_named(folded)
    if not _PERHAPS.search(folded):
        return
    yield from (found[0] for found in _ELSEWHERE.finditer(folded))
    home = _ELSEWHERE.sub(" ", folded)
    for found in _OGL.finditer(home):
        yield (
            f"Open Government Licence v{found['version']}" if found["version"] else "Open Government Licence"
        )
    yield from (label for pattern, label in _COMPILED if pattern.search(folded))


def parts_of(word: str) -> tuple[str, ...]:
    """The words in a list that Python or JSON wrote, or in an object's values, each once; () where it is neither."""
    if len(word) > _LONGEST_LIST or not _WRAPPED.fullmatch(word):
        return ()
    return tuple(dict.fromkeys(_texts(_opened(word.strip()))))[:_MOST_PARTS]


def _opened(word: str) -> Any:
    try:
        return json.loads(word)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(word)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list | tuple | dict) and depth < 3:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner, depth + 1)


def _unmangled(word: str) -> str | None:
    r"""A word whose `\u2013` stayed as it was written in JSON."""
    if "\\u" not in word:
        return None
    return _MANGLED.sub(lambda found: chr(int(found[1], 16)), word)


HABITS: Final[tuple[Habit, ...]] = (
    rewriting("an export's name for free text", "licence", r"custom licence: *(.+)"),
    Habit(name="escapes that JSON left", schemes=_LICENCE, read=_unmangled),
    Habit(name="a Creative Commons family", schemes=_LICENCE, read=lambda word: bare_family(fold(word))),
)

PROSE: Final = Prose(
    own="custom",
    parts=parts_of,
    named=names_in,
    limits=limits_use,
    states=says_of_use,
    refused=lambda address: _REFUSED.fullmatch(address) is not None,
    link=link_of_terms,
)
"""How whole texts about licences are read."""
