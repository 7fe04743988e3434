"""The rules that every entry is checked against. To add one: a function here, and its place in RULES.

A rule's name is its code; its docstring's first line says what is wrong, the rest what the officer can do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalogue.entry import Entry
from catalogue.finding import Finding, Severity

Test = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `test` is true of an entry that breaks it."""

    severity: Severity
    test: Test

    @property
    def code(self) -> str:
        """The rule's name, as findings carry it."""
        return self.test.__name__.replace("_", "-")

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return _paragraphs(self.test)[0]

    @property
    def fix(self) -> str:
        """What the officer can do."""
        return _paragraphs(self.test)[1]


def check(entry: Entry) -> Iterator[Finding]:
    """Every rule that the entry breaks."""
    for rule in RULES:
        if rule.test(entry):
            yield Finding(code=rule.code, severity=rule.severity, message=rule.message, fix=rule.fix)


def no_description(entry: Entry) -> bool:
    """The dataset has no description.

    Say in two or three sentences what one row is, where it covers and what it is used for.
    """
    return not entry.dataset.description


def short_description(entry: Entry) -> bool:
    """The description is shorter than 50 characters.

    People decide by it: say what one row is, where it covers and what it is used for.
    """
    texts = entry.dataset.description
    return bool(texts) and max(len(text.value) for text in texts) < 50


def no_licence(entry: Entry) -> bool:
    """No licence is stated, so nobody knows whether the data may be used.

    Choose a licence; for most council data that is the Open Government Licence.
    """
    return not (entry.dataset.license or any(part.license for part in entry.dataset.distribution))


def no_publisher(entry: Entry) -> bool:
    """Nobody is named as the publisher.

    Name the council or body that answers for the data.
    """
    return entry.dataset.publisher is None


def no_distribution(entry: Entry) -> bool:
    """There is nothing to download or open.

    Add at least one file, service or page where the data can be had.
    """
    return not entry.dataset.distribution


def no_contact(entry: Entry) -> bool:
    """No contact is given for questions.

    Give a team's e-mail address or form, not a person's.
    """
    return not entry.dataset.contact_point


def no_theme(entry: Entry) -> bool:
    """No theme could be read, so the dataset is not found by subject.

    Choose a category such as Transport or Environment.
    """
    return not any(theme.known for theme in entry.dataset.theme)


def no_data_date(entry: Entry) -> bool:
    """The portal does not say when the data last changed.

    Fill in the date on which the data, not its description, was last changed.
    """
    return entry.dataset.modified is None


def no_format(entry: Entry) -> bool:
    """None of the files states its format.

    Fill in the format of each file, such as CSV.
    """
    parts = entry.dataset.distribution
    return bool(parts) and not any(part.format or part.media_type for part in parts)


RULES: tuple[Rule, ...] = (
    Rule(Severity.VIOLATION, no_description),
    Rule(Severity.INFO, short_description),
    Rule(Severity.WARNING, no_licence),
    Rule(Severity.WARNING, no_publisher),
    Rule(Severity.WARNING, no_distribution),
    Rule(Severity.WARNING, no_contact),
    Rule(Severity.INFO, no_theme),
    Rule(Severity.INFO, no_data_date),
    Rule(Severity.INFO, no_format),
)


def _paragraphs(test: Test) -> tuple[str, str]:
    first, _, rest = (test.__doc__ or "").strip().partition("\n")
    return first, " ".join(rest.split())
