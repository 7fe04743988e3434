"""What a description claims: each metric of presence and of lists with samples that pass and samples that fail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK

from catalogue.entry import Entry
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.quality.claims import Claims, claims_here, claims_published
from catalogue.quality.lists import lists_of
from catalogue.quality.metrics import BY_CODE, MOST, points_of
from catalogue.quality.scoring import World, score
from catalogue.snapshot import pack_entry, unpack_entry
from catalogue.values import OWN_TERMS, Term, Text, Typed
from vocab import load_vocabulary

LISTS = lists_of(load_vocabulary())
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
OGL3 = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def published(dataset: Dataset) -> frozenset[str]:
    return frozenset(claims_published(dataset, dataset, LISTS).codes)


def here(dataset: Dataset) -> frozenset[str]:
    return frozenset(claims_here(dataset, LISTS).codes)


def with_file(**said: object) -> Dataset:
    return Dataset(distribution=(Distribution(**said),))  # type: ignore[arg-type]


def formatted(word: str = "", link: str = "") -> Dataset:
    return with_file(format=Term(word, "", link))


def licensed(word: str = "", link: str = "") -> Dataset:
    return with_file(license=Term(word, "", link))


NOTHING = Dataset(distribution=(Distribution(),))

SAMPLES = [
    ("keyword", Dataset(keyword=(Text("bins"),)), Dataset(keyword=(Text("  "),))),
    ("theme", Dataset(theme=(Term("Environment"),)), Dataset(theme=(Term("n/a"),))),
    ("spatial", Dataset(spatial=(Location(label=(Text("Anytown"),)),)), Dataset(spatial=(Location(),))),
    (
        "temporal",
        Dataset(temporal=(PeriodOfTime(start_date=Typed("2020")),)),
        Dataset(temporal=(PeriodOfTime(label=(Text("n/a"),)),)),
    ),
    ("download-url", with_file(download_url=("https://a.example/x.csv",)), with_file(access_url=("https://a.example/",))),
    ("format", formatted("Spreadsheet"), formatted("unknown")),
    ("media-type", with_file(media_type=Term("text/csv")), formatted("CSV")),
    ("known-format", formatted("CSV"), formatted("Comma separated values")),
    ("known-format", formatted(link=f"{EU}file-type/CSV"), formatted(link="https://a.example/file-type/CSV")),
    ("known-format", formatted("geojson"), formatted("GeoJSON file")),
    ("known-format", formatted("AKN4EU"), formatted("AKN5EU")),
    ("known-format", with_file(media_type=Term("text/csv")), with_file(media_type=Term("text/x-csv"))),
    ("known-format", with_file(media_type=Term("", "", f"{IANA}application/geo+json")), NOTHING),
    ("open-format", formatted("CSV"), formatted("XLS")),
    ("open-format", formatted(link=f"{EU}file-type/JSON"), formatted(link=f"{EU}file-type/DOC")),
    ("machine-readable", formatted("XLSX"), formatted("PDF")),
    ("machine-readable", formatted("FMX4"), formatted("Excel workbook")),
    ("licence", licensed("You may do what you like"), licensed("notspecified")),
    ("licence", Dataset(license=Term("OGL")), NOTHING),
    ("known-licence", licensed(OGL3), licensed("Open data")),
    ("known-licence", licensed("OGL", OGL3.replace("https", "http").rstrip("/")), licensed("OGL")),
    ("known-licence", licensed(f"{EU}licence/OGL_3_0"), licensed("urn:stook:licence:custom")),
    ("known-licence", licensed("CC-BY-4.0"), licensed("Creative Commons")),
    ("known-licence", licensed("https://creativecommons.org/licenses/by/4.0/deed.en"), licensed("https://a.example/terms")),
    ("access-rights", Dataset(access_rights=Term("open to all")), Dataset(access_rights=Term(""))),
    ("known-access-rights", Dataset(access_rights=Term("PUBLIC")), Dataset(access_rights=Term("open to all"))),
    (
        "known-access-rights",
        Dataset(access_rights=Term("", "", f"{EU}access-right/NON_PUBLIC")),
        Dataset(access_rights=Term("", "", f"{EU}access-right/CONFIDENTIAL")),
    ),
    ("contact", Dataset(contact_point=(Contact(has_email="data@a.example"),)), Dataset(contact_point=(Contact(),))),
    ("publisher", Dataset(publisher=Agent(name=(Text("Anytown"),))), Dataset(publisher=Agent(name=(Text("N/A"),)))),
    ("rights", with_file(rights=(Term("© Anytown"),)), NOTHING),
    ("rights", Dataset(rights=(Term("© Anytown"),)), Dataset(rights=(Term("none"),))),
    ("size", with_file(byte_size=Typed("1024")), with_file(byte_size=Typed(""))),
    ("issued", with_file(issued=Typed("2020")), NOTHING),
    ("issued", Dataset(issued=Typed("2020")), Dataset(modified=Typed("2020"))),
    ("modified", Dataset(modified=Typed("2020")), Dataset(issued=Typed("2020"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "passing", "failing"), SAMPLES, ids=[f"{n}-{one[0]}" for n, one in enumerate(SAMPLES)]
)
def test_what_passes_passes_and_what_fails_fails(code: str, passing: Dataset, failing: Dataset) -> None:
    assert code in published(passing)
    assert code not in published(failing)


def test_every_metric_that_asks_neither_links_nor_shapes_has_its_samples() -> None:
    asked = {"access-url-works", "download-url-works", "conforms"}
    assert {code for code, _, _ in SAMPLES} == BY_CODE.keys() - asked


def test_our_concept_for_a_word_counts_here_and_not_as_published() -> None:
    draft = formatted("Comma separated values")
    settled = with_file(format=Term("Comma separated values", f"{EU}file-type/CSV"))
    claims = frozenset(claims_published(draft, settled, LISTS).codes)
    assert claims == {"format"}
    assert here(settled) == {"format", "known-format", "open-format", "machine-readable"}


def test_terms_of_a_publisher_s_own_are_on_no_list() -> None:
    assert "known-licence" not in here(
        with_file(license=Term("Our terms", OWN_TERMS, "https://a.example/terms"))
    )


def test_what_we_added_is_not_the_publisher_s() -> None:
    draft, settled = Dataset(), Dataset(publisher=Agent(name=(Text("Anytown Council"),)))
    assert claims_published(draft, settled, LISTS).codes == ()
    assert here(settled) == {"publisher"}


@pytest.mark.parametrize(
    ("draft", "settled", "misread"),
    [
        (Dataset(issued=Typed("last spring")), Dataset(), True),
        (with_file(byte_size=Typed("big")), with_file(), True),
        (Dataset(modified=Typed("2020")), Dataset(modified=Typed("2020")), False),
        (Dataset(issued=Typed("n/a")), Dataset(), False),
    ],
)
def test_a_date_that_nobody_could_read_is_stated_and_keeps_the_description_from_conforming(
    draft: Dataset, settled: Dataset, *, misread: bool
) -> None:
    claims = claims_published(draft, settled, LISTS)
    entry = Entry(id="x", portal="p", key="k", source="", dataset=settled, claims=claims)
    kept = unpack_entry(pack_entry(entry)).claims
    world = World(links={}, conforms=True)
    assert kept == claims
    assert claims.misread is misread
    assert ("conforms" in score(settled, claims, world).codes) is not misread
    assert "conforms" in score(settled, claims_here(settled, LISTS), world).codes


def test_a_distribution_that_was_left_out_on_the_way_leaves_the_others_their_own_words() -> None:
    drafts = (Distribution(), Distribution(access_url=("https://a.example/x",), format=Term("PDF")))
    settled = (drafts[1],)
    claims = claims_published(Dataset(distribution=drafts), Dataset(distribution=settled), LISTS)
    assert claims.files == (("format", "known-format", "open-format"),)


def test_the_best_distribution_decides_and_no_metric_is_taken_from_another() -> None:
    best = Distribution(format=Term("CSV"), license=Term(OGL3))
    other = Distribution(download_url=("https://a.example/x",), byte_size=Typed("1"))
    found = published(Dataset(distribution=(other, best)))
    assert found == {"format", "known-format", "open-format", "machine-readable", "licence", "known-licence"}


files = st.lists(st.frozensets(st.sampled_from(sorted(BY_CODE)), max_size=12), max_size=5)


@QUICK
@given(files=files, dataset=st.frozensets(st.sampled_from(sorted(BY_CODE)), max_size=12), data=st.data())
def test_the_order_of_distributions_does_not_matter(
    files: list[frozenset[str]], dataset: frozenset[str], data: st.DataObject
) -> None:
    claims = Claims(dataset=tuple(dataset), files=tuple(map(tuple, files)))
    turned = tuple(map(tuple, data.draw(st.permutations(files))))
    assert replace(claims, files=turned).codes == claims.codes


@QUICK
@given(files=files, extra=st.frozensets(st.sampled_from(sorted(BY_CODE))), place=st.integers(0, 4))
def test_another_statement_never_takes_points(
    files: list[frozenset[str]], extra: frozenset[str], place: int
) -> None:
    more = [file | extra if n == place else file for n, file in enumerate(files)] + [extra]
    before, after = (Claims(dataset=(), files=tuple(map(tuple, each))).codes for each in (files, more))
    assert points_of(before) <= points_of(after) <= MOST
