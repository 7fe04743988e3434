"""A look at an address before it is registered: its kind, and a dry run of its first records, as a report."""
