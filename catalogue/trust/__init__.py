"""What can be checked of a dataset, so that people may judge whether to trust it."""
