"""A small made-up catalogue, with everything in it that a page must be able to show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, insert, update
from starlette.applications import Starlette

from catalogue.concept_graph import vocabulary_graphs
from catalogue.document import make_document
from catalogue.entry import Entry, Mapping, mint_id
from catalogue.graph import dataset_graph
from catalogue.indexes.protocol import open_index
from catalogue.ledger.columns import columns_of_many, follow_columns
from catalogue.ledger.held import every_shown
from catalogue.ledger.kin import follow_kin, kin_names
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.reuse_deeds import Judge, approve
from catalogue.ledger.reuse_filing import begin_story, must_file, send_story
from catalogue.ledger.reuse_following import every_story
from catalogue.ledger.schema import changes, entries, findings, former_keys, portals, records, runs
from catalogue.ledger.scores import scores_of
from catalogue.ledger.scoring import Scorer
from catalogue.ledger.status import last_change
from catalogue.links import Links
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.quality.claims import claims_here
from catalogue.quality.dqv import quality_graph
from catalogue.quality.lists import Lists, lists_of
from catalogue.reuses.graph import stories_graph
from catalogue.reuses.story import Content, Use, What
from catalogue.settings import Settings
from catalogue.snapshot import pack_entry, squeeze
from catalogue.stores import GraphPut, open_store
from catalogue.values import Term, Text, Typed
from vocab import load_vocabulary
from web.app import build_app

BASE = "http://catalogue.test"
NOW = "2026-11-28T09:00:00Z"
XSD = "http://www.w3.org/2001/XMLSchema#"
EVIL = "<script>alert('x')</script>"

BINS = mint_id("leeds", "bins")
EVIL_ID = mint_id("leeds", "evil")
BARE = mint_id("leeds", "bare")
GONE = mint_id("leeds", "gone")

_FORMATS = "http://publications.europa.eu/resource/authority/file-type/"
_THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
_OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

LEEDS_AREA = "http://statistics.data.gov.uk/id/statistical-geography/E08000035"


def text(value: str, lang: str = "") -> tuple[Text, ...]:
    """One text."""
    return (Text(value, lang),)


def bins() -> Dataset:
    """A dataset that says nearly everything."""
    licence = load_vocabulary().match("licence", "OGL-UK-3.0")
    assert licence
    return Dataset(
        title=(Text("Household bin collection rounds", "en"), Text("Rowndiau casglu biniau", "cy")),
        description=text(
            "Collection days for black, brown and green bins by address.\nOne row a day.\n\nSecond part."
        ),
        keyword=(*text("bins"), *text("waste & recycling")),
        theme=(Term("Environment", _THEMES + "ENVI"),),
        publisher=Agent(slug="leeds-city-council", name=text("Leeds City Council"), spatial=(LEEDS_AREA,)),
        contact_point=(Contact(fn=text("Data team"), has_email="mailto:data@leeds.example"),),
        license=Term("OGL3", licence.concept.iri),
        issued=Typed("2020", f"{XSD}gYear"),
        modified=Typed("2026-11-03", f"{XSD}date"),
        landing_page=("https://data.leeds.example/bins",),
        spatial=(Location(iri=LEEDS_AREA, label=text("Leeds")),),
        temporal=(
            PeriodOfTime(
                start_date=Typed("2022-01-01", f"{XSD}date"), end_date=Typed("2024-12-31", f"{XSD}date")
            ),
        ),
        distribution=(
            Distribution(
                key="csv one",
                title=text("Rounds"),
                format=Term("csv", f"{_FORMATS}CSV"),
                download_url=("https://data.leeds.example/bins.csv",),
                byte_size=Typed("18000000", f"{XSD}nonNegativeInteger"),
            ),
            Distribution(
                key="geo",
                title=text("Boundaries"),
                format=Term("GeoJSON", f"{_FORMATS}GEOJSON"),
                access_url=("https://data.leeds.example/bins.geojson",),
            ),
        ),
        extra=(("", "<urn:stook:ns#columnName>", '"UPRN"'), ("", "<urn:x:odd>", '"kept \\"as\\" said"@en')),
    )


def evil() -> Dataset:
    """Made-up: a hostile portal's record."""
    return Dataset(
        title=text(f"Bins {EVIL}", "en"),
        description=text(f'{EVIL}<img src=x onerror=alert(1)> bins "quoted"'),
        keyword=text(f'"><script>{EVIL}'),
        publisher=Agent(slug="evil-council", name=text(f"Evil {EVIL}")),
        landing_page=("javascript:alert(2)",),
        license=Term(f"{EVIL} terms"),
        theme=(Term(EVIL),),
        distribution=(
            Distribution(
                key='"><script>',
                title=text(EVIL),
                access_url=("javascript:alert(3)",),
                download_url=("data:text/html,<script>alert(4)</script>",),
                format=Term(EVIL),
            ),
        ),
    )


