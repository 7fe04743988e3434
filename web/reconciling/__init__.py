"""Reconciliation for OpenRefine and its like: which body, place, licence, theme or dataset a cell of a table means."""
