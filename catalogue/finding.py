"""A finding: one fact about one record, in words that an officer understands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a finding matters, with SHACL's three words (https://www.w3.org/TR/shacl/#severity)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found. `code` names the rule, `place` where in the record (a path such as `resources[2].url`),
    `published` the text as the portal has it, `fix` what its officer can do. `rejected` marks a record
    that could not enter the catalogue because of this."""

    code: str
    severity: Severity
    message: str
    place: str = ""
    published: str = ""
    fix: str = ""
    rejected: bool = False
