"""A made-up collection: four datasets of fictional councils, and what is asked of them."""

from __future__ import annotations

from collection import Collection, Query

from catalogue.indexes.protocol import Document

BINS = Document(
    id="thornmere/bins",
    title="Litter bins",
    keywords=("street cleaning",),
    publisher="thornmere",
    publisher_label="Thornmere Council",
    modified="2024-01-01",
)
COLLECTIONS = Document(
    id="thornmere/collections",
    title="Refuse collection days",
    description="When the waste of each street is collected.",
    publisher="thornmere",
    publisher_label="Thornmere Council",
    modified="2023-01-01",
)
PATHS = Document(
    id="holmshire/paths",
    title="Public footpaths",
    description="Every path on the definitive map.",
    publisher="holmshire",
    publisher_label="Holmshire County Council",
    modified="2022-01-01",
)
ARTS = Document(
    id="holmshire/arts",
    title="Grants for the arts",
    description="What was paid to whom, bins of amounts included.",
    publisher="holmshire",
    publisher_label="Holmshire County Council",
    modified="2021-01-01",
)
DOCUMENTS = (BINS, COLLECTIONS, PATHS, ARTS)

MADE_UP = Collection(
    name="made up",
    language="en",
    documents=DOCUMENTS,
    queries=(
        Query(id="1", text="bins", kind="words", half="tune"),
        Query(id="2", text="Where can I walk on a footpath?", kind="question", half="report"),
        Query(id="3", text="unicorns", kind="nothing"),
    ),
    judgments={"1": {BINS.id: 3, COLLECTIONS.id: 2}, "2": {PATHS.id: 3}},
    runs={"another's": {"1": (ARTS.id, BINS.id)}},
)
