"""From a thing of the model to labelled values, line by line: what the model knows, a page can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from catalogue.iri import is_web_address
from catalogue.links import Links
from catalogue.model import Agent, Location, PeriodOfTime, Thing
from catalogue.property import Form, Line, lines
from catalogue.text.plain import plain_line
from catalogue.values import Term, Text, Typed
from vocab import Vocabulary
from vocab.bodies import bodies_of
from web.areas import say_area
from web.pages.glossary import Glossary
from web.pages.readings import FILLED, KEPT, UNKNOWN, Readings
from web.wording import say_date

_EMAIL = re.compile(r"(?:mailto:)?([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})", re.ASCII)
_MOST = 30
_LONGEST_SAID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value to show. `address` is where it leads, "" for nowhere; `outside` says that it leaves this site;
    `date` is the value for a <time>; `said` the portal's own word where that differs, `how` why it was read so or what
    else there is to tell of where it comes from; `define` the block on the page that says what the term means, ""
    where there is none."""

    text: str
    lang: str = ""
    address: str = ""
    outside: bool = False
    date: str = ""
    said: str = ""
    how: str = ""
    define: str = ""

    @property
    def note(self) -> str:
        """What is the publisher's of it and what is ours, in a few words; "" where it stands as published."""
        if not self.said:
            return self.how
        return f"published as “{self.said}”" + (f": {self.how}" if self.how else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its values; `rest` more are not shown."""

    label: str
    values: tuple[Value, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReader:
    """Says values in words and links them to the pages here that explain them; with a `glossary` it also notes
    what the page should define, and with `readings` it says how each was read."""

    links: Links
    vocabulary: Vocabulary
    glossary: Glossary | None = None
    readings: Readings | None = None

    def facts(self, thing: Thing, *, skip: Iterable[str] = ()) -> tuple[Fact, ...]:
        """Everything a thing says, in the order of the model, but the fields to skip."""
        left = frozenset(skip)
        found = (
            self._fact(line, held)
            for line in lines(type(thing))
            if line.name not in left and (held := getattr(thing, line.name))
        )
        return tuple(fact for fact in found if fact.values)

    def _fact(self, line: Line, held: Any) -> Fact:
        items = held if line.many else (held,)
        values = tuple(value for item in items[:_MOST] for value in self.values(item, line.property.form))
        return Fact(label=line.property.label, values=values, rest=max(0, len(items) - _MOST))

    def values(self, item: object, form: Form = Form.TYPED) -> Iterator[Value]:
        """One item of a field as what a page shows; nothing where it says nothing."""
        match item:
            case Text(text, lang):
                yield Value(text=text, lang=lang)
            case Term():
                yield self.term(item)
            case Typed(text, datatype):
                yield self._typed(text, datatype)
            case Agent():
                yield self._made_by(item)
            case Thing():
                yield from self._thing(item)
            case str() if form is Form.LINK:
                yield link_value(item)
            case _:
                yield Value(text=str(item))

    def _typed(self, text: str, datatype: str) -> Value:
        """A literal; a date as people write it, and as it was published where that is another way."""
        if not datatype.endswith(("#date", "#dateTime", "#gYear", "#gYearMonth")):
            return Value(text=text)
        said = self.readings.of_date(text) if self.readings else ""
        return Value(text=say_date(text), date=text, said=said if said != say_date(text) else "")

    def term(self, term: Term) -> Value:
        """A concept by its label, linked to its page (a publisher's own terms to where they stand); a word that
        nobody knows as it is."""
        concept = self.vocabulary.concept(term.iri) if term.iri else None
        if concept is None:
            known = not (self.readings and self.readings.is_unknown(term.word))
            return replace(link_value(term.word or term.iri), how="" if known else UNKNOWN)
        label = concept.label()
        word, how = self.readings.of_term(term.word, term.iri) if self.readings else (term.word, "")
        said = "" if word.casefold() in (label.casefold(), term.iri.casefold()) else say_word(word)
        own = term.own and is_web_address(term.link)
        return Value(
            text=label,
            address=term.link if own else self.links.vocabulary(concept.scheme, concept.code),
            outside=own,
            said=said,
            how=how if said else "",
            define=self.glossary.define(concept) if self.glossary else "",
        )

    def agent(self, agent: Agent) -> Value:
        """Who, linked to the page of the organisation where it has one."""
        name = agent.name[0] if agent.name else Text(agent.slug or agent.iri)
        address = self.links.organisation(agent.slug) if agent.slug else ""
        return Value(text=name.value, lang=name.lang, address=address)

    def publisher(self, agent: Agent) -> Value:
        """Who publishes, with how that is known: under another name, or not by the record at all."""
        value, mapping = self.agent(agent), self.readings.first("publisher") if self.readings else None
        if mapping is None:
            return value
        word, how = mapping
        if not word:
            return replace(value, how=f"{FILLED}: {how}" if how else FILLED)
        return replace(value, said=say_word(word), how=how) if word != value.text else value

    def _made_by(self, agent: Agent) -> Value:
        """Somebody beside the publisher, with the name that the record gives them."""
        value, bodies = self.agent(agent), bodies_of(self.vocabulary)
        body = bodies.with_slug(agent.slug) if self.readings and agent.slug else None
        found = self.readings.of_thing("creator", body.iri) if self.readings and body else None
        return (
            replace(value, said=say_word(found[0]), how=found[1])
            if found and found[0] != value.text
            else value
        )

    def _thing(self, thing: Thing) -> Iterator[Value]:
        name = getattr(thing, thing.name_field, ()) if thing.name_field else ()
        if isinstance(thing, PeriodOfTime):
            said = say_period(thing)
        elif name:
            said = name[0].value
        elif isinstance(thing, Location) and (area := say_area(thing)):
            said = area
        else:
            said = self._summary(thing)
        if thing.iri and self.vocabulary.concept(thing.iri):
            yield self._placed(thing.iri, self.term(Term(name[0].value if name else "", thing.iri)))
        elif said or thing.iri:
            word, how = self._published(thing, said)
            yield replace(Value(text=said) if said else link_value(thing.iri), said=word, how=how)

    def _placed(self, iri: str, value: Value) -> Value:
        """A place with the word that it was read from."""
        found = self.readings.of_thing("spatial", iri) if self.readings else None
        if not found or found[0] in ("", value.text, iri):
            return value
        return replace(value, said=say_word(found[0]), how=found[1])

    def _published(self, thing: Thing, said: str) -> tuple[str, str]:
        """How a thing without an address was published: the words of a period, or a name that nobody knows."""
        if self.readings is None:
            return "", ""
        if isinstance(thing, PeriodOfTime):
            word = self.readings.of_period(text.value for text in thing.label)
            return (say_word(word) if word != said else ""), ""
        return "", UNKNOWN if self.readings.is_unknown(said) else ""

    def _summary(self, thing: Thing) -> str:
        return "; ".join(
            f"{fact.label}: {', '.join(say_word(value.text) for value in fact.values)}"
            for fact in self.facts(thing)
        )


def say_word(word: str, *, longest: int = _LONGEST_SAID) -> str:
    """A published word to be read: without markup, and no more than its beginning, as a word may be a page of
    terms; one that the road itself has cut ends in "…" as well."""
    said = plain_line(word) or word
    if len(said) > longest:
        return said[:longest].rstrip() + "…"
    return said + "…" if len(word) == KEPT else said


def say_period(period: PeriodOfTime) -> str:
    """A period in words: "1 Apr 2019 to 31 Mar 2020", "from 2019", else as it was stated."""
    start = say_date(period.start_date.value) if period.start_date else ""
    end = say_date(period.end_date.value) if period.end_date else ""
    if start and end:
        return start if start == end else f"{start} to {end}"
    if start or end:
        return f"from {start}" if start else f"until {end}"
    return period.label[0].value if period.label else ""


def link_value(text: str) -> Value:
    """An address as a link where it is one that a page may link to, else as plain text."""
    if is_web_address(text):
        return Value(text=text, address=text, outside=True)
    email = _EMAIL.fullmatch(text)
    if email:
        return Value(text=email[1], address=f"mailto:{email[1]}", outside=True)
    return Value(text=text)
