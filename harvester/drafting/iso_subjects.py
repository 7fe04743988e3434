"""What an ISO record's data is about (ISO 19115:2003 B.2.2; GEMINI 5 and 6; INSPIRE TG 2.4).

| model | record |
|---|---|
| theme | `topicCategory`; keywords of the INSPIRE themes and the EU's data themes, by address or thesaurus |
| hvd_category | keywords of the EU's high-value categories, by their address |
| keyword | every other keyword but those of the type `place`; several in one text parted at its semicolons |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.values import Term, Text
from harvester.drafting.iso_words import Tongues, code, codes, linked, plain
from harvester.formats.elements import address_of, each, one
from harvester.formats.xml import Element

_THEMES = ("inspire.ec.europa.eu/theme", "publications.europa.eu/resource/authority/data-theme")
_THESAURUS = re.compile(r"inspire[- ](?:spatial data )?themes?|data[- ]theme", re.IGNORECASE)
_HIGH_VALUE = "data.europa.eu/bna/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """The subjects of a record, sorted to the places that the model has for them."""

    theme: tuple[Term, ...] = ()
    keyword: tuple[Text, ...] = ()
    hvd_category: tuple[Term, ...] = ()


def subjects_of(about: Element, tongues: Tongues) -> Subjects:
    """The topics and keywords of an identification."""
    themes: dict[Term, None] = dict.fromkeys(Term(topic) for topic in codes(about, "topicCategory"))
    words: dict[Text, None] = {}
    high: dict[Term, None] = {}
    for keywords in each(about, "descriptiveKeywords/MD_Keywords"):
        if code(one(keywords, "type")) == "place":
            continue
        of_themes = _of_themes(keywords)
        for said in each(keywords, "keyword"):
            link = address_of(said)
            if _HIGH_VALUE in link:
                high[Term(link)] = None
            elif of_themes or any(theme in link for theme in _THEMES):
                themes |= dict.fromkeys(filter(None, [linked(said)]))
            else:
                words |= dict.fromkeys(_parted(tongues.of(said)))
    return Subjects(theme=tuple(themes), keyword=tuple(words), hvd_category=tuple(high))


def _of_themes(keywords: Element) -> bool:
    """Whether the thesaurus that a section's keywords are from is one of themes."""
    thesaurus = one(keywords, "thesaurusName/CI_Citation")
    title, link = plain(thesaurus, "title"), address_of(one(thesaurus, "title"))
    return bool(_THESAURUS.search(title)) or any(theme in link for theme in _THEMES)


def _parted(texts: Iterator[Text]) -> Iterator[Text]:
    for text in texts:
        yield from (Text(part.strip(), text.lang) for part in text.value.split(";") if part.strip())
