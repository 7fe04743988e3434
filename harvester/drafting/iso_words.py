"""The words of an ISO record: text in one language or several, text that is a link, and codes of a list.

ISO 19139 and ISO 19115-3 wrap each value in an element of its type: `gco:CharacterString`, `gmx:Anchor` and
`gmx:FileName` (`gcx:` in ISO 19115-3), `PT_FreeText` with one `LocalisedCharacterString` a language, or the name of a
code list. In place of a value `gco:nilReason` may say why there is none (ISO/TS 19103).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.finding import Finding, Severity
from catalogue.values import Term, Text
from harvester.formats.elements import address_of, attribute, each, every, name_of, one, text_of
from harvester.formats.xml import Element

_SAYS_NONE = frozenset(("none", "n/a", "na", "unknown", "not applicable", "-", "null", "not specified"))
_MOST_NILS = 20
_ASIDE = frozenset(("CI_ResponsibleParty", "CI_Responsibility", "thesaurusName"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongues:
    """The languages of a record, as it writes them: `main` of plain text, and of each locale by its id."""

    main: str = ""
    locales: Mapping[str, str] = field(default_factory=dict)

    def texts(self, element: Element | None, path: str) -> tuple[Text, ...]:
        """The texts at a path in each of their languages, each once."""
        return tuple(dict.fromkeys(text for said in each(element, path) for text in self.of(said)))

    def of(self, said: Element) -> Iterator[Text]:
        """One value in each of its languages."""
        if plain := word(said):
            yield Text(plain, self.main)
        for local in every(said, "LocalisedCharacterString"):
            lang = self.locales.get(attribute(local, "locale").removeprefix("#"), "")
            text = text_of(local)
            if text and not (text == plain and lang in ("", self.main)):
                yield Text(text, lang)


def tongues_of(root: Element) -> Tongues:
    """The languages that a record declares (19139 `language`, `locale`; 19115-3 `defaultLocale`, `otherLocale`)."""
    places = (*each(root, "locale|otherLocale|defaultLocale/PT_Locale"),)
    locales = {attribute(place, "id"): code(one(place, "languageCode|language")) for place in places}
    main = code(one(root, "language")) or code(one(root, "defaultLocale/PT_Locale/language"))
    return Tongues(main=_language(main), locales={name: _language(said) for name, said in locales.items()})


def word(said: Element | None) -> str:
    """A value's plain text, whatever type of text it is; "" where it has none but in other languages."""
    if said is None:
        return ""
    for inner in said:
        if name_of(inner) in ("FileName", "MimeFileType"):
            return text_of(inner) or attribute(inner, "src")
        if name_of(inner) != "PT_FreeText":
            return text_of(inner)
    return "" if len(said) else text_of(said)


def plain(element: Element | None, path: str) -> str:
    """The first plain text at a path, in another language where there is no other."""
    found = each(element, path)
    said = next((text for value in found if (text := word(value))), "")
    return said or next(
        (text_of(local) for value in found for local in every(value, "LocalisedCharacterString")), ""
    )


def code(said: Element | None) -> str:
    """A value of a code list: `codeListValue`, else its text, else what a plain text says."""
    inner = one(said, "*")
    return attribute(inner, "codeListValue") or text_of(inner) or text_of(said)


def codes(element: Element | None, path: str) -> tuple[str, ...]:
    """The codes at a path, each once."""
    return tuple(dict.fromkeys(found for said in each(element, path) if (found := code(said))))


def linked(said: Element | None) -> Term | None:
    """A value as a word with the address that its `gmx:Anchor` gives; None where it says nothing."""
    text, link = word(said), address_of(said)
    text = text or next((text_of(local) for local in every(said, "LocalisedCharacterString")), "")
    if text.lower() in _SAYS_NONE:
        text = ""
    return Term(text or link, link=link if text and text != link else "") if text or link else None


def nils(root: Element) -> tuple[Finding, ...]:
    """What the record itself says that it does not know, each kind of element once; a party's fax is left aside."""
    found: dict[tuple[str, str], None] = {}
    for element in root.iterdescendants():
        reason = attribute(element, "nilReason")
        if reason and not text_of(element) and _ASIDE.isdisjoint(map(name_of, element.iterancestors())):
            found[name_of(element), reason.rpartition("/")[2]] = None
    return tuple(
        Finding(
            code="iso-unknown",
            severity=Severity.INFO,
            message=f"The record states that its `{name}` is not given: {reason}.",
            place=name,
            published=reason,
        )
        for name, reason in list(found)[:_MOST_NILS]
    )


def _language(said: str) -> str:
    """A language's code without the country and the list that some write beside it (`eng; GBR`, `en_GB.utf8`)."""
    return said.rpartition("/")[2].partition(";")[0].partition(".")[0].strip().replace("_", "-")
