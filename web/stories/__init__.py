"""Stories of what good came of data: how they are shown, told by anybody, and looked at by operators."""
