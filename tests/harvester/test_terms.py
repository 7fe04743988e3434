"""The terms on which a portal is asked."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.consent import Consent, read_consent
from catalogue.errors import PortalError
from catalogue.portal import Portal
from harvester.asking.terms import check_terms, daily_requests, of_meaning


def portal(**settings: Any) -> Portal:
    return Portal(
        slug="made", title="Made up", kind="ckan", address="https://made.example", settings=settings
    )


@pytest.mark.parametrize(
    "text", ["", "A. Officer", "2026-11-01", ", 2026-11-01", "A. Officer, 2026-13-01", "A, soon"]
)
def test_consent_has_a_name_and_a_day(text: str) -> None:
    assert read_consent(text) is None
    with pytest.raises(PortalError, match="a setting consent with name and date was expected"):
        check_terms(portal(robots="api-consented", consent=text))


def test_consent_is_read_as_it_is_written() -> None:
    given = Consent(by="Officer, A. (Parks)", on="2026-11-01")
    assert read_consent(str(given)) == given
    check_terms(portal(robots="api-consented", consent=str(given)))


def test_another_policy_is_refused() -> None:
    with pytest.raises(PortalError, match="setting robots is 'ignore'; obey or api-consented was expected"):
        check_terms(portal(robots="ignore"))


def test_links_are_checked_or_not() -> None:
    check_terms(portal(links="no"))
    with pytest.raises(PortalError, match="setting links is 'never'; yes or no was expected"):
        check_terms(portal(links="never"))


@pytest.mark.parametrize("value", [0, -1, "many", 0.5, "1e9"])
def test_a_budget_is_a_number_of_requests(value: object) -> None:
    with pytest.raises(PortalError, match="a number of requests was expected"):
        daily_requests(portal(daily_requests=value), 5)


def test_a_portals_own_budget_comes_before_the_usual_one() -> None:
    """Settings given on the command line are numbers with a point."""
    assert daily_requests(portal(daily_requests=20.0), 5) == 20
    assert daily_requests(portal(), 5) == 5


def test_how_a_portal_is_asked_makes_no_record_other() -> None:
    """So nothing is read anew for it."""
    assert of_meaning(
        {
            "delay": 2,
            "robots": "obey",
            "links": "no",
            "apikey": "secret:A",
            "header.X": "secret:A",
            "types": "a",
        }
    ) == {"types": "a"}
