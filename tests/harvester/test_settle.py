"""Settle: the portal's words become concepts where somebody knows them, and stay words where nobody does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_spider import record_of, small_spider

from catalogue.entry import Entry
from catalogue.errors import RecordError
from catalogue.finding import Finding
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.property import Form, Line, lines
from catalogue.rules import check
from catalogue.snapshot import pack_entry, unpack_entry
from catalogue.values import Term, Text, Typed
from harvester.record import Draft
from harvester.settle import settle
from vocab import load_vocabulary
from vocab.namespaces import XSD

VOCABULARY = load_vocabulary()
LEEDS = "E08000035"


def settled(body: str = "", portal: dict[str, Any] | None = None, **said: Any) -> tuple[Entry, list[Finding]]:
    """A dataset with a title and what else is said of it, settled."""
    spider = small_spider(**(portal or {}))
    home = replace(spider.portal, body=body)
    draft = Draft(dataset=Dataset(**({"title": (Text("Bins"),)} | said)))
    return settle(draft, record_of("a", "Bins"), home, VOCABULARY)


def test_a_known_word_becomes_a_concept_and_keeps_its_spelling() -> None:
    """And its mapping is noted."""
    entry, findings = settled(license=Term("OGL-UK-3.0"))
    assert entry.dataset.license is not None
    assert entry.dataset.license.known
    assert entry.dataset.license.word == "OGL-UK-3.0"
    assert [(one.property, one.word) for one in entry.mappings] == [("license", "OGL-UK-3.0")]
    assert findings == []


def test_a_word_that_nobody_knows_stays_a_word_with_a_finding() -> None:
    """Never guessed."""
    entry, findings = settled(license=Term("Ask Dave in IT"))
    assert entry.dataset.license == Term("Ask Dave in IT")
    assert [(one.code, one.published) for one in findings] == [("unknown-licence", "Ask Dave in IT")]


def test_own_terms_are_kept_with_their_address_and_told_once() -> None:
    """Never an open licence."""
    terms = Term("<p>Ask before you sell it. See <a href='https://c.example/terms'>our terms</a>.</p>")
    entry, findings = settled(license=terms, distribution=(Distribution(license=terms),))
    assert entry.dataset.license is not None and entry.dataset.license.own
    assert entry.dataset.license.link == "https://c.example/terms"
    assert entry.dataset.license.word == "Ask before you sell it. See our terms."
    assert entry.dataset.distribution[0].license == entry.dataset.license
    assert [one.code for one in findings] == ["own-terms"]
    assert unpack_entry(pack_entry(entry)) == entry


@pytest.mark.parametrize(
    ("term", "word", "iri"),
    [
        (Term("Ours", link="https://creativecommons.org/licenses/by/4.0/"), "Ours", "by/4.0/"),
        (Term("CC BY 4.0", link="https://c.example/terms"), "CC BY 4.0", "by/4.0/"),
        (Term("Ours", link="https://c.example/terms"), "Ours", "custom"),
        (Term("notspecified", link="https://c.example/terms"), "notspecified", "custom"),
        (Term(link="https://c.example/terms"), "https://c.example/terms", "custom"),
    ],
)
def test_an_address_beside_a_word_is_read_too(term: Term, word: str, iri: str) -> None:
    """A licence that either names, else the portal's own terms at that address."""
    entry, _ = settled(license=term)
    assert entry.dataset.license is not None
    assert entry.dataset.license.word == word
    assert entry.dataset.license.iri.endswith(iri)
    assert entry.dataset.license.link == (term.link if iri == "custom" else "")


def test_a_dataset_without_a_title_cannot_become_an_entry() -> None:
    """Nor one whose title is only space or markup."""
    for title in ("", "  ", "<p></p>", "null"):
        with pytest.raises(RecordError, match="has no title"):
            settled(title=(Text(title),))


@pytest.mark.parametrize(
    ("published", "value"),
    [
        ("1,024", "1024"),
        ("12.9", "12"),
        ("1e3", "1000"),
        ("-4", None),
        ("nan", None),
        ("inf", None),
        ("large", None),
    ],
)
def test_a_size_is_a_whole_number_of_bytes(published: str, value: str | None) -> None:
    """What is none is left out."""
    entry, _ = settled(distribution=(Distribution(byte_size=Typed(published), title=(Text("x"),)),))
    size = entry.dataset.distribution[0].byte_size
    assert (size.value if size else None) == value


@pytest.mark.parametrize(
    ("published", "value"), [("1e-7", "0.0000001"), ("10", "10"), ("1,0.5", "10.5"), ("1e-999999", "0")]
)
def test_a_resolution_is_written_as_xsd_decimal_is(published: str, value: str) -> None:
    """It knows no exponent (https://www.w3.org/TR/xmlschema11-2/#decimal)."""
    entry, _ = settled(spatial_resolution_in_meters=Typed(published))
    assert entry.dataset.spatial_resolution_in_meters == Typed(value, XSD.decimal)


