"""A dataset of a list: the rows that speak of it (the roles are those of `list_columns.toml`).

A list has no specification; the clauses are those of DCAT 3 for each property (https://www.w3.org/TR/vocab-dcat-3/).

| model | role of the column | clause |
|---|---|---|
| title, description | `title`, `description`, a language each | 6.4.6, 6.4.5 |
| identifier | `identifier` | 6.4.11 |
| landing_page | `page`; `link` where it leads to no file | 6.4.17 |
| publisher, creator | `publisher`, `creator` | 6.4.10, 6.4.4 |
| contact_point | `contact_name`, `contact_email`, `contact_phone` | 6.4.3 |
| issued, modified | the same | 6.4.7, 6.4.8 |
| accrual_periodicity | `frequency` | 6.6.2 |
| keyword | `keyword`, parted by `;`, else the bar, else commas or lines | 6.4.15 |
| theme, council_service | `theme`, parted by `;`, bar or line; `service` | 6.4.12 |
| license, rights, access_rights | `license` with `license_url`; `rights`; `access_rights` | 6.4.19, 6.4.20, 6.4.1 |
| spatial, temporal | `spatial`; `temporal`, `temporal_start`, `temporal_end` | 6.6.3, 6.6.5 |
| language, conforms_to, page | `language`, `conforms_to`, `documentation` | 6.4.9, 6.4.2, 6.4.14 |
| version, status, provenance | the same | 6.4.30, 6.4.34, 6.4.35 |
| distribution, one a row and number | | 6.6.1 |
| access_url, download_url | `download`, `link` to a file, a column named by a format; `access` | 6.8.4, 6.8.6 |
| format, media_type, byte_size | `format`, `media_type`, `size` times `size_unit` | 6.8.16, 6.8.15, 6.8.14 |
| title, description, key, modified | `file_title`, `file_description`, `file_id`, `file_modified` | 6.8.1 |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.errors import RecordError
from catalogue.finding import Finding, Severity
from catalogue.iri import is_web_address
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.drafting.list_columns import Column, read_columns, says_nothing
from harvester.drafting.subjects import name_services
from harvester.formats import native
from harvester.formats.native import objects
from harvester.formats.sizes import read_size
from harvester.record import Draft, Record

_FILE = re.compile(
    r"\.(csv|tsv|xlsx?|ods|json|geojson|xml|kml|kmz|zip|shp|gml|gpkg|pdf|rdf|ttl|txt|docx?|parquet)(\?|$|/$)",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"/(FeatureServer|MapServer|ImageServer|wms|wfs|ows)\b|[?&]service=|[?&]format=", re.IGNORECASE
)
_WEB_PAGE = re.compile(r"html?|web ?(page|site)?|text/html", re.IGNORECASE)
_BETWEEN_THEMES = re.compile(r"[;|\n]")
_BETWEEN_FORMATS = re.compile(r"[,;/|&\n]|\band\b")
_BETWEEN_ADDRESSES = re.compile(r"[\s|;,]+(?=https?://|www\.)", re.IGNORECASE)
_BARE = re.compile(r"www\.[\w-]+\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says, and what its column holds."""

    column: Column
    value: str


Row = tuple[Cell, ...]


def draft_rows(record: Record, chosen: Mapping[str, str]) -> Draft:
    """The rows of one dataset; `chosen` is the portal's setting. Raises RecordError where none has a title."""
    said = objects(native.unpack(record.body).get("rows"))
    columns = read_columns(dict.fromkeys(name for row in said for name in row), chosen)
    rows = [_cells(row, columns) for row in said]
    everything = tuple(cell for row in rows for cell in row)
    titles = _texts(everything, "title")
    if not titles:
        raise RecordError(f"{record.source}: the row has no title")
    return Draft(
        dataset=name_services(_dataset(record.key, titles, everything, rows)),
        findings=tuple(_remarks(everything)),
    )


