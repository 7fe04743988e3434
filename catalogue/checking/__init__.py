"""A look at a portal before it is registered: its address as people write it, and the report of what was read."""
