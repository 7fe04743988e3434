"""The four dates, each with its source."""

from __future__ import annotations

from catalogue.model import Dataset
from catalogue.trust.timeliness import read_days
from vocab.namespaces import DCT
from web.trust.fact import CATALOGUE, PUBLISHER, Grounds, Group, Mark, TrustFact
from web.wording import say_instant

ON_DATASET, ON_FILES = "stated on the dataset", "stated on the newest of its files"


def data_changed(grounds: Grounds) -> TrustFact:
    """When the data last changed, as its publisher says."""
    at, how = last_change(grounds.dataset)
    mapping = grounds.mapping("modified")
    if how == ON_DATASET and mapping and mapping.word not in ("", at):
        how = f"{how}, published as “{mapping.word}”"
    return TrustFact(
        code="data-changed",
        group=Group.DATES,
        mark=Mark.TOLD if at else Mark.UNSURE,
        label="Data changed",
        said=_said("Data last changed", at) or "The publisher does not say when the data last changed.",
        by=PUBLISHER,
        how=how,
        at=at,
        property=DCT.modified,
    )


def last_change(dataset: Dataset) -> tuple[str, str]:
    """When the data last changed and where that is stated: of the dataset, else of the newest of its files."""
    if dataset.modified:
        return dataset.modified.value, ON_DATASET
    newest = newest_file(dataset)
    return (newest, ON_FILES) if newest else ("", "no date stands in the record")


def newest_file(dataset: Dataset) -> str:
    """The latest date that one of its files states, "" where none does."""
    dated = [one.modified.value for one in dataset.distribution if one.modified]
    days = [(last, each) for each in dated if (last := read_days(each)[1])]
    return max(days)[1] if days else ""


def description_changed(grounds: Grounds) -> TrustFact:
    """When its description last changed here."""
    snapshot = grounds.snapshot
    said, at = _said("Description last changed here", snapshot.last_changed), snapshot.last_changed
    how = f"run {snapshot.run} of the portal’s harvest found it changed"
    if at == snapshot.first_seen:
        how = f"unchanged since run {snapshot.run} of the portal’s harvest read it first"
    return _here("description-changed", "Description changed here", said, how, at)


def first_seen(grounds: Grounds) -> TrustFact:
    """When it was first seen here."""
    at, how = grounds.snapshot.first_seen, "a harvest read it for the first time"
    return _here("first-seen", "First seen here", _said("First seen here", at), how, at)


def last_checked(grounds: Grounds) -> TrustFact:
    """When it was last seen at its portal."""
    if not grounds.checked:
        said, how = "It is not known when it was last seen at its portal.", "its record is not kept here"
    else:
        said, run = _said("Last seen at its portal", grounds.checked), grounds.checked_in
        how = f"run {run} read the whole portal" if run else "its record was read"
    return _here("last-checked", "Last checked here", said, how, grounds.checked)


def _said(what: str, at: str) -> str:
    return f"{what}: {say_instant(at)}." if at else ""


def _here(code: str, label: str, said: str, how: str, at: str) -> TrustFact:
    return TrustFact(
        code=code,
        group=Group.DATES,
        mark=Mark.TOLD if at else Mark.UNSURE,
        label=label,
        said=said,
        by=CATALOGUE,
        how=how,
        at=at,
    )
