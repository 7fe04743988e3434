"""What a check says as it goes on and at its end, in sentences for the person who waits."""

from __future__ import annotations

from dataclasses import replace

from catalogue.checking.report import Blocking, Detected, Report
from harvester.detecting.answer import Answer
from harvester.detecting.outcome import Found, Nothing
from harvester.detecting.state import Seen, State

_SAID = 3  # the weight from which a hint names the software


def first_answer(state: State) -> str:
    """What the given address answered, and what it said of itself; "" until it has."""
    return _answered(state.seen[0]) if state.seen else ""


def document_line(answer: Answer) -> str:
    """That a document came, of which kind and size; "" for a page, and for what is no good answer."""
    media = answer.content_type.partition(";")[0].strip().lower()
    if answer.status != 200 or not media or "html" in media or answer.body.lstrip()[:1] == b"<":
        return ""
    least = "more than " if answer.cut else ""
    return f"{answer.url} answers with {least}{len(answer.body):,} bytes of {media}."


def detected_of(outcome: Found | Nothing, software: str) -> Detected:
    """What the detection found, as the check keeps it."""
    if isinstance(outcome, Nothing):
        return Detected(
            how=outcome.reason, advice=outcome.advice, tried=outcome.tried, requests=outcome.requests
        )
    return Detected(
        kind=outcome.kind,
        software=software,
        address=outcome.address,
        title=outcome.title,
        version=outcome.version,
        how=outcome.how,
        note=outcome.note,
        requests=outcome.requests,
    )


def kind_line(found: Detected) -> str:
    """What stands there, in a sentence."""
    if not found.kind:
        return found.how
    named = " ".join(part for part in (found.software, found.version) if part)
    return f"It is {named}. {found.how}"


def sample_sentence(report: Report, sample: int, verdict: str) -> str:
    """How the dry run went: `verdict` is the sentence of a run that did not bring as many as were wanted."""
    met = report.read + report.rejected
    if met < sample:
        return verdict
    declared = f" of {report.declared:,}" if report.declared else ""
    rejected = f"; {report.rejected:,} of them rejected" if report.rejected else ""
    return f"A sample of {met:,}{declared} records was asked for and read{rejected}."


def with_blocking(report: Report, failed: tuple[tuple[str, str], ...]) -> Report:
    """The report with what kept the whole portal from being read, where nothing of it could be."""
    if report.read:
        return report
    if failed:
        found = tuple(
            Blocking(code="unreadable", sentence=f"We could not read any dataset: {url} {remark}.")
            for url, remark in failed[:3]
        )
    elif report.rejected:
        found = ()
    else:
        found = (
            Blocking(
                code="no-datasets",
                sentence="We could not read any dataset: the portal answers, and lists none.",
                fix="Check that its datasets are public, and that its interface lists them without a login.",
            ),
        )
    return replace(report, blocking=(*found, *report.blocking))


def _answered(seen: Seen) -> str:
    if seen.closed:
        return f"{seen.url} was not asked, since robots.txt closes it to us."
    if seen.failure:
        return f"{seen.probe.url} {seen.failure}."
    led = f", which led to {seen.url}," if seen.url.rstrip("/") != seen.probe.url.rstrip("/") else ""
    called = f" with a page called “{seen.title}”" if seen.title else f" with status {seen.status}"
    hints = sorted((p for p in seen.pointers.kinds if p.says and p.weight >= _SAID), key=lambda p: -p.weight)
    says = f"; {hints[0].says}" if hints else ""
    return f"{seen.probe.url}{led} answers{called}{says}."