def value_of(row: Mapping[str, Any], columns: Mapping[str, Column], role: str) -> str:
    """The first text that a row has for a role; "" where it has none."""
    return _one(_cells(row, columns), role)


def page_of(row: Mapping[str, Any], columns: Mapping[str, Column]) -> str:
    """The first page that a row gives to its dataset, or ""."""
    return next(iter(_landing(_cells(row, columns))), "")


def address_of(value: str) -> str:
    """A cell's address; one without its scheme gets one, what is no address is ""."""
    if is_web_address(value):
        return value
    return f"http://{value}" if _BARE.match(value) and " " not in value else ""


def _cells(row: Mapping[str, Any], columns: Mapping[str, Column]) -> Row:
    """What a row says, the best column of each role first."""
    found = (Cell(columns[name], native.text(value)) for name, value in row.items() if name in columns)
    return tuple(
        sorted((cell for cell in found if not says_nothing(cell.value)), key=lambda cell: cell.column.rank)
    )


def _dataset(key: str, titles: tuple[Text, ...], cells: Row, rows: list[Row]) -> Dataset:
    landing = _landing(cells)
    files = dict.fromkeys(one for row in rows for one in _files(row, landing))
    return Dataset(
        key=key,
        title=titles,
        description=_texts(cells, "description"),
        identifier=tuple(map(Typed, _all(cells, "identifier")[:1])),
        keyword=tuple(dict.fromkeys(word for cell in _of(cells, "keyword") for word in _keywords(cell))),
        theme=_terms(part for word in _all(cells, "theme") for part in _BETWEEN_THEMES.split(word)),
        council_service=_terms(_all(cells, "service")),
        publisher=_agent(_one(cells, "publisher")),
        creator=tuple(agent for word in _all(cells, "creator")[:3] if (agent := _agent(word))),
        contact_point=_contact(cells),
        issued=native.date(_one(cells, "issued")),
        modified=native.date(_one(cells, "modified")),
        accrual_periodicity=native.term(_one(cells, "frequency")),
        license=_licence(_one(cells, "license"), _one(cells, "license_url")),
        rights=_terms(_all(cells, "rights")),
        access_rights=native.term(_one(cells, "access_rights")),
        landing_page=landing,
        page=tuple(filter(None, map(address_of, _all(cells, "documentation")))),
        conforms_to=_terms(_all(cells, "conforms_to")),
        language=_terms(_all(cells, "language")),
        version=native.typed(_one(cells, "version")),
        status=native.term(_one(cells, "status")),
        provenance=_terms(_all(cells, "provenance")),
        spatial=tuple(map(_place, _all(cells, "spatial"))),
        temporal=tuple(_periods(cells)),
        distribution=tuple(files),
    )


def _remarks(cells: Row) -> Iterator[Finding]:
    for cell in cells:
        if cell.column.role in ("download", "page") and not address_of(cell.value):
            yield Finding(
                code="list-address-unreadable",
                severity=Severity.WARNING,
                message=f"Where an address is expected stands {cell.value[:80]!r}.",
                place=cell.column.role,
                published=cell.value[:300],
                fix="Give the whole address, with https://.",
            )


def _of(cells: Row, role: str) -> Iterator[Cell]:
    return (cell for cell in cells if cell.column.role == role)


def _all(cells: Row, role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.value for cell in _of(cells, role)))


def _one(cells: Row, role: str) -> str:
    return next((cell.value for cell in _of(cells, role)), "")


def _texts(cells: Row, role: str) -> tuple[Text, ...]:
    """The first text in each language."""
    by_language: dict[str, Text] = {}
    for cell in _of(cells, role):
        by_language.setdefault(cell.column.lang, Text(cell.value, cell.column.lang))
    return tuple(by_language.values())


def _keywords(cell: Cell) -> Iterator[Text]:
    sign = next((sign for sign in (";", "|", "\n", ",") if sign in cell.value), ";")
    return (Text(word.strip(), cell.column.lang) for word in cell.value.split(sign) if word.strip())


