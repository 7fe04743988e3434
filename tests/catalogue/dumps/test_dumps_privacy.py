"""What of a description is a person's, and what is a role's."""

from __future__ import annotations

import pytest

from catalogue.dumps.privacy import is_role, without_persons
from catalogue.entry import Entry
from catalogue.model import Agent, Contact, Dataset
from catalogue.snapshot import Snapshot
from catalogue.values import Text


def snapshot(dataset: Dataset) -> Snapshot:
    """A made-up snapshot."""
    entry = Entry(id="a", portal="p", key="k", source="https://p.example/k", dataset=dataset, mappings=())
    return Snapshot(entry=entry, first_seen="", last_changed="", run=1, mapper="m")


def cleaned(**fields: object) -> Dataset:
    """A dataset with a title and these fields, as it leaves."""
    return without_persons(snapshot(Dataset(title=(Text("Trees"),), **fields))).entry.dataset  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "local", ["opendata", "open.data", "GIS", "gis-team", "customerservices", "opendatahub", "foi2"]
)
def test_a_role_is_told_by_its_words(local: str) -> None:
    assert is_role(local)


@pytest.mark.parametrize("local", ["jane.smith", "j.smith", "jsmith2", "smithj", "mary_helpmann", ""])
def test_what_names_no_role_is_a_person(local: str) -> None:
    assert not is_role(local)


def test_a_person_goes_as_a_whole_contact() -> None:
    contact = Contact(
        fn=(Text("Jane Smith"),),
        has_email="mailto:jane.smith@york.example",
        has_telephone="tel:+441904000000",
        organization_name=(Text("York"),),
    )

    assert cleaned(contact_point=(contact,)).contact_point == (Contact(organization_name=(Text("York"),)),)


def test_a_role_stays_as_it_is() -> None:
    contact = Contact(fn=(Text("Open data"),), has_email="mailto:opendata@york.example")

    assert cleaned(contact_point=(contact,)).contact_point == (contact,)


def test_an_address_within_a_text_or_a_link_is_masked() -> None:
    found = cleaned(
        description=(Text("Ask jane.smith@york.example or gis@york.example."),),
        landing_page=("https://york.example/?ask=jane.smith%40york.example",),
    )

    assert found.description[0].value == "Ask withheld or gis@york.example."
    assert found.landing_page == ("https://york.example/?ask=withheld",)


def test_who_is_named_by_an_address_loses_the_address_and_keeps_the_name() -> None:
    creator = Agent(
        iri="mailto:jane.smith@york.example", name=(Text("Trees team"),), mbox="mailto:js@york.example"
    )

    assert cleaned(creator=(creator,)).creator == (Agent(name=(Text("Trees team"),)),)


def test_statements_beyond_the_model_lose_them_too() -> None:
    extra = (
        ("", "<urn:x:by>", "<mailto:jane.smith@york.example>"),
        ("", "<urn:x:note>", '"Ask jane.smith@york.example"@en'),
    )

    assert cleaned(extra=extra).extra == (("", "<urn:x:note>", '"Ask withheld"@en'),)


def test_a_snapshot_without_persons_is_left_as_it_is() -> None:
    plain = snapshot(Dataset(title=(Text("Trees @ York"),)))

    assert without_persons(plain) is plain
