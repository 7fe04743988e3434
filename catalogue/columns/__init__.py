"""What columns the tables of a dataset have: as its portal says, and as the first rows of its files show."""
