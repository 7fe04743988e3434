"""Reconciles a column with the real client and prints what it found: run by the Python that has it."""

import json
import sys

import pandas as pd
from reconciler import reconcile

address, *names = sys.argv[1:]
column = pd.Series(names)
nations = pd.Series(["England"] * len(names))
plain = reconcile(column, type_id="body", reconciliation_endpoint=address)
every = reconcile(column, type_id="body", top_res="all", reconciliation_endpoint=address)
held = reconcile(
    column, type_id="body", property_mapping={"nation": nations}, reconciliation_endpoint=address
)
found = {
    "first": plain[["input_value", "id", "match"]].fillna("").values.tolist(),
    "types": sorted(set(plain["type_id"].dropna())),
    "candidates": len(every),
    "held": held[["input_value", "id", "match"]].fillna("").values.tolist(),
}
json.dump(found, sys.stdout)
