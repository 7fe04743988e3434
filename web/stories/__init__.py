"""Stories of what good came of data: how they are shown, told by anybody, and looked at by operators."""

GROUP = "Stories"
"""Their heading in the documents."""
NO_STORY = {404: "There is no such private link, or what it led to has been forgotten."}
"""What every address below a private link may answer, for its Operation."""
