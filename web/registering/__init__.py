"""Registering a portal: what was typed, how its check goes on, what was found, and whose portal it is."""
