"""Links: which addresses a dataset leads to, what an answer says of one, and when it is dead. Nothing is asked here."""
