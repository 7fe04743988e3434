"""What one may do with the data: its licence, who may see it, and care where it is about people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.columns.holding import held_in
from catalogue.document import licence_of
from catalogue.model import Dataset
from catalogue.text.plain import plain_line
from vocab.namespaces import DCT
from web.pages.extra import plain_literal
from web.pages.facts import FactReader, say_word
from web.pages.licence import make_licence
from web.trust.fact import CATALOGUE, PUBLISHER, Grounds, Group, Mark, TrustFact
from web.wording import say_count

_OPENNESS = {"open": Mark.OK, "not-open": Mark.TOLD, "not-stated": Mark.UNSURE}
_PUBLIC = "PUBLIC"
_PERSONAL = re.compile(r"personal[\s_-]*(?:data|information)", re.IGNORECASE)
_TELLING = (
    "uprn",
    "postcode",
    "nhs-number",
    "national-insurance-number",
)  # codes of our scheme of identifiers


def licence(grounds: Grounds) -> TrustFact:
    """What may be done with the data, and where that is stated."""
    line = make_licence(grounds.dataset, FactReader(links=grounds.links, vocabulary=grounds.vocabulary))
    return TrustFact(
        code="licence",
        group=Group.USE,
        mark=_OPENNESS[line.openness],
        label="Licence",
        said=line.sentence,
        by=PUBLISHER,
        how=_where_stated(grounds.dataset),
        link=line.name.address if line.name else "",
        property=DCT.license,
    )


def _where_stated(dataset: Dataset) -> str:
    """Whether a licence is stated on the dataset, on its files or on some of them, and whether they agree."""
    files = [one.license for one in dataset.distribution if one.license]
    stated = {term.iri or term.word for term in (*files, dataset.license) if term}
    if licence_of(dataset) is None:
        return "no licence stands in the record"
    on_files = f"{len(files)} of its {say_count(len(dataset.distribution), 'file')}"
    if len(stated) > 1:
        return f"stated on {'the dataset and ' if dataset.license else ''}{on_files}, not alike: read each"
    return "stated on the dataset" if dataset.license else f"stated on {on_files}, not on the dataset"


def access(grounds: Grounds) -> TrustFact:
    """Who may see the data."""
    stated = grounds.dataset.access_rights
    concept = grounds.vocabulary.concept(stated.iri) if stated and stated.iri else None
    if concept:
        mark = Mark.OK if concept.code == _PUBLIC else Mark.TOLD
        said, how = f"{concept.label()}: {concept.definition}", "the access rights that the record states"
    elif stated:
        mark, how = Mark.TOLD, "the access rights that the record states, in words that we do not know"
        said = f"Who may see it: “{say_word(stated.word or stated.iri)}”."
    else:
        mark, how = Mark.UNSURE, "no access rights stand in the record"
        said = "The publisher does not say who may see it."
    return TrustFact(
        code="access",
        group=Group.USE,
        mark=mark,
        label="Access",
        said=said,
        by=PUBLISHER,
        how=how,
        property=DCT.accessRights,
    )


def personal_data(grounds: Grounds) -> TrustFact:
    """Whether the record speaks of personal data, or its columns make it likely that people can be told from it.

    What it says is quoted, never read: “no personal data” and “personal data” are one word apart.
    """
    remark = next(_remarks(grounds.dataset), "")
    kinds = _singling_out(grounds)
    if remark:
        said = f"The record speaks of personal data: “{say_word(remark)}”. Read it before you use the data."
        return _personal(Mark.TOLD, said, PUBLISHER, "the publisher’s own words")
    if kinds:
        said = (
            f"It holds {' and '.join(kinds)}, which may single out a household or a person. "
            "Joining it with data about people needs a lawful basis."
        )
        return _personal(Mark.TOLD, said, CATALOGUE, "its columns, by what they are called and hold")
    said = "The publisher does not say whether it holds personal data."
    return _personal(Mark.UNSURE, said, PUBLISHER, "nothing in the record speaks of it")


def _singling_out(grounds: Grounds) -> tuple[str, ...]:
    """The kinds of identifier among its columns that stand for one person, one address or few, by their labels."""
    found = (
        grounds.vocabulary.find("identifier", code)
        for code in dict.fromkeys(one.kind for one in held_in(grounds.tables))
        if code in _TELLING
    )
    return tuple(one.label() for one in found if one)


def _remarks(dataset: Dataset) -> Iterator[str]:
    """The publisher's words about personal data: keywords, statements of rights, and properties that the model does
    not know, such as those of the Data Privacy Vocabulary."""
    yield from (one.value for one in dataset.keyword if _PERSONAL.fullmatch(one.value.strip()))
    stated = (
        dataset.access_rights,
        *dataset.rights,
        *(each for one in dataset.distribution for each in one.rights),
    )
    yield from (plain for term in stated if term and _PERSONAL.search(plain := plain_line(term.word)))
    for subject, name, value in dataset.extra:
        local = re.split(r"[#/]", name.strip("<>"))[-1]
        if not subject and _PERSONAL.search(local):
            yield f"{local}: {plain_literal(value)}"


def _personal(mark: Mark, said: str, by: str, how: str) -> TrustFact:
    return TrustFact(
        code="personal-data", group=Group.USE, mark=mark, label="Personal data", said=said, by=by, how=how
    )
