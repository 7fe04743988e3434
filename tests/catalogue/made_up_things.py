"""Made-up things of the model, for tests that must hold for whatever a portal says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
from hypothesis import settings
from hypothesis import strategies as st

from catalogue.iri import read_iri
from catalogue.model import Dataset, Thing
from catalogue.property import Form, Line, lines
from catalogue.values import OWN_TERMS, Term, Text, Typed
from vocab.namespaces import RDF, XSD

QUICK = settings(deadline=None, max_examples=40, database=None, derandomize=True)

NASTY = (
    'quo"ted',
    "back\\slash",
    "two\nlines\r\n",
    "\x00nul",
    "tab\tbed",
    "half \ud83d a character",
    "emoji 🚮",
    "\ufeffmark",
    'end" . <urn:evil> <urn:evil> "of literal',
    "http://[bad",
    "http://x.test/a b{c}",
    "Rowndiau casglu â ŵ",
)
_NAMED = "http://things.test/"

words = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=()), min_size=1, max_size=8).filter(
    lambda word: word.strip("\x00") != ""
)
langs = st.sampled_from(("", "en", "cy", "en-GB", "x> <urn:evil", "toolongforatag"))
iris = st.sampled_from(("", "http://words.test/one", "http://words.test/two", "not one", "urn:x:<evil>"))
own_terms = st.builds(
    lambda word, number: Term(word, OWN_TERMS, f"http://terms.test/{number}" if number else ""),
    words,
    st.integers(min_value=0, max_value=10**12),
)
datatypes = st.sampled_from(
    ("", XSD.date, XSD.dateTime, XSD.string, RDF.IRI + "langString", "no datatype", "urn:x> <urn:evil")
)
_plain = {
    Form.TEXT: st.builds(Text, words, langs),
    Form.TERM: st.builds(Term, words, iris),
    Form.TYPED: st.builds(Typed, words, datatypes),
    Form.LINK: st.sampled_from(("http://a.test/", "mailto:a@b.test", "http:/one.test/slash")) | words,
}


def _item(line: Line) -> st.SearchStrategy[Any]:
    """A value for a line; a licence is now and then terms of the publisher's own, at an address of their own."""
    plain = _plain[line.property.form]
    return plain | own_terms if line.property.scheme == "licence" else plain


@st.composite
def things(draw: st.DrawFn, kind: type[Thing] = Dataset, depth: int = 0) -> Any:
    """A thing with a handful of its properties filled, and things within it three deep."""
    fields: dict[str, Any] = {"iri": draw(st.sampled_from(("", _NAMED)))}
    chosen = draw(
        st.lists(st.sampled_from(lines(kind)), max_size=5 - depth, unique_by=lambda line: line.name)
    )
    for line in chosen:
        if line.node is not None and depth >= 3:
            continue
        item = _item(line) if line.node is None else things(line.node, depth + 1)
        fields[line.name] = tuple(draw(st.lists(item, min_size=1, max_size=3))) if line.many else draw(item)
    return kind(**fields)


def named_apart(thing: Any, path: str = "top", *, always: bool = True) -> Any:
    """The same thing with an IRI of its own wherever it had one, so that no two things are one."""
    fields: dict[str, Any] = {"iri": _NAMED + path if thing.iri or always else ""}
    for line in lines(type(thing)):
        held = getattr(thing, line.name)
        if line.node is not None and held:
            fields[line.name] = (
                tuple(named_apart(one, f"{path}/{line.name}{n}", always=False) for n, one in enumerate(held))
                if line.many
                else named_apart(held, f"{path}/{line.name}", always=False)
            )
    return replace(thing, **fields)


def as_read(thing: Any) -> Any:
    """What reading must give back of a thing that was written: RDF has one way to say what we have several for."""
    fields: dict[str, Any] = {"key": ""}
    for line in lines(type(thing)):
        held = getattr(thing, line.name)
        if held is None or held == ():
            continue
        items = tuple(dict.fromkeys(_item_as_read(one, line) for one in (held if line.many else (held,))))
        fields[line.name] = items if line.many else items[0]
    return replace(thing, **fields)


def said(value: str) -> str:
    """A text as RDF can say it."""
    return value.replace("\x00", "").encode(errors="replace").decode()


def _item_as_read(item: Any, line: Line) -> Any:
    match item:
        case Text(value, lang):
            return Text(said(value), lang.lower() if lang in ("en", "cy", "en-GB") else "")
        case Term(word, iri, link) if iri == OWN_TERMS:
            return Term(said(word), iri, link)
        case Term(word, iri):
            return Term(read_iri(iri) or read_iri(word) or said(word))
        case Typed(value, datatype):
            return Typed(said(value), datatype if datatype in (XSD.date, XSD.dateTime) else "")
        case Thing():
            return as_read(item)
        case _:
            return read_iri(item) or said(item)


def parsed(quads: bytes) -> list[ox.Quad]:
    """The statements of some N-Quads."""
    return list(ox.parse(quads, format=ox.RdfFormat.N_QUADS))


def canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    """A graph whose blank nodes are named by what is said of them, so that equal means isomorphic."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)
