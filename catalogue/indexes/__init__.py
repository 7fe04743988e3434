"""Search indexes: what an index is, and one file for each kind."""
