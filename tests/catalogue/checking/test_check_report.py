"""A check's report: kept, and read again, without loss."""

from __future__ import annotations

from catalogue.checking.report import (
    Blocking,
    Mean,
    Publisher,
    Report,
    SampleRecord,
    ShownValue,
    from_json,
    pack_report,
    to_json,
    unpack_report,
)
from catalogue.finding import Finding, Severity
from catalogue.quality.advice import Advice

REPORT = Report(
    sentence="20 of 412 records were read.",
    kind="ckan",
    software="CKAN",
    address="https://data.thornmere.example/",
    declared=412,
    read=19,
    rejected=1,
    requests=7,
    seconds=4.5,
    blocking=(Blocking(code="unreadable-record", sentence="No title.", fix="Give it one."),),
    advice=(Advice(metric="licence", title="Licence", datasets=12, points=20, ask="Add one", where="Edit"),),
    published=Mean(points=120.5, band="Bad"),
    here=Mean(points=230.0, band="Good"),
    publishers=(Publisher(name="Thornmere", slug="thornmere", code="E06000099", datasets=19),),
    records=(
        SampleRecord(
            key="a",
            title="<script>alert(1)</script>",
            values=(ShownValue(label="Licence", property="license", published="OGL", shown="", how=""),),
            findings=(Finding(code="no-licence", severity=Severity.WARNING, message="None."),),
            lacks=("licence", "theme"),
            published_points=100,
        ),
        SampleRecord(key="b", title="", rejected="It has no title."),
    ),
)


def test_a_report_comes_back_as_it_was_kept() -> None:
    assert unpack_report(pack_report(REPORT)) == REPORT
    assert from_json(to_json(REPORT)) == REPORT
    assert unpack_report(pack_report(Report())) == Report()


def test_a_report_of_another_version_is_not_read() -> None:
    assert from_json(to_json(REPORT) | {"version": 0}) is None
    assert from_json({"version": 1, "records": "none"}) is None


def test_half_a_character_from_a_portal_does_not_lose_the_report() -> None:
    read = unpack_report(pack_report(Report(title="Bins \ud83d")))
    assert read is not None
    assert read.title.startswith("Bins ")


def test_advice_counts_what_all_records_would_gain() -> None:
    assert REPORT.advice[0].gain == 240
