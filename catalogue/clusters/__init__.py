"""Copies: which datasets of different portals are one and the same, how that is known, and which comes first."""