def bare() -> Dataset:
    """Made-up: a dataset that says nothing but its title."""
    return Dataset(title=text("Allotment waiting list"))


def gone() -> Dataset:
    """Made-up: a dataset that was withdrawn."""
    return Dataset(
        title=text("Old parking zones"),
        publisher=Agent(slug="leeds-city-council", name=text("Leeds City Council")),
    )


class Builder:
    """Fills the tables of a ledger row by row."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def portal(self, slug: str, title: str) -> tuple[int, int]:
        """A portal with one partial and one complete run; its number and the last run's."""
        number = self._insert(
            portals,
            slug=slug,
            title=title,
            kind="ckan",
            address=f"https://{slug}.example",
            added="2026-01-01T00:00:00Z",
            settings={},
        )
        self.run(number, 1, "partial", "Stopped at page 3 of 5: the portal answered 503.")
        return number, self.run(number, 2, "complete", "All 4 records that the portal declares were read.")

    def run(self, portal: int, number: int, verdict: str, sentence: str) -> int:
        """One run."""
        day = f"2026-11-{20 + number}"
        return self._insert(
            runs,
            portal_id=portal,
            number=number,
            started=f"{day}T03:00:00Z",
            finished=f"{day}T03:12:00Z" if verdict else "",
            heartbeat=f"{day}T03:12:00Z",
            verdict=verdict,
            sentence=sentence,
            declared=4,
            counts={"read": 4, "added": 3, "rejected": 1},
            mapper="m1",
        )

    def dataset(
        self, portal: int, run: int, key: str, dataset: Dataset, *, slug: str = "leeds", state: str = "live"
    ) -> None:
        """One dataset with its record, its changes and the words it was read from."""
        identifier = mint_id(slug, key)
        mappings = (
            Mapping(property="license", word="OGL3", iri=_OGL, how="hidden label “OGL3”"),
            Mapping(property="distribution.format", word="weird <b>", iri="", how=""),
        )
        entry = Entry(
            id=identifier,
            portal=slug,
            key=key,
            source=f"https://{slug}.example/api/{key}",
            dataset=dataset,
            mappings=mappings,
            claims=claims_here(dataset, _lists()),
        )
        kinds = ("added", "withdrawn") if state == "withdrawn" else ("added",)
        for kind in kinds:
            change = self._insert(
                changes,
                entry_id=identifier,
                kind=kind,
                at="2026-11-22T03:10:00Z",
                run=2,
                mapper="m1",
                first_seen="2026-02-14T03:10:00Z",
                snapshot=squeeze(pack_entry(entry)),
            )
        publisher = dataset.publisher
        self._insert(
            entries,
            id=identifier,
            portal_id=portal,
            key=key,
            state=state,
            title=dataset.title[0].value,
            publisher=publisher.slug if publisher else "",
            publisher_name=publisher.name[0].value if publisher else "",
            digest="d",
            change=change,
            first_seen="2026-02-14T03:10:00Z",
            last_changed="2026-11-22T03:10:00Z",
            last_run=run,
        )
        self._insert(
            records,
            portal_id=portal,
            key=key,
            digest="d",
            media_type="application/json",
            source=entry.source,
            fetched="2026-11-22T03:09:00Z",
            mapper="m1",
            body=squeeze(b'{"id": "<b>"}'),
        )

    def story(self, title: str, *datasets: str) -> None:
        """A story that is shown, about some datasets."""
        uses = [Use(what=What.DATASET, name=name, title=f"Once called {name}") for name in datasets]
        said = Content(
            title=title,
            who=f"Friends of the Aire {EVIL}",
            kind="service",
            changed="Two bin rounds were moved to a Tuesday.",
            story=f"They *joined* rounds and addresses. {EVIL}",
            evidence="https://council.example/minutes",
            uses=(*uses, Use(what=What.IDENTIFIER, name="uprn", title="UPRN")),
        )
        filed = begin_story(self._connection, said, token=title, email="author@aire.example", now=NOW)
        send_story(self._connection, filed, now=NOW)
        judge = Judge(who="op@stook.example", now=NOW, vocabulary=load_vocabulary())
        approve(self._connection, must_file(self._connection, filed.story.id), judge)

    def finding(self, portal: int, run: int, key: str, code: str, *, rejected: bool = False) -> None:
        """One finding."""
        self._insert(
            findings,
            portal_id=portal,
            run_id=run,
            key=key,
            code=code,
            severity="violation" if rejected else "warning",
            message=f"Something about {code} {EVIL}",
            place="resources[0].url",
            published=EVIL,
            fix="Write it as a date.",
            rejected=rejected,
        )

    def former_key(self, portal: int, key: str, old: str) -> None:
        """A name that a dataset had before."""
        self._insert(
            former_keys,
            portal_id=portal,
            key=old,
            entry_id=mint_id("leeds", key),
            run=2,
            at="2026-11-22T03:10:00Z",
            evidence="the same title, 2 of 2 addresses",
        )

    def going(self, portal: int, number: int) -> None:
        """A run that goes on."""
        self.run(portal, number, "", "")
        self._connection.execute(update(runs).where(runs.c.number == number).values(counts={}))

    def _insert(self, table: object, **values: object) -> int:
        result = self._connection.execute(insert(table).values(**values))  # type: ignore[arg-type]
        return int((result.inserted_primary_key or (0,))[0]) if table in (portals, runs, changes) else 0


