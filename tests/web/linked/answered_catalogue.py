"""A made-up catalogue in which every stored query finds something, and each of its parameters leaves something out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from made_up_catalogue import BASE, XSD, Builder, serve, text
from starlette.applications import Starlette

from catalogue.entry import mint_id
from catalogue.ledger.ledger import open_ledger
from catalogue.model import Agent, Contact, DataService, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from vocab.namespaces import GEO

_EU = "http://publications.europa.eu/resource/authority/"
_AREA = "http://statistics.data.gov.uk/id/statistical-geography/"
_OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_HVD = "http://data.europa.eu/bna/"
_SERVICE = "http://id.esd.org.uk/service/"
_COLUMN = "<urn:stook:ns#columnName>"


def _eu(table: str, code: str) -> Term:
    return Term(code, f"{_EU}{table}/{code}")


def _publisher(name: str, area: str) -> Agent:
    return Agent(slug=name.lower().replace(" ", "-"), name=text(name), spatial=(_AREA + area,))


LEEDS = _publisher("Leeds City Council", "E08000035")
EXETER = _publisher("Exeter City Council", "E07000041")


def trees(publisher: Agent) -> Dataset:
    """Made-up: what two councils publish under one title, with nobody to ask and nothing else said."""
    return Dataset(title=text("Tree survey", "en"), publisher=publisher)


def bins() -> Dataset:
    """Made-up: one that says all that the queries ask for."""
    return Dataset(
        title=(Text("Waste collection rounds", "en"), Text("Rowndiau casglu gwastraff", "cy")),
        description=text("One row a crew and day."),
        keyword=(*text("Waste"), *text("rounds")),
        theme=(_eu("data-theme", "ENVI"),),
        council_service=(Term("Waste", _SERVICE + "524"),),
        hvd_category=(Term("Geospatial", _HVD + "c_ac64a52d"),),
        publisher=LEEDS,
        contact_point=(Contact(fn=text("Data team"), has_email="mailto:data@leeds.example"),),
        license=Term("OGL3", _OGL),
        access_rights=_eu("access-right", "RESTRICTED"),
        accrual_periodicity=_eu("frequency", "ANNUAL"),
        language=(_eu("language", "CYM"),),
        issued=Typed("2020-03", f"{XSD}gYearMonth"),
        modified=Typed("2026-11-03", f"{XSD}date"),
        spatial=(Location(iri=_AREA + "E08000035", label=text("Leeds")),),
        temporal=(
            PeriodOfTime(
                start_date=Typed("2022-01-01", f"{XSD}date"), end_date=Typed("2024-12-31", f"{XSD}date")
            ),
        ),
        distribution=(
            Distribution(
                key="csv",
                title=text("Rounds"),
                format=_eu("file-type", "CSV"),
                download_url=("http://data.leeds.example/rounds.csv",),
                byte_size=Typed("18000000", f"{XSD}nonNegativeInteger"),
            ),
            Distribution(
                key="wfs",
                title=text("Rounds on a map"),
                format=_eu("file-type", "WFS_SRVC"),
                access_url=("https://maps.leeds.example/wfs",),
                access_service=(
                    DataService(title=text("WFS"), endpoint_url=("https://maps.leeds.example/wfs",)),
                ),
            ),
        ),
        extra=(("", _COLUMN, '"UPRN"'), ("", _COLUMN, '"Round"'), ("", _COLUMN, '"usrn"')),
    )


def roads() -> Dataset:
    """Made-up: one of another council that says the same things otherwise."""
    return replace(
        bins(),
        title=text("Roads and streets", "en"),
        keyword=text("streets"),
        theme=(_eu("data-theme", "TRAN"),),
        council_service=(Term("Pests", _SERVICE + "649"),),
        hvd_category=(Term("Earth", _HVD + "c_dd313021"),),
        publisher=EXETER,
        license=Term("CC BY", _CC_BY),
        access_rights=_eu("access-right", "NON_PUBLIC"),
        accrual_periodicity=_eu("frequency", "MONTHLY"),
        language=(_eu("language", "ENG"),),
        modified=Typed("2021", f"{XSD}gYear"),
        spatial=(Location(label=text("Wherever")),),
        temporal=(PeriodOfTime(start_date=Typed("1999", f"{XSD}gYear")),),
        distribution=(
            Distribution(
                key="xlsx",
                title=text("Streets"),
                format=_eu("file-type", "XLSX"),
                access_url=("ftp://files.exeter.example/streets.xlsx",),
                byte_size=Typed("900", f"{XSD}nonNegativeInteger"),
            ),
            Distribution(
                key="wms",
                title=text("Streets on a map"),
                format=_eu("file-type", "WMS_SRVC"),
                access_url=("http://maps.exeter.example/wms",),
                access_service=(
                    DataService(title=text("WMS"), endpoint_url=("http://maps.exeter.example/wms",)),
                ),
            ),
        ),
        extra=(("", _COLUMN, '"usrn"'), ("", _COLUMN, '"Uprn"'), ("", _COLUMN, '"Street name"')),
    )


def own_terms() -> Dataset:
    """Made-up: one under terms of its publisher's own, that has an area and has not been kept up."""
    return Dataset(
        title=text("Parking zones"),
        publisher=LEEDS,
        license=Term("Ask the GIS team first."),
        accrual_periodicity=_eu("frequency", "ANNUAL"),
        modified=Typed("2022-05-01", f"{XSD}date"),
        spatial=(Location(bbox=Typed("POLYGON((-2 53,-1 53,-1 54,-2 54,-2 53))", GEO.wktLiteral)),),
        temporal=(
            PeriodOfTime(
                start_date=Typed("2023-04-01", f"{XSD}date"), end_date=Typed("2023-05-01", f"{XSD}date")
            ),
        ),
    )


def copy_of(portal: str, key: str) -> Dataset:
    """Made-up: a copy of a dataset at another portal."""
    original = f"<{BASE}/dataset/{mint_id(portal, key)}>"
    return Dataset(
        title=text(f"Copy of {key}"),
        publisher=LEEDS,
        extra=(("", "<http://www.w3.org/ns/prov#wasDerivedFrom>", original),),
    )


def open_answered(folder: Path) -> Starlette:
    """The site over these datasets at two portals."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    with ledger.writing() as connection:
        builder = Builder(connection)
        leeds, run = builder.portal("leeds", "Data Mill North")
        builder.dataset(leeds, run, "bins", bins())
        builder.dataset(leeds, run, "trees", trees(LEEDS))
        builder.dataset(leeds, run, "own", own_terms())
        builder.dataset(leeds, run, "back", copy_of("many", "roads"))
        many, other = builder.portal("many", "A portal with many")
        builder.dataset(many, other, "roads", roads(), slug="many")
        builder.dataset(many, other, "trees", trees(EXETER), slug="many")
        builder.dataset(many, other, "copy", copy_of("leeds", "bins"), slug="many")
        for portal, its_run, slug, publisher in ((leeds, run, "leeds", LEEDS), (many, other, "many", EXETER)):
            spending = Dataset(title=text("Spending"), publisher=publisher)
            builder.dataset(portal, its_run, "spending", spending, slug=slug)
        builder.story("Fewer missed bins", mint_id("leeds", "bins"))
        builder.story("Quieter streets", mint_id("many", "roads"))
        builder.dataset(many, other, "nobody", Dataset(title=text("Of nobody")), slug="many")
    return serve(ledger, folder)
