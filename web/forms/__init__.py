"""Forms: how they are shown and proven to be ours, and how what was sent is read."""