def fill(ledger: Ledger) -> None:
    """The catalogue of these tests."""
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("leeds", "Data Mill North")
        builder.dataset(portal, run, "bins", bins())
        builder.dataset(portal, run, "evil", evil())
        builder.dataset(portal, run, "bare", bare())
        builder.dataset(portal, run, "gone", gone(), state="withdrawn")
        builder.finding(portal, run, "bins", "date-unreadable")
        builder.finding(portal, run, "no-title", "title-missing", rejected=True)
        builder.story("Fewer missed bins", BINS, GONE)
        builder.former_key(portal, "bins", f"old/{EVIL}")
        builder.going(portal, 3)
        connection.execute(
            insert(portals).values(
                slug="empty",
                title="A portal not harvested yet",
                kind="dcat",
                address="javascript:alert(5)",
                added="2026-01-01T00:00:00Z",
                settings={},
            )
        )


def open_site(folder: Path, *, many: int = 0, address: str = "memory:", seconds: float = 10) -> Starlette:
    """The site over the made-up catalogue, with `many` further datasets and its store at `address`."""
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    fill(ledger)
    if many:
        with ledger.writing() as connection:
            builder = Builder(connection)
            portal, run = builder.portal("many", "A portal with many")
            for number in range(many):
                row = Dataset(
                    title=text(f"Tree survey {number:03}"),
                    publisher=Agent(slug=f"council-{number % 30}", name=text(f"Council {number % 30}")),
                )
                builder.dataset(portal, run, f"tree-{number}", row, slug="many")
    return serve(ledger, folder, address=address, seconds=seconds)


def serve(ledger: Ledger, folder: Path, *, address: str = "memory:", seconds: float = 10) -> Starlette:
    """The site over a filled ledger, with a store of it at `address` and an index in memory."""
    # All tests are one client, and many ask what is wrong on purpose.
    settings = Settings(
        base=BASE, home=folder, query_seconds=seconds, query_minute_errors=0, query_minute_seconds=0
    )
    vocabulary = load_vocabulary()
    store, index = open_store(address), open_index("memory:")
    follow_columns(ledger)
    follow_kin(ledger)
    Scorer(ledger, vocabulary, NOW).follow()
    with ledger.reading() as connection:
        shown = list(every_shown(connection))
        tables = columns_of_many(connection, [each.entry.id for each in shown])
        mark = last_change(connection)
        scored = scores_of(connection, [each.entry.id for each in shown])
        kins = kin_names(connection, [each.entry.id for each in shown])
        stories = every_story(connection)
    links = Links(BASE)
    puts = [
        GraphPut(
            graph=links.dataset(each.entry.id),
            quads=dataset_graph(
                each,
                links,
                scores=scored.get(each.entry.id),
                tables=tables.get(each.entry.id, ()),
                kin=kins.get(each.entry.id, ""),
            ),
        )
        for each in shown
    ]
    puts += [GraphPut(graph=name, quads=quads) for name, quads in vocabulary_graphs(vocabulary, links)]
    puts += [GraphPut(graph=name, quads=quads) for name, quads in (quality_graph(links),)]
    puts += [
        GraphPut(graph=name, quads=quads) for name, quads in (stories_graph(stories, vocabulary, links),)
    ]
    store.apply(puts=puts, drops=[], mark=mark)
    index.apply(
        documents=[
            make_document(each, vocabulary, kind="ckan", tables=tables.get(each.entry.id, ()))
            for each in shown
        ],
        gone=[],
        mark=mark,
    )
    return build_app(
        settings, ledger=ledger, store=store, index=index, vocabulary=vocabulary, now=lambda: NOW
    )


@cache
def _lists() -> Lists:
    return lists_of(load_vocabulary())
