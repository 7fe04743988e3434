"""Whose mailbox may manage which portal."""

from __future__ import annotations

import pytest

from catalogue.mail_address import mailbox_of, read_mailbox
from catalogue.managing.domains import is_shared, registrable, shared_domains
from catalogue.managing.managers import manages_by_domain
from catalogue.portal import Portal
from vocab import load_vocabulary
from vocab.bodies import bodies_of

BODIES = bodies_of(load_vocabulary())


def portal(address: str, body: str = "", origin: str = "") -> Portal:
    return Portal(slug="p", title="P", kind="ckan", address=address, body=body, origin=origin)


LEEDS = portal("https://leeds.opendatasoft.com/", "E08000035")
MILL = portal("https://datamillnorth.example/", "E08000035")
WALES = portal("https://data.example/", BODIES.at("gov.wales").code)  # type: ignore[union-attr]
NOT_WALES = portal("https://data.gov.wales/")
SCOTLAND = portal("https://data.example/", BODIES.at("gov.scot").code)  # type: ignore[union-attr]
NOBODYS = portal("https://data.council.example/")


@pytest.mark.parametrize(
    ("email", "one", "may"),
    [
        ("ann@leeds.gov.uk", LEEDS, True),
        ("ann@housing.leeds.gov.uk", LEEDS, True),
        ("ann@bradford.gov.uk", LEEDS, False),
        ("ann@notleeds.gov.uk", LEEDS, False),
        ("ann@leeds.gov.uk.evil.example", LEEDS, False),
        ("ann@gov.uk", LEEDS, False),
        ("ann@opendatasoft.com", LEEDS, False),
        ("ann@leeds.opendatasoft.com", LEEDS, False),
        ("ann@gmail.com", LEEDS, False),
        ("ann@leeds.gov.uk", MILL, True),
        ("ann@datamillnorth.example", MILL, True),
        ("ann@council.example", NOBODYS, True),
        ("ann@parks.council.example", NOBODYS, True),
        ("ann@council2.example", NOBODYS, False),
        ("ann@example", NOBODYS, False),
        ("ann@leeds.gov.uk", NOBODYS, False),
        ("ann@gmail.com", portal("https://gmail.com/"), False),
        ("ann@b.github.io", portal("https://a.github.io/"), False),
        ("ann@a.github.io", portal("https://a.github.io/"), True),
        ("ann@york.gov.uk", portal("https://leeds.gov.uk/"), False),
        ("ann@york.gov.uk", portal("http://127.0.0.1:8100/york/", origin="https://data.york.gov.uk"), True),
        ("ann@127.0.0.1", portal("http://127.0.0.1:8100/york/"), False),
        ("ann@gov.wales", WALES, True),
        ("ann@council.gov.wales", NOT_WALES, False),
        ("ann@gov.scot", SCOTLAND, False),
        ("ann@crofts.gov.scot", SCOTLAND, False),
        ("ann@trust.nhs.net", portal("https://data.nhs.net/"), False),
        ("ann@", NOBODYS, False),
        ("", NOBODYS, False),
    ],
)
def test_a_mailbox_manages_the_portals_of_its_own_domain(email: str, one: Portal, may: bool) -> None:
    assert manages_by_domain(email, one, BODIES) is may


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("data.leeds.gov.uk", "leeds.gov.uk"),
        ("LEEDS.gov.uk.", "leeds.gov.uk"),
        ("gov.uk", ""),
        ("co.uk", ""),
        ("uk", ""),
        ("a.b.made-up", "b.made-up"),
        ("localhost", ""),
        ("127.0.0.1", ""),
        ("[::1]", ""),
        ("", ""),
    ],
)
def test_the_registered_domain_of_a_host(host: str, domain: str) -> None:
    assert registrable(host) == domain


def test_what_many_share_says_nothing_about_whose_it_is() -> None:
    assert is_shared("mail.nhs.net", "mailboxes")
    assert is_shared("leeds.opendatasoft.com", "portals")
    assert not is_shared("leeds.gov.uk", "mailboxes")
    assert [one for one in shared_domains() if registrable(one) != one] == []
    assert set(shared_domains().values()) == {"mailboxes", "portals"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Ann.Lee@Leeds.GOV.uk ", "ann.lee@leeds.gov.uk"),
        ("ann+data@leeds.example", "ann+data@leeds.example"),
        ("ann@exämple.org", "ann@xn--exmple-cua.org"),
        ("ünn@example.org", ""),
        ("ann@leeds", ""),
        ("ann", ""),
        ("", ""),
        ("a@b.example, c@d.example", ""),
        ("Ann <ann@leeds.example>", ""),
        ("ann@leeds.example\r\nBcc: all@c.example", ""),
        ("ann@[127.0.0.1]", ""),
        ("a" * 65 + "@leeds.example", ""),
        ("a@" + "b" * 260 + ".example", ""),
    ],
)
def test_only_one_whole_mailbox_is_read(typed: str, read: str) -> None:
    assert read_mailbox(typed) == read


def test_what_follows_a_plus_sign_reaches_the_same_mailbox() -> None:
    assert mailbox_of("ann+1@leeds.example") == mailbox_of("ann@leeds.example") == "ann@leeds.example"
