"""Reuses: stories of what good came of data, what may be said in one, and how they are told."""
