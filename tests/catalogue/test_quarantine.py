"""How much may go or change at once: pure arithmetic."""

from __future__ import annotations

import pytest

from catalogue.model import Agent, Dataset, Distribution
from catalogue.quarantine import Bounds, Fill, Filled, bounds_of, filled_of, halved, words_for
from catalogue.values import Term


def fill(datasets: int, licences: int, losing: int = 0) -> Fill:
    nothing = dict.fromkeys(Filled, 0)
    return Fill(
        datasets=datasets,
        having=nothing | {Filled.LICENCE: licences},
        losing=nothing | {Filled.LICENCE: losing},
    )


@pytest.mark.parametrize(
    ("held", "listed", "lost"),
    [
        (fill(100, 80), fill(100, 40, losing=40), True),
        (fill(100, 80), fill(100, 41, losing=39), False),
        (fill(100, 80), fill(50, 20, losing=20), True),
        (fill(100, 80), fill(300, 80), False),
        (fill(8, 8), fill(8, 4, losing=4), False),
        (fill(8, 8), fill(8, 3, losing=5), True),
        (fill(0, 0), fill(100, 0), False),
    ],
)
def test_what_becomes_half_as_frequent_and_is_lost_by_five_is_held(
    held: Fill, listed: Fill, lost: bool
) -> None:
    assert (halved(held, listed) == (Filled.LICENCE,)) is lost


def test_a_licence_of_a_distribution_will_do() -> None:
    file = Distribution(license=Term("OGL"))
    assert filled_of(Dataset(distribution=(file,))) == Filled.LICENCE | Filled.DISTRIBUTION
    assert filled_of(Dataset(publisher=Agent())) == Filled.PUBLISHER
    assert filled_of(Dataset()) == Filled(0)


def test_bounds_are_the_portals_own_or_learned() -> None:
    assert bounds_of({}, []) == Bounds()
    assert bounds_of({}, [100, 80, 120]) == Bounds(least=40, most=1200)
    assert bounds_of({}, [5]) == Bounds(least=2, most=1000)
    assert bounds_of({"min": 90.0, "max": 130}, [100]) == Bounds(least=90, most=130)
    assert bounds_of({"min": "many", "max": True}, [200]) == Bounds(least=100, most=2000)


def test_what_is_lost_is_said_in_words() -> None:
    assert words_for((Filled.LICENCE, Filled.PUBLISHER)) == "licence and publisher"
