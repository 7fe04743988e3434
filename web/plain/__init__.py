"""Plain help for a dataset: what it is, what one row is, how its files are opened, and lines to copy that read them."""
