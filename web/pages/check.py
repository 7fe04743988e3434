"""The page of a check: how it goes on, then what was found, record by record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from catalogue.checking.report import Blocking, Detected, Report, SampleRecord, ShownValue
from catalogue.iri import is_web_address
from catalogue.ledger.checks import Check, CheckState
from catalogue.quality.advice import Advice
from web.forms.page import FormPage
from web.reasons import say_reason
from web.registering.following import Stage, said_of, stages_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One value: as published, as people will see it, and how the one became the other ("" for taken as it is)."""

    label: str
    published: str
    shown: str
    how: str

    @property
    def is_same(self) -> bool:
        """Whether people see just what was published."""
        return self.published == self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One record of the sample, both sides; `source` is "" where its address is no web address."""

    record: SampleRecord
    source: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage(FormPage):
    """A check at one moment. `portal` is the short name of what is registered at its address already, `moved` says that
    what was registered by this link has another one now,
    `listed` that the link is that of a registration."""

    template: ClassVar[str] = "check.html"
    token: str
    check: Check
    stages: tuple[Stage, ...]
    told: str
    records: tuple[RecordRow, ...]
    portal: str = ""
    moved: bool = False
    listed: bool = False

    @property
    def step(self) -> str:
        """Where below its private link this page is."""
        return "report" if self.listed else ""

    @property
    def found(self) -> Detected | None:
        """What answered."""
        return self.check.progress.found

    @property
    def report(self) -> Report | None:
        """What was read, as far as that goes."""
        return self.check.progress.report

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be told."""
        return self.check.progress.state.is_over

    @property
    def mark(self) -> str:
        """The mark of the report's sentence."""
        if not can_be_registered(self.check):
            return "bad"
        return "unsure" if self.report and (self.report.blocking or self.report.rejected) else "ok"

    @property
    def is_done(self) -> bool:
        """Whether the check came to its end."""
        return self.check.progress.state is CheckState.DONE

    @property
    def how(self) -> str:
        """How what answered is known, or why nothing was; "" where the report's sentence says just that."""
        return self.found.how if self.found and self.found.how != self.told else ""

    @property
    def blocking(self) -> tuple[Blocking, ...]:
        """What is to be mended first and was not said yet."""
        held = self.report.blocking if self.report else ()
        return tuple(one for one in held if one.sentence != self.told)

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What gains points, most first."""
        return self.report.advice if self.report else ()

    @property
    def may_be_registered(self) -> bool:
        """Whether there is something to register that nobody has registered."""
        return can_be_registered(self.check) and not (self.portal or self.moved or self.listed)


def make_check_page(
    token: str, check: Check, *, portal: str, moved: bool, listed: bool, at_work: bool
) -> CheckPage:
    """The page of a check as it stands; `at_work` says whether any worker is."""
    report = check.progress.report
    name = (report.title if report else "") or check.address
    return CheckPage(
        title=f"Report on {name}" if check.progress.state.is_over else f"Checking {check.address}",
        token=token,
        check=check,
        stages=stages_of(check),
        told=said_of(check, at_work=at_work),
        records=tuple(
            map(_row, sorted(report.records if report else (), key=lambda one: bool(one.rejected)))
        ),
        portal=portal,
        moved=moved,
        listed=listed,
    )


def can_be_registered(check: Check) -> bool:
    """Whether a check found a portal from which at least something can be shown."""
    progress = check.progress
    report = progress.report
    return bool(
        progress.state is CheckState.DONE
        and progress.found
        and progress.found.kind
        and report
        and report.read
    )


def _row(record: SampleRecord) -> RecordRow:
    source = record.source if is_web_address(record.source) else ""
    return RecordRow(record=record, source=source, sides=tuple(_sides(record.values)))


def _sides(values: Iterable[ShownValue]) -> Iterable[Side]:
    for one in values:
        how = say_reason(one.how) if one.how else ""
        yield Side(label=one.label, published=one.published, shown=one.shown, how=how)
