"""What one may do with a dataset, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalogue.document import licence_of
from catalogue.iri import is_web_address
from catalogue.model import Dataset
from catalogue.text.plain import plain_text
from catalogue.values import Term
from web.pages.facts import FactReader, Value, link_value, say_word


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceLine:
    """What one may do, in a sentence; `name` is the licence, `said` the portal's own words for it.

    Of terms of the publisher's own, `terms` leads to them and `text` holds their lines, as far as the portal
    says.
    """

    openness: str
    sentence: str
    name: Value | None
    said: str
    terms: Value | None = None
    text: tuple[str, ...] = ()


def make_licence(dataset: Dataset, reader: FactReader) -> LicenceLine:
    """The licence as a sentence; what is not stated or not known is said so."""
    stated = licence_of(dataset)
    if stated is None:
        return LicenceLine(
            openness="not-stated",
            sentence="No licence is stated. Ask the publisher before you use it.",
            name=None,
            said="",
        )
    concept = reader.vocabulary.concept(stated.iri) if stated.iri else None
    if concept is None:
        return LicenceLine(
            openness="not-open",
            sentence="The publisher's terms are in words that we do not recognise. Read them before you use it.",
            name=link_value(say_word(stated.word or stated.iri)),
            said="",
        )
    openness = "open" if concept.facts.get("open") == "true" else "not-open"
    value = reader.term(stated)
    sentence = concept.definition or "Read the licence to see what you may do."
    if stated.own:
        return _own_terms(stated, openness, sentence, value)
    return LicenceLine(openness=openness, sentence=sentence, name=value, said=value.said)


def _own_terms(stated: Term, openness: str, sentence: str, value: Value) -> LicenceLine:
    """Terms of the publisher's own: their name, the way to them, and their text where that is more than an address."""
    return LicenceLine(
        openness=openness,
        sentence=sentence,
        name=replace(value, said="", how=""),
        said=stated.word,
        terms=link_value(stated.link) if stated.link else None,
        text=() if is_web_address(stated.word) else tuple(plain_text(stated.word).splitlines()),
    )
