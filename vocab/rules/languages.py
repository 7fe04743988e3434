"""How portals write languages."""

from __future__ import annotations

from typing import Final

from vocab.rules.rewriting import Habit, rewriting

_LISTS = (
    r"https?://(?:www\.)?(?:id\.loc\.gov/vocabulary/(?:iso639-\d|languages)|lexvo\.org/(?:id|page)/iso639-\d"
    r"|publications\.europa\.eu/(?:mdr/)?(?:resource/)?authority/language|iso639-3\.sil\.org/code"
    r"|inspire\.ec\.europa\.eu/codelist/language)/(\w+?)(?:\.html?|\.rdf)?"
)
# What ISO 19115 records put after the language: a country, or how letters are stored.
_REMARKS = r"(?:us|usa|gb|gbr|uk|can|ca|aus|au|nz|nzl|irl|ie|utf-?8|utf_?8|iso-?8859-?1\d?|8859part1\d?)"

HABITS: Final[tuple[Habit, ...]] = (
    # "uk" by itself is Ukrainian to ISO 639 and their country to councils, so it is no label.
    rewriting("Ukrainian with its country or list", "language", r"uk[-_]ua|https?://\S+/iso639-1/uk", "ukr"),
    rewriting("the type name of an ArcGIS Hub facet", "language", r"lang:(.+)"),
    rewriting("an entry of a list of languages", "language", _LISTS),
    rewriting("an entry of a list of languages", "language", r"\S+#(?:MD_)?LanguageCode_([a-z]{3})"),
    rewriting("an entry of a list of languages", "language", r"(?:urn:\S+:)?iso-?639(?:-\d)?:([a-z]{2,3})"),
    rewriting(
        "a language with its country",
        "language",
        r"([a-z]{2,3})[-_](?:[a-z]{4}[-_])?(?:[a-z]{2}|\d{3})(?:\.utf-?8)?",
    ),
    rewriting(
        "a language with its script", "language", r"([a-z]{2,3})[-_](?:latn|cyrl|arab|hans|hant|deva|grek)"
    ),
    rewriting("a code with a remark", "language", rf"([a-z]{{2,3}}) ?; ?{_REMARKS}"),
    rewriting("a name with its code in brackets", "language", r"[^()]{3,40}\(([a-z]{2,3})\)"),
    rewriting("a code with its name", "language", r"([a-z]{2,3}) ?[-–:=(] ?[^\W\d]{4,20}\)?", sure=False),
    rewriting(
        "a language with words around it", "language", r"(?:in |written in )?([^\W\d]+)(?: language| only)"
    ),
    rewriting("a language with words around it", "language", r"(?:in|written in) ([^\W\d]+)"),
)
