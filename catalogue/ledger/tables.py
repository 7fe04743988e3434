"""Every table of the ledger: importing this has loaded them all."""

from __future__ import annotations

from catalogue.ledger import checks_schema, columns_schema, people_schema, quality_schema, schema
from catalogue.ledger.metadata import metadata

MODULES = (schema, people_schema, checks_schema, quality_schema, columns_schema)

__all__ = ["MODULES", "metadata"]
