"""People at the site: who is signed in, what they may do, and what they are written."""

GROUP = "People"
"""Their heading in the documents."""
OPERATORS = "Operators"
"""The heading of what those do who run the catalogue."""