def _terms(words: Iterable[str]) -> tuple[Term, ...]:
    return tuple(Term(word.strip()) for word in dict.fromkeys(words) if word.strip())


def _agent(name: str) -> Agent | None:
    return Agent(name=(Text(name),), homepage=name if is_web_address(name) else None) if name else None


def _contact(cells: Row) -> tuple[Contact, ...]:
    name, said = _one(cells, "contact_name"), _one(cells, "contact_email")
    email = native.mailbox(said) or native.mailbox(name)
    phone = "".join(sign for sign in _one(cells, "contact_phone") if sign.isdigit() or sign == "+")
    if not (name or email or phone):
        return ()
    fn = (Text(name),) if name and "@" not in name else ()
    return (Contact(fn=fn, has_email=email, has_telephone=f"tel:{phone}" if phone else None),)


def _licence(word: str, link: str) -> Term | None:
    return Term(word or link, link=link if word else "") if word or link else None


def _place(word: str) -> Location:
    box = native.bounds(word)
    return Location(bbox=box) if box else Location(label=(Text(word),))


def _periods(cells: Row) -> Iterator[PeriodOfTime]:
    start, end = native.date(_one(cells, "temporal_start")), native.date(_one(cells, "temporal_end"))
    if start or end:
        yield PeriodOfTime(start_date=start, end_date=end)
    yield from (PeriodOfTime(label=(Text(word),)) for word in _all(cells, "temporal"))


def _landing(cells: Row) -> tuple[str, ...]:
    """The dataset's pages; a plain link is one where no other column is, and no format says that it leads to data."""
    pages = tuple(filter(None, map(address_of, _all(cells, "page"))))
    if pages or any(not _WEB_PAGE.fullmatch(word) for word in _formats(cells)):
        return tuple(dict.fromkeys(pages))
    links = (address for word in _all(cells, "link") for address in _addresses(word))
    return tuple(dict.fromkeys(address for address in links if not _is_file(address)))


def _formats(cells: Row) -> tuple[str, ...]:
    return _all(cells, "format")


def _files(row: Row, landing: tuple[str, ...]) -> Iterator[Distribution]:
    """The files that a row names: one for each address, with what stands under the same number."""
    found = False
    for number in dict.fromkeys(cell.column.number for cell in row):
        mine = tuple(cell for cell in row if cell.column.number == number)
        for address, role, word in _leads(mine, landing):
            found = True
            yield _file(mine, address, role, word)
    if not found and landing:  # the page is where a format that is named may be had
        words = (part.strip() for said in _formats(row) for part in _BETWEEN_FORMATS.split(said))
        yield from (Distribution(access_url=landing[:1], format=Term(word)) for word in words if word)


def _leads(cells: Row, landing: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Each address of a file with the role and the format of its column."""
    for cell in cells:
        if cell.column.role in ("download", "access", "link", "file_of_format"):
            for address in _addresses(cell.value):
                if cell.column.role != "link" or address not in landing:
                    yield address, cell.column.role, cell.column.format


def _file(cells: Row, address: str, role: str, word: str) -> Distribution:
    title, text = _one(cells, "file_title"), _one(cells, "file_description")
    is_file = (role == "download" or _is_file(address)) and not _SERVICE.search(address)
    return Distribution(
        key=_one(cells, "file_id"),
        title=(Text(title),) if title else (),
        description=(Text(text),) if text else (),
        access_url=(address,),
        download_url=(address,) if is_file else (),
        format=native.term(word, _one(cells, "format")),
        media_type=native.term(_one(cells, "media_type")),
        byte_size=read_size(_one(cells, "size"), _one(cells, "size_unit")),
        modified=native.date(_one(cells, "file_modified")),
    )


def _addresses(value: str) -> tuple[str, ...]:
    return tuple(filter(None, (address_of(part.strip()) for part in _BETWEEN_ADDRESSES.split(value))))


def _is_file(address: str) -> bool:
    return bool(_FILE.search(address.partition("#")[0]) or _SERVICE.search(address))
