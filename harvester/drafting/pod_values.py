"""What values of data.json say: a word or an address, from 3.0 on often an object.

https://resources.data.gov/resources/dcat-us3/

| value | forms that are read |
|---|---|
| text | `"…"`; `{"en": "…"}`; `{"@value", "@language"}`; a list of these; beside it `titleMap` and its like |
| reference | an address; `{"@id": …}`; a document's or file's `accessURL`, `downloadURL` |
| concept | a word; `{"@id", "prefLabel"}`, `{"@id", "title"}` |
| identifier | text, a number, `{"@id"}`, `{"notation", "schemaAgency"}`, a list of one |
| agent | a name; `{"name", "mbox", "subOrganizationOf"}`; `prefLabel` in place of a name |
| contact | `{"fn", "hasEmail", "tel", "hasURL", "organization-name"}`; a list of these |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.iri import is_web_address
from catalogue.model import Agent, Contact, Identifier
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester.formats import native
from harvester.formats.native import first, mapping, objects, terms, text, texts, words
from vocab.namespaces import FOAF, ORG


def tongues(said: Mapping[str, Any], name: str) -> tuple[Text, ...]:
    """The texts of a field, then those of its map by language (`titleMap`)."""
    return tuple(dict.fromkeys((*plain_texts(said.get(name)), *texts(said.get(f"{name}Map")))))


def plain_texts(value: object) -> tuple[Text, ...]:
    """The texts of one value: plain, by language, or as values with a language."""
    stated = [one for one in objects(value) if "@value" in one]
    if not stated:
        return texts(value)
    found = (Text(text(one["@value"]), text(one.get("@language"))) for one in stated)
    return (
        *(word for word in found if word.value),
        *texts([one for one in native.listed(value) if one not in stated]),
    )


def keywords(said: Mapping[str, Any]) -> tuple[Text, ...]:
    """Keywords: a list, a text with commas, or by language."""
    value = said.get("keyword")
    if isinstance(value, str) and "," in value:
        return tuple(Text(word) for word in dict.fromkeys(map(str.strip, value.split(","))) if word)
    return tongues(said, "keyword")


def identifier_of(value: object) -> str:
    """An identifier as text: one may be a text, a number, a list of one, or an object."""
    inner = mapping(value)
    return first(value, inner.get("@id"), inner.get("notation"), *native.listed(value)[:1])


def other_identifiers(value: object) -> Iterator[Identifier]:
    """Further identifiers, each with who gave it."""
    for one in objects(value):
        if notation := first(one.get("notation"), one.get("@id")):
            yield Identifier(notation=Typed(notation), schema_agency=texts(one.get("schemaAgency")))
    for word in words([one for one in native.listed(value) if not isinstance(one, dict)]):
        yield Identifier(notation=Typed(word))


def references(value: object) -> tuple[str, ...]:
    """The addresses that a value names, in words or as objects, each once."""
    names = ("accessURL", "downloadURL", "@id", "identifier")
    found = (first(*(native.iri(one.get(name)) for name in names)) for one in objects(value))
    return tuple(dict.fromkeys((*words(value), *filter(None, found))))


def web_references(value: object) -> tuple[str, ...]:
    """Those of `references` that are addresses on the web."""
    return tuple(address for address in references(value) if is_web_address(address))


def concepts(value: object) -> tuple[Term, ...]:
    """Words, or objects that name a concept, with their address beside them."""
    return terms(value) + tuple(filter(None, map(_concept, objects(value))))


def concept(value: object) -> Term | None:
    """The first of `concepts`."""
    return next(iter(concepts(value)), None)


def licence(value: object) -> Term | None:
    """A licence as a word or address, or as an object with a name and an address."""
    stated = mapping(next(iter(native.listed(value)), None))
    if not stated:
        return next(iter(terms(value)), None)
    link = first(*(stated.get(name) for name in ("@id", "uri", "url", "resource", "accessURL")))
    word = first(*(stated.get(name) for name in ("title", "label", "name", "prefLabel", "@value")))
    return Term(word or link, link=link if word else "") if word or link else None


def agents(value: object) -> Iterator[Agent]:
    """Those whom a value names."""
    for one in native.listed(value):
        if found := agent(one):
            yield found


def agent(value: object) -> Agent | None:
    """Whom a value names first, with the organisations above in `extra`."""
    stated = mapping(next(iter(native.listed(value)), None))
    name = first(stated.get("name"), value, stated.get("prefLabel"))
    if not name:
        return None
    return Agent(
        iri=native.iri(stated.get("@id")),
        name=(Text(name),),
        homepage=name if is_web_address(name) else None,
        mbox=native.mailbox(stated.get("mbox")),
        extra=tuple(_above(stated)),
    )


def contacts(value: object) -> Iterator[Contact]:
    """Whom to ask."""
    for stated in objects(value):
        name = texts(stated.get("fn"))
        email = native.mailbox(first(stated.get("hasEmail"), stated.get("email")))
        phone = first(stated.get("tel"), stated.get("hasTelephone")).removeprefix("tel:")
        page = native.iri(stated.get("hasURL"))
        if name or email or phone or page:
            yield Contact(
                fn=name,
                has_email=email,
                has_url=page or None,
                has_telephone=f"tel:{phone}" if phone else None,
                organization_name=texts(stated.get("organization-name")),
            )


def _concept(stated: Mapping[str, Any]) -> Term | None:
    link = text(stated.get("@id"))
    names = ("prefLabel", "title", "label", "restrictionNote", "@value", "notation")
    word = first(*(name for key in names for name in words(stated.get(key))))
    return Term(word or link, link=link if word else "") if word or link else None


def _above(stated: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The organisations above a publisher, as statements."""
    speaker = ""
    for level in range(1, 9):
        stated = mapping(stated.get("subOrganizationOf"))
        name = text(stated.get("name"))
        if not name:
            return
        yield speaker, f"<{ORG.subOrganizationOf}>", f"_:o{level}"
        yield f"_:o{level}", f"<{FOAF.name}>", literal(name)
        speaker = f"_:o{level}"
