"""How a migration reaches the ledger: by the connection that catalogue.ledger hands over."""

from __future__ import annotations

from alembic import context

from catalogue.ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
