"""Made-up datasets of a dozen councils on one subject, for an analyst who looks for it in her own words."""

from __future__ import annotations

from pathlib import Path

from made_up_catalogue import XSD, Builder, serve, text
from starlette.applications import Starlette

from catalogue.ledger.ledger import open_ledger
from catalogue.model import Agent, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Typed
from vocab import load_vocabulary

AREA = "http://statistics.data.gov.uk/id/statistical-geography/"
COUNCILS = {
    "Leeds": "E08000035",
    "York": "E06000014",
    "Bradford": "E08000032",
    "Wakefield": "E08000036",
    "Sheffield": "E08000039",
    "Cardiff": "W06000015",
    "Exeter": "E07000041",
    "Norwich": "E07000148",
    "Plymouth": "E06000026",
    "Derby": "E06000015",
    "Swansea": "W06000011",
    "Newport": "W06000022",
}
"""Real names and codes, since places are understood by them; everything said of them is made up."""


def rounds(council: str, title: str = "Household waste collection rounds", *, form: str = "CSV") -> Dataset:
    """A made-up dataset of a council: one file of a form, a licence, a period."""
    vocabulary = load_vocabulary()
    licence, file_type, theme = (
        vocabulary.match(scheme, word)
        for scheme, word in (("licence", "OGL-UK-3.0"), ("file-type", form), ("theme", "Environment"))
    )
    assert licence and file_type and theme
    area = AREA + COUNCILS[council]
    return Dataset(
        title=text(title, "en"),
        description=text("One row for each address and day on which a crew calls."),
        theme=(Term("Environment", theme.concept.iri),),
        publisher=Agent(
            slug=f"{council.lower()}-city-council", name=text(f"{council} City Council"), spatial=(area,)
        ),
        license=Term("OGL3", licence.concept.iri),
        modified=Typed("2025-11-30", f"{XSD}date"),
        spatial=(Location(iri=area, label=text(council)),),
        temporal=(
            PeriodOfTime(
                start_date=Typed("2022-04-01", f"{XSD}date"), end_date=Typed("2024-03-31", f"{XSD}date")
            ),
        ),
        distribution=(
            Distribution(
                key="file",
                title=text("Rounds"),
                format=Term(form, file_type.concept.iri),
                download_url=(f"https://data.{council.lower()}.example/rounds",),
                byte_size=Typed("2400000", f"{XSD}nonNegativeInteger"),
            ),
        ),
        extra=(("", "<urn:stook:ns#columnName>", '"UPRN"'), ("", "<urn:stook:ns#columnName>", '"ROUND"')),
    )


def open_councils(folder: Path) -> Starlette:
    """The site over the rounds of each council, two further datasets of Leeds, and what is called otherwise."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("north", "Northern data mill")
        for council in COUNCILS:
            builder.dataset(portal, run, council, rounds(council), slug="north")
        for key, title, form in (
            ("grit", "Grit bins", "GeoJSON"),
            ("parks", "Parks and playgrounds", "CSV"),
            ("rounds-map", "Map of household waste collection rounds", "GeoJSON"),
        ):
            builder.dataset(portal, run, key, rounds("Leeds", title, form=form), slug="north")
    return serve(ledger, folder)
