"""Each fact of the trust panel: what is known is told with its source, what is not is said and never blamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from catalogue.columns.telling import tell_tables
from catalogue.entry import Entry, Mapping
from catalogue.ledger.links import Link
from catalogue.linkage.standing import State
from catalogue.model import Agent, Contact, Dataset, Distribution
from catalogue.portal import Portal
from catalogue.snapshot import Snapshot
from catalogue.values import Term, Text, Typed
from vocab import load_vocabulary
from vocab.bodies import slug_of
from web.addresses import Addresses
from web.trust.checking import columns, description, formats, links
from web.trust.dates import data_changed, last_checked
from web.trust.fact import Grounds, Mark, TrustFact, trust_json
from web.trust.panel import FACTS, make_panel, trust_facts
from web.trust.responsible import alterations, contact, origin, owner, publisher
from web.trust.updating import updates
from web.trust.using import access, licence, personal_data

EVIL = "<script>alert('x')</script>"
XSD = "http://www.w3.org/2001/XMLSchema#"
VOCABULARY = load_vocabulary()
BODY = next(
    one for one in VOCABULARY.schemes["council"].concepts if "leeds.gov.uk" in one.lists.get("domain", ())
)
COLUMN = ("", "<urn:stook:ns#columnName>", '"UPRN"')
Fact = Callable[[Grounds], TrustFact]


def term(scheme: str, code: str, word: str = "") -> Term:
    """A word read as a concept."""
    concept = VOCABULARY.find(scheme, code)
    assert concept
    return Term(word or code, concept.iri)


def matched(scheme: str, word: str) -> Term:
    """A word read as what it means."""
    found = VOCABULARY.match(scheme, word)
    assert found
    return Term(word, found.concept.iri)


def day(value: str) -> Typed:
    """A date."""
    return Typed(value, f"{XSD}date")


def grounds(dataset: Dataset | None = None, *mappings: Mapping, **more: object) -> Grounds:
    """What is known of a dataset that was seen on 28 November 2026."""
    entry = Entry(id="x", portal="leeds", key="k", source="", dataset=dataset or Dataset(), mappings=mappings)
    snapshot = Snapshot(
        entry=entry,
        first_seen="2026-02-14T03:10:00Z",
        last_changed="2026-11-22T03:10:00Z",
        run=7,
        mapper="m",
    )
    known = Grounds(
        snapshot=snapshot,
        state="live",
        portal_title="Data Mill North",
        vocabulary=VOCABULARY,
        links=Addresses(),
        today=date(2026, 11, 28),
        checked="2026-11-28T03:10:00Z",
        checked_in=9,
        tables=tell_tables(entry.dataset, (), VOCABULARY),
    )
    return replace(known, **more)  # type: ignore[arg-type]


def portal(address: str, body: str = "") -> Portal:
    """A portal at an address."""
    return Portal(slug="leeds", title="Data Mill North", kind="ckan", address=address, body=body)


def link(url: str, state: State, media_type: str = "") -> Link:
    """A link as it stands."""
    return Link(
        id=1, url=url, host="h.example", state=state, since="", status=200, remark="", media_type=media_type,
        length=None, leads_to="", checked="" if state is State.NEVER_ASKED else "2026-11-21T01:00:00Z", due="",
        failures=0, first_failure="",
    )  # fmt: skip


def filed(code: str, url: str) -> Distribution:
    """A file of a format at an address."""
    return Distribution(format=term("file-type", code), download_url=(url,))


KNOWN = Agent(slug=slug_of(BODY), name=(Text(BODY.label()),))
NAMED = Agent(slug="friends-of-trees", name=(Text("Friends of Trees"),))
CSV = "https://h.example/a.csv"
FILE = filed("CSV", CSV)
LONG = (Text("Every day on which a bin is emptied, by address and by colour."),)
FULL = Dataset(
    publisher=KNOWN,
    contact_point=(Contact(has_email="mailto:a@leeds.example"),),
    license=matched("licence", "OGL-UK-3.0"),
    access_rights=term("access-right", "PUBLIC"),
    accrual_periodicity=term("frequency", "MONTHLY"),
    modified=day("2026-11-03"),
    description=LONG,
    distribution=(FILE,),
    page=("https://h.example/about",),
)
OF_LEEDS = portal("https://data.leeds.gov.uk/api", BODY.code)

# A fact, what it is worked out from, its mark, and words that its sentence, its source or its reason has.
ROWS: list[tuple[Fact, Grounds, Mark, str]] = [
    (publisher, grounds(FULL), Mark.OK, "Leeds City Council publishes it"),
    (publisher, grounds(FULL, Mapping(property="publisher", word="LCC", iri=BODY.iri, how="hidden label “LCC”")),
     Mark.OK, "the record names “LCC”: a known spelling"),
    (publisher, grounds(FULL, Mapping(property="publisher", word="", iri=BODY.iri, how="portal default")),
     Mark.TOLD, "filled in by us: the body whose portal it is"),
    (publisher, grounds(Dataset(publisher=NAMED)), Mark.TOLD, "Friends of Trees publishes it"),
    (publisher, grounds(), Mark.UNSURE, "does not say who publishes it"),
    (owner, grounds(portal=OF_LEEDS), Mark.OK, "data.leeds.gov.uk, a web domain of Leeds City Council"),
    (owner, grounds(portal=portal("https://data.leeds.gov.uk/api")), Mark.OK, "a web domain of Leeds City Council"),
    (owner, grounds(portal=portal("https://mill.example", BODY.code)), Mark.TOLD, "at no domain of theirs"),
    (owner, grounds(portal=portal("https://mill.example", BODY.code), vouched="2026-11-01T00:00:00Z"),
     Mark.OK, "verified as that of Leeds City Council"),
    (owner, grounds(portal=portal("https://mill.example"), vouched="2026-11-01T00:00:00Z"),
     Mark.UNSURE, "has not been verified"),
    (owner, grounds(portal=portal("https://leeds.gov.uk.evil.example")), Mark.UNSURE, "has not been verified"),
    (owner, grounds(portal=portal("https://data.leeds.gov.uk", "E08000003")), Mark.TOLD, "at no domain of theirs"),
    (owner, grounds(portal=portal("http://[broken")), Mark.UNSURE, "has not been verified"),
    (owner, grounds(), Mark.UNSURE, "no longer listed"),
    (owner, grounds(Dataset(publisher=NAMED), portal=OF_LEEDS), Mark.OK, "lists this dataset for Friends of Trees."),
    (contact, grounds(FULL), Mark.OK, "There is somebody to ask"),
    (contact, grounds(Dataset(contact_point=(Contact(fn=(Text("A team"),)),))), Mark.TOLD, "without a way"),
    (contact, grounds(Dataset(contact_point=(Contact(),))), Mark.UNSURE, "does not say whom to ask"),
    (contact, grounds(), Mark.UNSURE, "does not say whom to ask"),
    (origin, grounds(portal=OF_LEEDS, fetched="2026-11-22T03:09:00Z"), Mark.TOLD, "kind ckan. Its record is kept"),
    (origin, grounds(), Mark.TOLD, "Read from Data Mill North."),
    (alterations, grounds(), Mark.TOLD, "We changed nothing"),
    (alterations, grounds(None, Mapping(property="license", word="OGL3", iri="urn:x"),
                          Mapping(property="license", word="OGL3", iri="urn:x"),
                          Mapping(property="theme", word="odd"), Mapping(property="publisher", word="", iri="u")),
     Mark.TOLD, "We read 1 published word as shared terms, filled in 1 fact and left 1 word as it is."),
    (data_changed, grounds(FULL), Mark.TOLD, "stated on the dataset"),
    (data_changed, grounds(FULL, Mapping(property="modified", word="3/11/2026")), Mark.TOLD, "as “3/11/2026”"),
    (data_changed, grounds(Dataset(distribution=(Distribution(modified=day("2026-10-01")),))),
     Mark.TOLD, "the newest of its files"),
    (data_changed, grounds(), Mark.UNSURE, "does not say when the data last changed"),
    (last_checked, grounds(), Mark.TOLD, "run 9 read the whole portal"),
    (last_checked, grounds(checked_in=0), Mark.TOLD, "its record was read"),
    (last_checked, grounds(checked="", checked_in=0), Mark.UNSURE, "not known when it was last seen"),
    (updates, grounds(FULL), Mark.OK, "Updated on time: “Monthly” is stated, and the next change is due by 3 Dec 2026"),
    (updates, grounds(replace(FULL, modified=day("2026-10-16"))), Mark.BAD,
     "Overdue by 12 days: “Monthly” is stated, and a change was due by 16 Nov 2026."),
    (updates, grounds(replace(FULL, modified=day("2026-10-16")), checked="2026-11-17T00:00:00Z"), Mark.UNSURE,
     "It was on time when it was last seen here, and has not been seen since"),
    (updates, grounds(replace(FULL, modified=day("2020-01-01"), distribution=(
        replace(FILE, modified=day("2026-11-20")),))), Mark.OK, "due by 20 Dec 2026"),
    (updates, grounds(replace(FULL, modified=None)), Mark.UNSURE, "When the data last changed is not stated"),
    (updates, grounds(replace(FULL, modified=Typed(EVIL))), Mark.UNSURE, "nothing is said to be late"),
    (updates, grounds(replace(FULL, accrual_periodicity=None)), Mark.UNSURE, "How often it changes is not stated"),
    (updates, grounds(replace(FULL, accrual_periodicity=Term("now and then"))), Mark.UNSURE, "in words that"),
    (updates, grounds(replace(FULL, accrual_periodicity=term("frequency", "IRREG"))), Mark.TOLD, "no change is due"),
    (licence, grounds(FULL), Mark.OK, "stated on the dataset"),
    (licence, grounds(Dataset(distribution=(replace(FILE, license=FULL.license), FILE))),
     Mark.OK, "stated on 1 of its 2 files, not on the dataset"),
    (licence, grounds(Dataset(license=FULL.license, distribution=(replace(FILE, license=Term("ours")),))),
     Mark.OK, "not alike: read each"),
    (licence, grounds(Dataset(license=Term("Ask us"))), Mark.TOLD, "in words that we do not recognise"),
    (licence, grounds(), Mark.UNSURE, "No licence is stated."),
    (access, grounds(FULL), Mark.OK, "Anyone may see it."),
    (access, grounds(Dataset(access_rights=term("access-right", "NON_PUBLIC"))), Mark.TOLD, "Not public"),
    (access, grounds(Dataset(access_rights=Term("ask Bob"))), Mark.TOLD, "“ask Bob”"),
    (access, grounds(), Mark.UNSURE, "does not say who may see it"),
    (personal_data, grounds(), Mark.UNSURE, "does not say whether it holds personal data"),
    (personal_data, grounds(Dataset(keyword=(Text("Personal data"),))), Mark.TOLD, "“Personal data”"),
    (personal_data, grounds(Dataset(rights=(Term("Holds no personal data."),))), Mark.TOLD,
     "speaks of personal data: “Holds no personal data.”"),
    (personal_data, grounds(Dataset(extra=(("", "<https://w3id.org/dpv#hasPersonalData>", '"yes"'),))),
     Mark.TOLD, "“hasPersonalData: yes”"),
    (personal_data, grounds(Dataset(extra=(COLUMN,))), Mark.TOLD, "may single out a household"),
    (links, grounds(), Mark.UNSURE, "leads to no address that could be checked"),
    (links, grounds(state="withdrawn"), Mark.UNSURE, "no longer checked"),
    (links, grounds(addresses=(link(CSV, State.NEVER_ASKED),)), Mark.UNSURE, "have not been checked yet"),
    (links, grounds(addresses=(link(CSV, State.WORKS),)), Mark.OK, "Of 1 address, 1 worked when last checked."),
    (links, grounds(addresses=(link(CSV, State.WORKS), link(CSV + "2", State.DEAD))), Mark.BAD,
     "Of 2 addresses, 1 worked when last checked; 1 did not work for a week or more."),
    (links, grounds(addresses=(link(CSV, State.WORKS), link(CSV + "2", State.NEVER_ASKED))), Mark.UNSURE,
     "1 worked when last checked; 1 not checked yet."),
    (links, grounds(addresses=(link(CSV, State.UNKNOWN),)), Mark.UNSURE, "could not be checked"),
    (links, grounds(addresses=(link(CSV, State.FAILING),)), Mark.UNSURE, "did not work when last checked"),
    (formats, grounds(FULL), Mark.UNSURE, "has not been told yet"),
    (formats, grounds(FULL, addresses=(link(CSV, State.WORKS, "text/csv; charset=utf-8"),)), Mark.OK,
     "1 file answered as what it is called"),
    (formats, grounds(FULL, addresses=(link(CSV, State.WORKS, "text/HTML;charset=x"),)), Mark.BAD,
     "What is called CSV answers with a web page"),
    (formats, grounds(FULL, addresses=(link(CSV, State.WORKS, "application/vnd.ms-excel"),)), Mark.UNSURE, "not been"),
    (formats, grounds(FULL, addresses=(link(CSV, State.WORKS, "text/plain"),)), Mark.UNSURE, "not been told"),
    (formats, grounds(FULL, addresses=(link(CSV, State.DEAD, "text/html"),)), Mark.UNSURE, "not been told"),
    (formats, grounds(Dataset(distribution=(filed("HTML", CSV),)), addresses=(link(CSV, State.WORKS, "text/html"),)),
     Mark.OK, "1 file answered"),
    (description, grounds(FULL), Mark.OK, "It is described in"),
    (description, grounds(Dataset(description=(Text("Bins."),))), Mark.BAD, "short: 5 characters"),
    (description, grounds(), Mark.UNSURE, "gives no description"),
    (columns, grounds(Dataset(extra=(COLUMN,))), Mark.TOLD, "1 column named; what they mean is not said"),
    (columns, grounds(Dataset(extra=(COLUMN,), page=("https://h.example/about",))), Mark.OK, "documentation given"),
    (columns, grounds(FULL), Mark.OK, "Documentation is given"),
    (columns, grounds(), Mark.UNSURE, "does not say what its columns are"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "known", "mark", "words"), ROWS)
def test_a_fact_tells_what_is_known(fact: Fact, known: Grounds, mark: Mark, words: str) -> None:
    found = fact(known)
    assert found.mark is mark, found
    assert words in f"{found.said} {found.how}"


def test_every_fact_is_in_the_table() -> None:
    told = {fact for fact, *_ in ROWS}
    assert {fact.__name__ for fact in FACTS} - {fact.__name__ for fact in told} == {
        "description_changed",
        "first_seen",
    }


def test_every_fact_names_who_is_responsible_and_how_we_know() -> None:
    for known in (grounds(), grounds(FULL, portal=OF_LEEDS)):
        facts = trust_facts(known)
        assert all(one.said and one.by and one.how for one in facts)
        assert len({one.code for one in facts}) == len(facts)
        panel = make_panel(facts)
        assert (*panel.who, *panel.dates, *panel.use, *panel.checks) == facts


def test_a_body_that_publishes_on_its_own_portal_is_not_called_another() -> None:
    assert "lists this dataset for" not in owner(grounds(FULL, portal=OF_LEEDS)).said


def test_of_a_dataset_that_says_nothing_nothing_is_blamed() -> None:
    assert not [one for one in trust_facts(grounds()) if one.mark in (Mark.BAD, Mark.OK)]


def test_the_four_dates_are_in_their_order() -> None:
    panel = make_panel(trust_facts(grounds(FULL)))
    assert [one.at for one in panel.dates] == [
        "2026-11-03",
        "2026-11-22T03:10:00Z",
        "2026-02-14T03:10:00Z",
        "2026-11-28T03:10:00Z",
    ]


def test_no_hostile_text_breaks_a_fact() -> None:
    wild = Term(EVIL * 200, "")
    dataset = Dataset(
        publisher=Agent(slug="x", name=(Text(EVIL),)),
        contact_point=(Contact(fn=(Text(EVIL),), has_email=EVIL),),
        license=wild,
        access_rights=wild,
        accrual_periodicity=wild,
        modified=Typed(EVIL),
        rights=(Term(f"personal data {EVIL}"),),
        keyword=(Text(EVIL),),
        description=(Text(EVIL),),
        extra=(("", "<urn:x:personalData>", '"\\'),),
        distribution=(
            Distribution(modified=Typed("9" * 5000), license=wild, format=wild, download_url=(EVIL,)),
        ),
    )
    known = grounds(
        dataset,
        Mapping(property="publisher", word=EVIL, how=EVIL),
        portal=portal(f"http://{EVIL}", EVIL),
        portal_title=EVIL,
        checked=EVIL,
        addresses=(link(EVIL, State.WORKS, EVIL),),
    )
    said = trust_json(trust_facts(known))
    assert all(isinstance(one["said"], str) and len(one["said"]) < 500 for one in said)
