"""The RDF store: what it does, how to open one, and what may be asked of it."""

from catalogue.stores.media import BY_FORM, BY_NAME, GRAPHS, TABLES, AnswerMedia
from catalogue.stores.opening import open_store
from catalogue.stores.protocol import Answer, GraphPut, Query, QueryForm, Store, StoreReader
from catalogue.stores.scan import Scan, scan_query

__all__ = [
    "BY_FORM",
    "BY_NAME",
    "GRAPHS",
    "TABLES",
    "Answer",
    "AnswerMedia",
    "GraphPut",
    "Query",
    "QueryForm",
    "Scan",
    "Store",
    "StoreReader",
    "open_store",
    "scan_query",
]
