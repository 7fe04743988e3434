"""Namespaces are closed: what a standard does not define cannot be written by mistake."""

from __future__ import annotations

import copy
import pickle

import pytest

from vocab import namespaces
from vocab.namespaces import DCAT, DCT, SCHEMA, VCARD, Namespace

ALL = {name: value for name, value in vars(namespaces).items() if isinstance(value, Namespace)}


def test_a_term_is_its_full_iri() -> None:
    assert DCAT.downloadURL == "http://www.w3.org/ns/dcat#downloadURL"
    assert DCT.title == "http://purl.org/dc/terms/title"
    assert VCARD["country-name"] == "http://www.w3.org/2006/vcard/ns#country-name"


def test_a_namespace_knows_its_own_iri() -> None:
    assert DCAT.IRI == str(DCAT) == "http://www.w3.org/ns/dcat#"


def test_a_misspelt_term_raises_and_names_the_near_one() -> None:
    with pytest.raises(AttributeError, match="no term 'downloadUrl'; did you mean 'downloadURL'"):
        _ = DCAT.downloadUrl
    with pytest.raises(KeyError, match="no term 'licence'; did you mean 'license'"):
        _ = DCT["licence"]


def test_a_namespace_tells_its_terms() -> None:
    assert DCAT.Dataset in DCAT and SCHEMA.Dataset not in DCAT
    assert set(DCAT) >= {DCAT.DatasetSeries, DCAT.inSeries, DCAT.hasCurrentVersion}


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_term_begins_with_its_namespace(name: str) -> None:
    namespace = ALL[name]
    terms = list(namespace)
    assert terms and all(term.startswith(namespace.IRI) and " " not in term for term in terms)


def test_no_two_names_stand_for_one_namespace() -> None:
    assert len({namespace.IRI for namespace in ALL.values()}) == len(ALL) >= 20


def test_a_namespace_survives_copying() -> None:
    for twin in (copy.deepcopy(DCAT), pickle.loads(pickle.dumps(DCAT))):  # noqa: S301 - our own bytes
        assert twin.theme == DCAT.theme
