"""What a dataset can be joined with, for its page, for the list of its joins, and for programs."""
