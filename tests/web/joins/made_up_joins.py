"""Made-up datasets that hold identifiers, beside those of the made-up catalogue."""

from __future__ import annotations

from dataclasses import replace

from made_up_catalogue import EVIL, LEEDS_AREA, Builder, bins, text
from sqlalchemy import Connection

from catalogue.model import Agent, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Typed

OTHERS = 30
_OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def holding(
    title: str, *columns: str, area: str = LEEDS_AREA, years: tuple[int, int] = (2022, 2024)
) -> Dataset:
    """A dataset of some other publisher with these columns."""
    return Dataset(
        title=text(title),
        publisher=Agent(slug="fire-service", name=text("Fire Service")),
        spatial=(Location(iri=area),) if area else (),
        temporal=(PeriodOfTime(start_date=Typed(str(years[0])), end_date=Typed(str(years[1]))),),
        license=Term("OGL", _OGL),
        distribution=(Distribution(download_url=("https://fire.example/a.csv",), title=text("File")),),
        extra=tuple(("", "<urn:stook:ns#columnName>", f'"{name}"') for name in columns),
    )


def add_joins(connection: Connection) -> None:
    """Bins and the copy of them hold UPRNs; so do thirty others, two of them in Leeds."""
    builder = Builder(connection)
    portal, run = builder.portal("fire", "Fire data")
    near = holding("Alarms fitted", "address_uprn", "ward_code", "Easting")
    builder.dataset(portal, run, "alarms", near, slug="fire")
    hostile = replace(near, title=text(f"Hostile {EVIL}"), license=Term(EVIL))
    extra = (("", "<urn:stook:ns#columnName>", '"uprn"'), ("", "<urn:stook:ns#columnName>", f'"{EVIL}"'))
    builder.dataset(portal, run, "hostile", replace(hostile, extra=extra), slug="fire")
    for number in range(OTHERS - 2):
        far = holding(f"Visits {number:02}", "UPRN", area="", years=(2010, 2011))
        builder.dataset(portal, run, f"visits-{number}", far, slug="fire")
    builder.dataset(portal, run, "copy", bins(), slug="fire")
