"""A check's report as a person reads it in a terminal, and the exit status that it ends with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalogue.checking.report import Mean, Report, SampleRecord, ShownValue, to_json
from catalogue.console import say, say_table
from catalogue.ledger.checks import CheckState, Progress

_BY_ADDRESS = "iri "
_ADVICE, _NEVER_SHOWN = 8, ("description", "distribution.access_url", "distribution.download_url")


def print_report(report: Report) -> None:
    """Everything worth saying, the most pressing first."""
    for blocking in report.blocking:
        said = "" if blocking.sentence == report.sentence else f"To mend first: {blocking.sentence} "
        if line := f"{said}{blocking.fix}".strip():
            say(line)
    for line in (
        _mean("As published", report.published),
        _mean("In this catalogue", report.here),
        *_others(report),
    ):
        if line:
            say(line)
    if report.records:
        say("")
        say_table(("record", "property", "published", "people will see", "read by"), _rows(report.records))
    if report.advice:
        say("")
        advice = [
            (one.title, one.datasets, f"+{one.points}", f"{one.ask}.", one.where) for one in report.advice
        ]
        say_table(("would gain", "records", "each", "what to do", "where"), advice[:_ADVICE])


def printed_json(progress: Progress) -> dict[str, Any]:
    """For programs: how the check ended, what was found, and the report."""
    found = progress.found
    return {
        "state": progress.state.value,
        "sentence": progress.sentence,
        "lines": list(progress.lines),
        "found": {name: getattr(found, name) for name in found.__slots__} if found else None,
        "portal": progress.portal,
        "report": to_json(progress.report) if progress.report else None,
    }


def exit_status(progress: Progress) -> int:
    """0 done, 1 partly, 2 could not."""
    if progress.state is not CheckState.DONE or progress.report is None:
        return 2
    return 1 if progress.report.partial else 0


def finding_counts(report: Report) -> list[tuple[str, str, int]]:
    """Code, what it means and the number of records, of each sort of finding, the most frequent first."""
    found = [one for record in report.records for one in record.findings]
    messages = {one.code: one.message for one in reversed(found)}
    return [(code, messages[code], count) for code, count in Counter(one.code for one in found).most_common()]


def _mean(label: str, mean: Mean | None) -> str:
    return f"{label}: {mean.points:g} of 405 points on average ({mean.band})" if mean else ""


def _others(report: Report) -> Iterator[str]:
    """Whose records these are, where they are several bodies'."""
    if len(report.publishers) > 1:
        named = ", ".join(f"{one.name} ({one.datasets})" for one in report.publishers[:5])
        more = f" and {len(report.publishers) - 5} more" if len(report.publishers) > 5 else ""
        yield f"It lists the data of {len(report.publishers)} bodies: {named}{more}"


def _differs(value: ShownValue) -> bool:
    """Whether a person learns from seeing both sides; that an address has a name is no news."""
    is_named = value.how.startswith(_BY_ADDRESS) and bool(value.shown)
    return value.published != value.shown and value.property not in _NEVER_SHOWN and not is_named


def _rows(records: tuple[SampleRecord, ...]) -> Iterator[tuple[str, str, str, str, str]]:
    """What differs between the two sides; a record of which nothing does has a row all the same."""
    for record in records:
        if record.rejected:
            yield record.key, "", "", f"not taken in: {record.rejected}", ""
            continue
        differing = [one for one in record.values if _differs(one)]
        title = record.title
        for one in differing:
            yield title, one.label, one.published or "(nothing)", one.shown or "(not known)", one.how
            title = ""
        if not differing:
            yield title, "", "", "as published", ""
