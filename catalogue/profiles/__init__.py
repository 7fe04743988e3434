"""Other shapes in which the catalogue's descriptions leave: one module a profile, pure, from snapshots."""
