"""Portals of the United Kingdom's public sector that are known, to be registered by name."""
