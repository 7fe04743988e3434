"""What a body, a dataset, a kind of identifier or a concept is tied to, by which property, and how often."""