def test_distributions_have_keys_of_their_own() -> None:
    """The portal's where it gives one, else by what they are; never their address."""
    parts = (
        Distribution(key="r 1", download_url=("https://x.example/a",)),
        Distribution(key="r 1", download_url=("https://x.example/b",)),
        Distribution(download_url=("https://x.example/c",), format=Term("CSV")),
        Distribution(access_url=("https://x.example/d",)),
    )
    entry, _ = settled(distribution=parts)
    assert [part.key for part in entry.dataset.distribution] == ["r-1", "r-1-2", "file-csv", "access-data"]


def test_a_council_is_known_by_any_of_its_names() -> None:
    """It gets its page, its official name and its code."""
    entry, findings = settled(body=LEEDS, publisher=Agent(name=(Text("leeds city council"),)))
    publisher = entry.dataset.publisher
    assert publisher is not None
    assert (publisher.slug, publisher.identifier[0].value) == ("leeds", LEEDS)
    assert findings == []


def test_a_publisher_that_nobody_knows_is_shown_as_published() -> None:
    """With a finding where the portal is a council's."""
    entry, findings = settled(body=LEEDS, publisher=Agent(name=(Text("Parks Team (East)"),)))
    assert entry.dataset.publisher is not None
    assert entry.dataset.publisher.slug == "parks-team-east"
    assert [one.code for one in findings] == ["unknown-publisher"]


@pytest.mark.parametrize("name", ["", "null", "N/A", "{{publisher}}", "unknown"])
def test_a_placeholder_is_no_publisher(name: str) -> None:
    """The portal's own council publishes then, else its setting, else nobody."""
    said = Agent(name=(Text(name),))
    council = settled(body=LEEDS, publisher=said)[0].dataset.publisher
    named = settled(portal={"publisher": "Water Board"}, publisher=said)[0].dataset.publisher
    assert council is not None and council.slug == "leeds"
    assert named is not None and named.slug == "water-board"
    assert settled(publisher=said)[0].dataset.publisher is None


def test_text_without_a_language_has_the_portals() -> None:
    """And a tag that is none is not believed."""
    entry, _ = settled(
        portal={"language": "cy"}, title=(Text("Biniau"), Text("Bins", "en"), Text("B", "no such"))
    )
    assert [text.lang for text in entry.dataset.title] == ["cy", "en", "cy"]


texts = st.builds(Text, st.text(max_size=40), st.sampled_from(["", "en", "cy", "x" * 9, "?"]))
terms = st.builds(Term, st.text(max_size=40) | st.sampled_from(["CSV", "OGL", "Environment", "Leeds"]))
typeds = st.builds(
    Typed,
    st.text(max_size=30)
    | st.sampled_from(["2024-02-30", "01/02/2023", "1e400", "9" * 400, "0000-00-00", "12"]),
)
links = st.text(max_size=40) | st.sampled_from(
    ["https://x.example/ a", "a@b", "http://[", "javascript:1", "//x"]
)
BY_FORM: dict[Form, st.SearchStrategy[Any]] = {
    Form.TEXT: texts, Form.TERM: terms, Form.TYPED: typeds, Form.LINK: links,
}  # fmt: skip


def things(kind: type[Any], **nodes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Things of a kind with any values in any of their properties."""
    said = {line.name: _values(line) for line in lines(kind) if line.property.form in BY_FORM}
    iris = st.sampled_from(["", "https://x.example/1", "no iri"])
    return st.builds(kind, **(said | nodes), key=st.text(max_size=20), iri=iris)


def _values(line: Line) -> st.SearchStrategy[Any]:
    values = BY_FORM[line.property.form]
    return st.lists(values, max_size=2).map(tuple) if line.many else st.none() | values


datasets = things(
    Dataset,
    publisher=st.none() | things(Agent),
    contact_point=st.lists(things(Contact), max_size=1).map(tuple),
    spatial=st.lists(things(Location), max_size=1).map(tuple),
    temporal=st.lists(things(PeriodOfTime), max_size=1).map(tuple),
    distribution=st.lists(things(Distribution), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(datasets, st.sampled_from(["", LEEDS, "no such code"]))
def test_no_draft_breaks_the_road(dataset: Dataset, body: str) -> None:
    """It becomes an entry that can be kept and checked, or a RecordError says why not."""
    portal = replace(small_spider().portal, body=body)
    try:
        entry, _ = settle(Draft(dataset=dataset), record_of("a", "A"), portal, VOCABULARY)
    except RecordError:
        return
    assert unpack_entry(pack_entry(entry)) == entry
    check(entry)
