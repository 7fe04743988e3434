"""People at the site: who is signed in, what they may do, and what they are written."""
