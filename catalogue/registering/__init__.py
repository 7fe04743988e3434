"""Registering a portal by whoever runs it: what is asked, what a proven address proves, and what is written of it."""
