"""What the ledger tells of portals, findings and publishers."""

from __future__ import annotations

from dataclasses import replace

from made_up_ledger import NOW, Field, field_of, finding, later, read, rejected, remark

from catalogue.comparison import Verdict
from catalogue.finding import Finding, Severity
from catalogue.ledger.status import (
    catalogue_size,
    finding_groups,
    last_change,
    organisation,
    organisations,
    portal_findings,
    portal_run,
    portal_runs,
    portal_statuses,
)
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.portal import Portal

YORK = Portal(slug="york", title="York", kind="dcat", address="https://york.test")


def test_a_portal_never_harvested_has_no_run(field: Field) -> None:
    with field.ledger.reading() as connection:
        (status,) = portal_statuses(connection)
        assert catalogue_size(connection) == (0, 1, "")
        assert last_change(connection) == 0

    assert (status.slug, status.datasets, status.last, status.running) == ("leeds", 0, None, None)


def test_a_portal_is_counted_by_state_with_its_last_and_its_present_run(field: Field) -> None:
    many = [read(f"d{n}") for n in range(12)]
    field.run(*many, rejected("odd"))
    field.run(*many[1:], rejected("odd"), rejected("odder"), now=later(1))
    field.begin(now=later(2))
    field_of(field.ledger, YORK)

    with field.ledger.reading() as connection:
        leeds, york = portal_statuses(connection)
        assert portal_statuses(connection, "york") == (york,)

    assert (leeds.datasets, leeds.missing, leeds.withdrawn, leeds.rejected) == (12, 1, 0, 2)
    assert leeds.last is not None
    assert (leeds.last.number, leeds.last.verdict, leeds.last.counts["missing"]) == (2, "complete", 1)
    assert leeds.running is not None
    assert (leeds.running.number, leeds.running.verdict) == (3, "")
    assert (york.datasets, york.last) == (0, None)


def test_withdrawn_datasets_are_counted_apart(field: Field) -> None:
    field.run(read("bins"), read("trees"))
    with field.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=later(1))
        (status,) = portal_statuses(connection)
        assert catalogue_size(connection) == (0, 1, NOW)
        assert last_change(connection) == 4
        assert organisations(connection) == ()

    assert (status.datasets, status.withdrawn) == (0, 2)


def test_runs_are_listed_newest_first(field: Field) -> None:
    for day, verdict in enumerate(Verdict):
        field.run(read("bins"), verdict=verdict, now=later(day))

    with field.ledger.reading() as connection:
        runs = portal_runs(connection, "leeds", limit=2)
        assert portal_run(connection, "leeds", 9) is None

    assert [(one.number, one.verdict) for one in runs] == [(3, "failed"), (2, "partial")]


def test_findings_are_grouped_worst_first_then_most_frequent(field: Field) -> None:
    worst = Finding(code="no-description", severity=Severity.VIOLATION, message="None.", fix="Add one.")
    field.run(
        read("a", "", finding("weak")), read("b", "", finding("weak"), worst), read("c", "", finding("rare"))
    )

    with field.ledger.reading() as connection:
        groups = finding_groups(connection, "leeds")

    assert [(one.code, one.count) for one in groups] == [("no-description", 1), ("weak", 2), ("rare", 1)]
    assert groups[0].fix == "Add one."


def test_findings_name_the_dataset_they_are_about(field: Field) -> None:
    field.run(read("bins", "Bins", finding("weak")), rejected("odd"), remark())

    with field.ledger.reading() as connection:
        found = {one.finding.code: one for one in portal_findings(connection, "leeds")}
        assert len(portal_findings(connection, "leeds", code="weak")) == 1
        assert len(portal_findings(connection, "leeds", limit=1, offset=2)) == 1
        assert portal_findings(connection, "leeds", offset=3) == ()

    assert (found["weak"].key, found["weak"].title, bool(found["weak"].dataset)) == ("bins", "Bins", True)
    assert (found["unreadable"].key, found["unreadable"].dataset) == ("odd", "")
    assert found["unreadable"].finding.rejected
    assert found["odd-page"].key == ""


def test_a_publisher_is_called_as_most_of_its_datasets_call_it(field: Field) -> None:
    odd = replace(read("c"), publisher_name="zz LEEDS")
    field.run(read("a"), read("b"), odd, replace(read("d"), publisher="bradford", publisher_name="Bradford"))
    york = field_of(field.ledger, YORK)
    york.run(read("a", portal="york"))

    with field.ledger.reading() as connection:
        listed = organisations(connection)
        leeds = organisation(connection, "leeds-city-council")
        assert organisations(connection, limit=1) == listed[:1]
        assert organisation(connection, "nobody") is None

    assert [(one.name, one.datasets) for one in listed] == [("Bradford", 1), ("Leeds City Council", 4)]
    assert leeds == listed[1]
    assert leeds.portals == ("leeds", "york")


def test_datasets_without_a_publisher_make_no_organisation(field: Field) -> None:
    field.run(replace(read("a"), publisher="", publisher_name=""))

    with field.ledger.reading() as connection:
        assert organisations(connection) == ()
