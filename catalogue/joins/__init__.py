"""Which datasets can be put together by the identifiers in their columns, by what way, and which of them first."""
