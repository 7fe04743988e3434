"""What several publishers have of the same: members side by side, and how far their columns agree."""
