"""Words for people: safe, with their characters mended and the language they are in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from catalogue.finding import Finding, Severity
from catalogue.model import Dataset, Distribution
from catalogue.property import Line, with_values
from catalogue.text.markdown import to_markdown, without_markdown
from catalogue.text.mending import mended
from catalogue.text.plain import plain_line
from catalogue.values import Text
from harvester.settling.notes import PUBLISHED, Notes
from harvester.settling.speech import LEAST_LETTERS, language_of, may_be
from vocab.namespaces import ADMS, DCT

_LONG = {DCT.description, DCT.provenance, ADMS.versionNotes}
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MENDED = "mended-text"
_BEFORE = 20
_HEARD = 500
_SHORT = 80
_CODE = 3  # letters of a language's code in ISO 639-2 and 639-3
_NOTHING = 4  # letters of the words that programs write where there is none


def settle_text(text: Text, line: Line, place: str, notes: Notes) -> Text | None:
    """A text without HTML, in the language that it or its portal states; None where it says nothing.

    Long texts are Markdown; titles, names and keywords are one plain line.
    """
    read = to_markdown if line.property.iri in _LONG else plain_line
    tidy, broken = _short(text.value, read) if len(text.value) <= _SHORT else _read(text.value, read)
    if broken:
        _note(text.value, mended(text.value), place, notes)
    if not tidy or (len(tidy) == _NOTHING and tidy.lower() in ("null", "none")):
        return None
    return Text(tidy, _stated(text.lang, notes) or notes.portal.setting("language"))


def _stated(lang: str, notes: Notes) -> str:
    """A text's language as BCP 47 has it: of a code of three letters, as ISO metadata has, that of two, if any."""
    if not lang or not _LANG.fullmatch(lang):
        return ""
    match = notes.vocabulary.match("language", lang) if len(lang) == _CODE else None
    shorter = (word for word in match.concept.hidden if len(word) < _CODE and word.isalpha()) if match else ()
    return next(iter(shorter), lang)


def _read(text: str, read: Callable[[str], str]) -> tuple[str, bool]:
    """A text read and mended, and whether any of its characters was broken."""
    sound = mended(text)
    tidy = read(sound)
    whole = mended(tidy)  # entities may have hidden broken characters
    broken = sound != text or whole != tidy
    return (read(whole) if broken else tidy), broken


_short = lru_cache(maxsize=8192)(_read)  # "CSV", "GeoJSON": titles and keywords that stand in every record


def languages(dataset: Dataset) -> dict[str, Any]:
    """Those fields of a dataset whose texts say which language they are in, where neither they nor the portal did.

    Only where it is sure. A text that is long enough speaks for itself. A short title takes the language of title
    and description together, unless it seems to be in another; keywords and names have none.
    """
    here = _sure(dataset.description) or _heard((*dataset.title, *dataset.alternative, *dataset.description))
    return {
        "title": _tagged(dataset.title, here),
        "alternative": _tagged(dataset.alternative, here),
        "description": _tagged(dataset.description, here),
        "distribution": tuple([_part_with_languages(part) for part in dataset.distribution]),
    }


def _part_with_languages(part: Distribution) -> Distribution:
    title, description = _tagged(part.title, ""), _tagged(part.description, "")
    if title is part.title and description is part.description:
        return part
    return with_values(part, title=title, description=description)


def _sure(texts: tuple[Text, ...]) -> str:
    """The language of the only text there is, where it is long enough to tell: nearly every description."""
    return _spoken(texts[0].value[:_HEARD]) if len(texts) == 1 and not texts[0].lang else ""


def _heard(texts: tuple[Text, ...]) -> str:
    return language_of("\n".join(without_markdown(text.value[:_HEARD]) for text in texts if not text.lang))


def _tagged(texts: tuple[Text, ...], here: str) -> tuple[Text, ...]:
    for text in texts:
        if not text.lang and (here or len(text.value) >= LEAST_LETTERS):
            return tuple(one if one.lang else Text(one.value, _language(one, here)) for one in texts)
    return texts


def _language(text: Text, here: str) -> str:
    beginning = text.value[:_HEARD]
    return _spoken(beginning) or (here if here and may_be(without_markdown(beginning), here) else "")


@lru_cache(maxsize=256)
def _spoken(beginning: str) -> str:
    return language_of(without_markdown(beginning)) if len(beginning) >= LEAST_LETTERS else ""


def _note(published: str, sound: str, place: str, notes: Notes) -> None:
    """Once for a dataset: its texts come from one system."""
    if any(found.code == _MENDED for found in notes.findings):
        return
    pairs = enumerate(zip(published, sound, strict=False))
    first = next((at for at, (before, after) in pairs if before != after), 0)
    notes.findings.append(
        Finding(
            code=_MENDED,
            severity=Severity.INFO,
            message="Characters were broken, as when text is read in the wrong encoding; we mended what was sure.",
            place=place,
            published=published[max(0, first - _BEFORE) :][:PUBLISHED],
            fix="Store and send the text as UTF-8.",
        )
    )
