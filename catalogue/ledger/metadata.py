"""The one list of the ledger's tables, which the modules that end with `schema` add theirs to."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
