"""What the columns of a dataset are, told to people and to programs."""
