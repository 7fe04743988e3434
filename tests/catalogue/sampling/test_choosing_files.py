"""Which files of a dataset are looked at; all of them are made up by us."""

from __future__ import annotations

import pytest

from catalogue.columns.choosing import choose_files, form_of, forms
from catalogue.model import Dataset, Distribution
from catalogue.values import Term, Text, Typed

CODES = "http://publications.europa.eu/resource/authority/file-type/"
TYPES = "https://www.iana.org/assignments/media-types/"


def file(
    url: str, title: str = "", code: str = "", *, key: str = "", modified: str = "", access: bool = False
) -> Distribution:
    return Distribution(
        key=key,
        title=(Text(title),) if title else (),
        download_url=() if access else (url,),
        access_url=(url,) if access else (),
        format=Term(code, iri=f"{CODES}{code}") if code else None,
        modified=Typed(modified) if modified else None,
    )


def chosen(*parts: Distribution) -> list[str]:
    return [one.url for one in choose_files(Dataset(distribution=parts))]


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://data.fernley.example/a/Bins.CSV", "csv"),
        ("https://data.fernley.example/bins.csv?v=3", "csv"),
        ("https://data.fernley.example/bins.csv.gz", "csv"),
        ("https://data.fernley.example/exports/csv?delimiter=%3B", "csv"),
        ("https://data.fernley.example/rows?accessType=DOWNLOAD&format=geojson", "geojson"),
        ("https://data.fernley.example/query?f=geojson&where=1%3D1", "geojson"),
        ("https://data.fernley.example/wfs?outputFormat=application/geo%2Bjson", None),
        ("https://data.fernley.example/bins.xlsx#sheet", "xlsx"),
        ("https://data.fernley.example/bins.pdf", None),
        ("https://data.fernley.example/csv.html", None),
    ],
)  # fmt: skip
def test_an_address_tells_the_form_of_a_table(url: str, form: str | None) -> None:
    found = form_of(url)

    assert (found.name if found else None) == form


def test_of_one_table_in_several_forms_the_best_is_read() -> None:
    parts = [
        file(f"https://hub.fernley.example/api/{one.lower()}", one, one) for one in ("GEOJSON", "XLSX", "CSV")
    ]

    assert chosen(*parts) == ["https://hub.fernley.example/api/csv"]


def test_of_a_series_the_newest_file_is_read() -> None:
    months = [
        file(
            f"https://fernley.example/{n:02}.csv",
            f"Payments over £500, {n:02}/2021",
            modified=f"2021-{n:02}-28",
        )
        for n in range(1, 13)
    ]

    assert chosen(*months[6:], *months[:6]) == ["https://fernley.example/12.csv"]


def test_at_most_three_tables_are_read() -> None:
    parts = [
        file(f"https://fernley.example/{name}.csv", name) for name in ("Trees", "Benches", "Bins", "Lamps")
    ]

    assert len(chosen(*parts)) == 3


def test_what_says_that_it_is_no_table_is_not_asked() -> None:
    assert (
        chosen(
            file("https://fernley.example/trees", "Trees", "PDF"), file("https://fernley.example/api", "API")
        )
        == []
    )


def test_a_page_where_it_can_be_had_is_asked_only_where_no_file_is_named() -> None:
    page = "https://fernley.example/trees"
    both = Distribution(
        access_url=(page,), download_url=(f"{page}.csv",), format=Term("CSV", iri=f"{CODES}CSV"),
    )  # fmt: skip

    assert chosen(both) == [f"{page}.csv"]
    assert chosen(file(page, "Trees", "CSV", access=True)) == [page]


def test_a_media_type_tells_a_table() -> None:
    part = Distribution(
        download_url=("https://fernley.example/1",), media_type=Term("text/csv", iri=f"{TYPES}text/csv")
    )

    assert chosen(part) == ["https://fernley.example/1"]


@pytest.mark.parametrize(
    "url", ["ftp://fernley.example/a.csv", "javascript:alert(1)//a.csv", "a.csv", "file:///a.csv"]
)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    assert chosen(file(url, "Trees", "CSV")) == []


def test_a_file_is_named_by_its_key_or_its_place() -> None:
    found = choose_files(
        Dataset(
            distribution=(
                file("https://a.example/1.csv", "One", key="k1"),
                file("https://a.example/2.csv", "Two"),
            )
        )
    )

    assert [one.file for one in found] == ["k1", "2"]


def test_every_form_has_a_file_type_and_an_ending() -> None:
    assert [one.name for one in forms()][:2] == ["csv", "tsv"]
    assert all(one.file_type and one.media_types and one.endings for one in forms())
