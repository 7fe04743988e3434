"""What an ISO record says that people may do with the data (ISO 19115:2003 B.2.3; GEMINI 25, 26; INSPIRE TG 3.3).

Limitations on public access and conditions of use stand in sections of their own: the first with `accessConstraints`,
the second with `useConstraints`, or with `useLimitation` alone as GEMINI had it before 2.3. One section for both is
told apart by what is said.

| model | record |
|---|---|
| license | of the conditions of use what names or links a licence, else what stands in `otherConstraints` |
| rights | every other condition of use |
| access_rights | the first limitation on public access, else the code of `accessConstraints` that limits it |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.values import Term
from harvester.drafting.iso_words import code, codes, linked
from harvester.formats.elements import each, name_of, one
from harvester.formats.xml import Element

_LICENCE = re.compile(
    r"licen[cs]|open government|creative ?commons|\bOGL|\bCC[-_ ](?:BY|0|zero)|public[- ]domain|opendatacommons|\bODbL"
    r"|ConditionsApplyingToAccessAndUse|conditions? (?:apply|unknown)|psma|psga",
    re.IGNORECASE,
)
_ACCESS = re.compile(r"LimitationsOnPublicAccess|no limitations|public access", re.IGNORECASE)
_LIMITS = (
    "restricted",
    "unrestricted",
    "confidential",
    "private",
    "in-confidence",
    "sensitiveButUnclassified",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What people may do, in the record's words."""

    license: Term | None = None
    rights: tuple[Term, ...] = ()
    access_rights: Term | None = None


def terms_of(about: Element) -> Terms:
    """The terms of all `resourceConstraints` of what a record describes."""
    use: list[tuple[int, Term]] = []
    access: list[Term] = []
    limits: list[str] = []
    for section in each(about, "resourceConstraints/*"):
        stated, limited = _other(section)
        use.extend((_rank(term, stated=True), term) for term in stated)
        use.extend((_rank(term, stated=False), term) for term in _limitations(section))
        access.extend(limited)
        limits.extend(found for found in codes(section, "accessConstraints") if found in _LIMITS)
        use.extend((0, term) for term in _classified(section))
    best = max(use, key=lambda ranked: ranked[0], default=None)
    license_ = best[1] if best and best[0] else None
    others = (*(term for _, term in use if term != license_), *access[1:])
    return Terms(
        license=license_,
        rights=tuple(dict.fromkeys(others)),
        access_rights=next(iter(access), None) or next((Term(word) for word in limits), None),
    )


def names_licence(term: Term) -> bool:
    """Whether a condition names or links a licence, or says that it has one."""
    return bool(_LICENCE.search(term.link) or _LICENCE.search(term.word[:2000]))


def _other(section: Element) -> tuple[list[Term], list[Term]]:
    """A section's `otherConstraints`: the conditions of use, and the limitations on access."""
    found = [term for said in each(section, "otherConstraints") if (term := linked(said))]
    found += [term for said in each(section, "reference/CI_Citation/title") if (term := linked(said))]
    access, use = one(section, "accessConstraints"), one(section, "useConstraints")
    if access is not None and use is None:
        limited = [term for term in found if not names_licence(term) or _names_access(term)]
    else:
        limited = [term for term in found if _names_access(term)]
    return [term for term in found if term not in limited], limited


def _limitations(section: Element) -> Iterator[Term]:
    for said in each(section, "useLimitation"):
        if term := linked(said):
            yield term


def _classified(section: Element) -> Iterator[Term]:
    """How secret a security section says that the data is; unclassified data needs no word."""
    if name_of(section) == "MD_SecurityConstraints":
        word = code(one(section, "classification"))
        if word and word != "unclassified":
            yield Term(word)


def _rank(term: Term, *, stated: bool) -> int:
    """How likely a condition is the licence; 0 for a limitation that names none, such as "not for navigation"."""
    if names_licence(term):
        return 4 if term.link or term.word.startswith("http") else 3
    if term.link:
        return 2
    return 1 if stated else 0


def _names_access(term: Term) -> bool:
    return bool(_ACCESS.search(term.link) or _ACCESS.search(term.word[:500]))
